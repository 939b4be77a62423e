/** What the ledger answers: open lots, closings and cash, each made of events. It knows no broker. */
import type { Amount } from "../core/amount.ts";
import type { Days, IsoDate } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { AccountAlias, InstrumentId, NonEmpty, RowRef } from "../core/ids.ts";
import type { Topic } from "../events/assertion.ts";
import type { CorporateAction } from "../events/corporate-action.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import type { BookedAction } from "./actions/action.ts";
import type { LotMethodName } from "./lot-methods/method.ts";
import type { Lot } from "./lots.ts";

/** A lot, or part of one, that a trade or a corporate action closed. */
export interface ClosedLot {
  /** The closed part: its quantity and basis are those of what was closed. */
  readonly lot: Lot;
  /**
   * Net proceeds of the closing that fall on this part, after its costs; negative when covering a short. Of an exercised
   * or assigned option its basis: the premium leaves with the delivery and nothing is realized.
   */
  readonly proceeds: Amount;
  /** The part of the proceeds that is the premium of the option which delivered; zero for all other closings. */
  readonly premium: Amount;
  /** `proceeds − costBasis`. */
  readonly realized: Amount;
  /** Held for more than a year (long) or not; null where the opening date is unknown. */
  readonly term: "short" | "long" | null;
}

/** What one trade, or one corporate action, closed of an instrument. */
export interface Closing {
  /** That of the trade; of a corporate action with the instrument behind it. */
  readonly id: string;
  readonly by: Trade | CorporateAction;
  /** The day that the broker's sums count it on. */
  readonly date: IsoDate;
  readonly currency: string;
  readonly lots: readonly ClosedLot[];
  /** The rows of the options whose premium is in its proceeds; empty for all other closings. */
  readonly premiumSources: readonly RowRef[];
  /** In its currency. */
  readonly realized: Amount;
  /** At the rate of the closing's row. */
  readonly realizedBase: Amount;
}

/** What an event did to a holding, or shows to have happened, in booking order. */
export interface Move {
  readonly event: LedgerEvent;
  /** The day that the broker's sums count it on. */
  readonly date: IsoDate;
  /** Units that came, or went; signed. */
  readonly quantity: Decimal;
  /**
   * What it added to the signed cost basis. A trade that was taken back counts until the row that takes it back, which has
   * the opposite; corporate actions that were taken back, and what takes them back, have zero.
   */
  readonly basis: Amount;
  /** That a lot came which no row opens; the event is what closes it, or takes it away, later. */
  readonly missing?: true;
}

/** Everything about one instrument in one account. */
export interface Holding {
  readonly account: AccountAlias;
  readonly instrument: InstrumentId;
  /** What was held before the first event, signed. */
  readonly opening: Decimal;
  /** What that had cost, signed; unknown where a lot's basis is. */
  readonly openingBasis: Amount;
  /** The lots of before the first event that rows tell of; without what only showed as missing. */
  readonly openingLots: readonly Lot[];
  /** How lots are chosen. */
  readonly method: LotMethodName;
  /** Open lots in the order in which the method takes them. */
  readonly lots: readonly Lot[];
  readonly closings: readonly Closing[];
  /** The events that were booked here, in booking order. */
  readonly events: readonly LedgerEvent[];
  /** What they did to quantity and basis; complete until `unknown`, if that is set. */
  readonly moves: readonly Move[];
  /** Undecided corporate actions on which lots or results rest: until they are decided, these are provisional. */
  readonly provisional: readonly string[];
  /** Why quantity and lots are not known (any more); null where they are. */
  readonly unknown: string | null;
}

/** One line of cash: the part of an event that is in this currency and of this kind. */
export interface CashLeg {
  readonly event: LedgerEvent;
  readonly line: CashLine;
  readonly amount: Amount;
  readonly currency: string;
  /** The same in base currency, at the rate of the event's row. */
  readonly base: Amount;
}

/** What an event did to a currency as a whole: known even where its lines are not. */
export interface CashMove {
  readonly event: LedgerEvent;
  readonly amount: Amount;
  readonly currency: string;
}

/** Names as in section 7 of the report; further ones for what it does not list. */
export type CashLine =
  | "deposits"
  | "withdrawals"
  | "dividends"
  | "paymentInLieu"
  | "withholdingTax"
  | "withholding871m"
  | "brokerInterest"
  | "bondInterest"
  | "commissions"
  | "otherFees"
  | "brokerFees"
  | "advisorFees"
  | "commissionAdjustments"
  | "priceAdjustments"
  | "transactionTax"
  | "salesTax"
  | "cfdCharges"
  | "transfers"
  | "netTradesSales"
  | "netTradesPurchases"
  | "unbooked"
  | "other";

export interface CashBalance {
  readonly account: AccountAlias;
  readonly currency: string;
  /** What was there before the first statement, and where that stands. */
  readonly opening: Amount;
  readonly openingRows: readonly RowRef[];
  readonly legs: readonly CashLeg[];
  readonly moves: readonly CashMove[];
}

/** Facts that no statement reports for a part of the time, and why that leaves figures unknown. */
export interface Silence {
  readonly account: AccountAlias;
  readonly topic: Topic;
  /** The days, oldest first. */
  readonly days: NonEmpty<Days>;
  /** About the first of them. */
  readonly reason: string;
}

export interface Ledger {
  readonly holdings: readonly Holding[];
  /** Corporate actions with what they did to lots, in booking order. */
  readonly actions: readonly BookedAction[];
  readonly cash: readonly CashBalance[];
  readonly silences: readonly Silence[];
}
