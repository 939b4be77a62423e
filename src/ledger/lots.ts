/**
 * Lots: what is held, since when and for how much. A lot stores its total cost basis, signed like its quantity
 * (negative when short), so that splitting never loses a cent.
 */
import { type Amount, shareOf, subtract } from "../core/amount.ts";
import { dayOf, type IsoDate, type IsoDateTime, oneYearAfter } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId, LotId, NonEmpty, RowRef } from "../core/ids.ts";

export interface Lot {
  readonly id: LotId;
  readonly account: AccountAlias;
  readonly instrument: InstrumentId;
  /** When it was opened; null for a lot from before the first statement whose date no row gives. */
  readonly opened: IsoDate | IsoDateTime | null;
  /** Of a lot whose date no row gives: that it is no older than this, where other rows tell. */
  readonly notBefore?: IsoDate | IsoDateTime | null;
  /** When the holding period began; the broker may put it before `opened`. */
  readonly holdingFrom: IsoDate | IsoDateTime | null;
  /** The event that opened it; null where it comes from before the first statement. */
  readonly openedBy: EventId | null;
  /** The broker's transaction id of the opening; empty where unknown. */
  readonly transaction: string;
  /** Whether we booked it, took it from the broker's own lots, or only know that it must exist. */
  readonly origin: "booked" | "broker" | "inferred";
  /** Positive long, negative short. */
  readonly quantity: Decimal;
  /** Total, in the instrument's currency, signed like the quantity. */
  readonly costBasis: Amount;
  /**
   * The part of the basis that is the premium of options: of the exercised or assigned option that delivered the lot,
   * signed as the basis contains it (negative for a premium that was received and made it cheaper).
   */
  readonly premium: Amount;
  /** The rows of those options: their exercise or assignment, and what opened them; empty where there is no premium. */
  readonly premiumSources: readonly RowRef[];
  /** The undecided corporate action that its basis rests on; null where there is none. */
  readonly provisional: string | null;
  readonly sources: NonEmpty<RowRef>;
}

/** When a lot was opened, for a label; `text` writes a day or a moment. */
export function openedText(
  { opened, notBefore = null }: Pick<Lot, "opened" | "notBefore">,
  text: (moment: string) => string = (moment) => moment.replace("T", " "),
): string {
  if (opened !== null) return text(opened);
  return notBefore === null ? "before the first statement" : `${text(dayOf(notBefore))} or later`;
}

/** Takes `taken` units (signed like the lot) out of a lot; the rest keeps whatever basis was not taken. */
export function splitLot(lot: Lot, taken: Decimal): readonly [taken: Lot, rest: Lot | null] {
  if (taken.eq(lot.quantity)) return [lot, null];
  const basis = shareOf(lot.costBasis, taken, lot.quantity);
  const premium = shareOf(lot.premium, taken, lot.quantity);
  return [
    { ...lot, quantity: taken, costBasis: basis, premium },
    {
      ...lot,
      quantity: lot.quantity.minus(taken),
      costBasis: subtract(lot.costBasis, basis),
      premium: subtract(lot.premium, premium),
    },
  ];
}

/**
 * Long-term is more than a year from the day after the opening, so beyond the same day of the next year. A short sale
 * is short-term however long it is open. (IRS Publication 550, "Holding Period" and "Short Sales".)
 */
export function termOf(lot: Lot, closed: IsoDate | IsoDateTime): "short" | "long" | null {
  if (lot.quantity.sign < 0) return "short";
  if (lot.holdingFrom === null) return null;
  return dayOf(closed) > oneYearAfter(dayOf(lot.holdingFrom)) ? "long" : "short";
}
