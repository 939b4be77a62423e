/** What the ledger answers: open lots, closings and cash, each made of events. It knows no broker. */
import type { Amount } from "../core/amount.ts";
import type { AccountAlias, InstrumentId } from "../core/ids.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import type { Lot } from "./lots.ts";

/** A lot, or part of one, that a trade closed. */
export interface ClosedLot {
  /** The closed part: its quantity and basis are those of what was closed. */
  readonly lot: Lot;
  /** Net proceeds of the closing trade that fall on this part, after its costs; negative when covering a short. */
  readonly proceeds: Amount;
  /** `proceeds − costBasis`. */
  readonly realized: Amount;
  /** Held for more than a year (long) or not; null where the opening date is unknown. */
  readonly term: "short" | "long" | null;
}

/** What one trade closed. */
export interface Closing {
  readonly trade: Trade;
  readonly lots: readonly ClosedLot[];
  /** In the trade's currency. */
  readonly realized: Amount;
  /** At the rate of the closing trade's row. */
  readonly realizedBase: Amount;
}

/** Everything about one instrument in one account. */
export interface Holding {
  readonly account: AccountAlias;
  readonly instrument: InstrumentId;
  /** Open lots, oldest first. */
  readonly lots: readonly Lot[];
  readonly closings: readonly Closing[];
  /** The events that were booked here, in booking order. */
  readonly events: readonly LedgerEvent[];
  /** Why quantity and lots are not known (any more); null where they are. */
  readonly unknown: string | null;
}

/** One movement of cash: the part of an event that is in this currency. */
export interface CashLeg {
  readonly event: LedgerEvent;
  readonly line: CashLine;
  readonly amount: Amount;
  readonly currency: string;
  /** The same in base currency, at the rate of the event's row. */
  readonly base: Amount;
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
  readonly openingRows: readonly import("../core/ids.ts").RowRef[];
  readonly legs: readonly CashLeg[];
  /** Why the balance is not known although all legs are; null where it is. */
  readonly unknown: string | null;
}

export interface Ledger {
  readonly holdings: readonly Holding[];
  readonly cash: readonly CashBalance[];
}
