/** What the booking of a corporate action answers: the lots before and after, what it closed, and what it leaves open. */
import type { Amount } from "../../core/amount.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { InstrumentId, RowRef } from "../../core/ids.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import type { Closing } from "../ledger.ts";
import type { Lot } from "../lots.ts";

/** What a statement can leave open; the `kind` of the user's decision. */
export type CaseKind =
  | "spin-off"
  | "unit-split"
  | "merger"
  | "cash-and-stock"
  | "stock-dividend"
  | "rights-issue"
  | "other";

/**
 * How a case was settled: `decided` by the user; `broker`, from the broker's own later lots or results; `open`, so that
 * the basis of what was received is unknown. Until the user decides, the instruments are provisional.
 */
export type CaseStatus = "decided" | "broker" | "open";

/** A field of the decision, as the engine would fill it in; without a value where nothing proposes one. */
export interface ProposedField {
  readonly name: "basisFraction" | "basisFractions" | "basis" | "gain" | "treatment";
  readonly value: Decimal | string | ReadonlyMap<InstrumentId, Decimal> | null;
  /** Whether the value is no more than what things were worth: the issuer or the law may say otherwise. */
  readonly isByMarketValue?: boolean;
}

/** What the statement does not determine about an action. */
export interface Case {
  readonly action: string;
  readonly kind: CaseKind;
  /** What is to be decided, as a question. */
  readonly question: string;
  readonly status: CaseStatus;
  /** Whether what came has a cost from outside the books, and takes none from the old lots. */
  readonly isOwnCost: boolean;
  /** All instruments whose lots or results rest on the answer. */
  readonly instruments: readonly InstrumentId[];
  readonly proposal: readonly ProposedField[];
  /** Where the proposal comes from, as a sentence without a full stop. */
  readonly reason: string;
  /** The broker's rows behind it. */
  readonly rows: readonly RowRef[];
}

/** A corporate action and what it did. */
export interface BookedAction {
  readonly event: CorporateAction;
  /** How it was read, as a sentence without a full stop. */
  readonly reading: string;
  /** The lots that it changed as they were, and what they became. */
  readonly before: readonly Lot[];
  readonly after: readonly Lot[];
  readonly closings: readonly Closing[];
  readonly case: Case | null;
}

/** An answer to a case: the fraction of each old lot's basis that goes to each received instrument. */
export interface Answer {
  readonly status: CaseStatus;
  /** By received instrument, then by old lot in order; what no one receives stays with the old lot. */
  readonly shares: ReadonlyMap<InstrumentId, readonly Amount[]>;
  /** Whether the old lots that stay keep their whole basis, so that what came has one of its own. */
  readonly isOwnCost: boolean;
  readonly gain: Amount;
  readonly reason: string;
  readonly rows: readonly RowRef[];
  /** The broker's own figures that it follows, by received instrument; none where it is not from those. */
  readonly costs: ReadonlyMap<InstrumentId, readonly BrokerCost[]>;
}

/** What units cost by the broker's rows, of what the old ones had cost; all without a sign. */
export interface BrokerCost {
  readonly now: Decimal;
  readonly of: Decimal;
  /** By how much rounding may have moved what they cost now. */
  readonly rounding: Decimal;
}
