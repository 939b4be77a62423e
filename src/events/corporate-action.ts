/**
 * What an issuer did to its securities: one event for all legs of one action. A leg says what the broker booked; which
 * lots move, and with which basis, the ledger decides.
 */
import type { Amount } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { EventId, InstrumentId, RowRef } from "../core/ids.ts";
import type { EventBase } from "./event.ts";

export type ActionType =
  | "split"
  | "reverse split"
  | "identity change"
  | "spin-off"
  | "merger"
  | "tender"
  | "stock dividend"
  | "rights issue"
  | "subscription"
  | "removal"
  | "redemption"
  | "conversion"
  | "cash distribution"
  | "other";

/** The type in a sentence: `the spin-off`, `the corporate action`. */
export const namedType = (type: ActionType): string =>
  type === "other" ? "corporate action" : type;

/** One row of the action: an instrument that came, went or was paid for. */
export interface ActionLeg {
  readonly instrument: InstrumentId;
  /** The day that the broker's sums count it on. */
  readonly date: IsoDate;
  /** Units that came (positive) or went; signed like the position that they change. */
  readonly quantity: Decimal;
  readonly currency: string;
  /** Cash that came with it, positive when received. */
  readonly proceeds: Amount;
  /** Market value, signed like the quantity; never a basis. */
  readonly value: Amount;
  /** The result that the broker booked on the row. */
  readonly realized: Amount;
  readonly transaction: string;
  readonly source: RowRef;
}

/** So many units after for so many before: of a split 5 for 4, `to` is 5. */
export interface Terms {
  readonly to: Decimal;
  readonly from: Decimal;
}

export interface CorporateAction extends EventBase {
  readonly kind: "corporate-action";
  readonly type: ActionType;
  /** The name under which it is decided: `main/9-20250310`. */
  readonly action: string;
  readonly legs: readonly [ActionLeg, ...ActionLeg[]];
  /** What it acts on where no leg says so: the parent of a spin-off, the shares that rights are issued on. */
  readonly parent: InstrumentId | null;
  /** What the description says of a split; null where it says nothing. */
  readonly terms: Terms | null;
  /** The action that these legs take back. */
  readonly cancels: EventId | null;
  /** The legs that take this action back. */
  readonly cancelledBy: EventId | null;
}
