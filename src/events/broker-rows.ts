/**
 * Rows of the broker that book nothing: they repeat, sum up or value what other rows say. They are kept to be compared
 * with those, and with our figures.
 */
import type { Amount } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import type { EventId, InstrumentId } from "../core/ids.ts";
import type { AssertionBase, OfMembers } from "./assertion.ts";

/** One row of a list of positions, before rows of one instrument are added up. */
export interface PositionRow extends AssertionBase {
  readonly kind: "position row";
  readonly date: IsoDate;
  readonly instrument: InstrumentId;
  readonly assetCategory: string;
  readonly currency: string;
  readonly level: "lot" | "summary";
  readonly side: string;
  readonly quantity: Amount;
  readonly multiplier: Amount;
  readonly markPrice: Amount;
  readonly marketValue: Amount;
  readonly costPrice: Amount;
  readonly costBasis: Amount;
  readonly unrealized: Amount;
  /** Transaction id of the opening trade of a lot; empty where not exported. */
  readonly transaction: string;
}

/** An order, which sums up its executions. */
export interface OrderRow extends AssertionBase {
  readonly kind: "order";
  readonly order: string;
  readonly date: IsoDate;
  readonly instrument: InstrumentId | null;
  readonly currency: string;
  readonly quantity: Amount;
  readonly proceeds: Amount;
  readonly commission: Amount;
  readonly executions: readonly EventId[];
}

/** What a figure of a window is about. */
interface Windowed extends AssertionBase {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Null for lines of the account, and where no other row is about the instrument. */
  readonly instrument: InstrumentId | null;
  /** The broker's name of an instrument, currency pair or line. */
  readonly symbol: string;
  readonly assetCategory: string;
  /** Whether the row is about an instrument or currency, and not a line or total of the account. */
  readonly isItem: boolean;
  /** Columns that are not 0 and of which nobody has seen on which side of a sum they belong. */
  readonly unsettled: readonly string[];
}

/** Realized and unrealized result of an instrument over a window, in base currency. */
export interface Performance extends Windowed {
  readonly kind: "performance";
  /** Short-term profit and loss, long-term profit and loss. */
  readonly realizedParts: readonly Amount[];
  readonly realized: Amount;
  readonly unrealizedProfit: Amount;
  readonly unrealizedLoss: Amount;
  /** Short-term profit and loss, long-term profit and loss. */
  readonly unrealizedParts: readonly Amount[];
  readonly total: Amount;
}

/** Mark-to-market result of an instrument over a window, in base currency. */
export interface MarkToMarket extends Windowed {
  readonly kind: "mark to market";
  readonly transactions: Amount;
  readonly priorOpen: Amount;
  /** Whether its statement lists what positions held before made, day by day. */
  readonly hasMarks: boolean;
  readonly commissions: Amount;
  readonly other: Amount;
  readonly total: Amount;
}

/** What a position that was held overnight made on a day. */
export interface PriorMark extends AssertionBase {
  readonly kind: "prior mark";
  readonly date: IsoDate;
  /** Whether the row says which day it is about; the last day of its statement stands in where not. */
  readonly isDated: boolean;
  /** Null where no other row is about the instrument. */
  readonly instrument: InstrumentId | null;
  readonly symbol: string;
  readonly assetCategory: string;
  readonly currency: string;
  readonly multiplier: Amount;
  /** At the end of the day. */
  readonly price: Amount;
  readonly result: Amount;
  readonly rate: Amount;
}

/** How the value of all positions of a class changed over a window. */
export interface PositionValue extends AssertionBase {
  readonly kind: "position value";
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly currency: string;
  readonly assetCategory: string;
  readonly starting: Amount;
  readonly changes: readonly Amount[];
  /** The part of the changes that prices made: of what was held before, and of what was traded. */
  readonly marks: Amount;
  readonly ending: Amount;
  /** Usual columns that the query does not export, in the broker's words: the sum may lack them. */
  readonly lacking: readonly string[];
}

/** How interest that is earned and not yet paid changed over a window. */
export interface InterestAccrual extends AssertionBase {
  readonly kind: "interest accrual";
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly currency: string;
  readonly starting: Amount;
  readonly changes: readonly Amount[];
  readonly ending: Amount;
  /** Usual columns that the query does not export, in the broker's words: the sum may lack them. */
  readonly lacking: readonly string[];
}

/** A dividend between its ex-date and its payment, announced or taken back. */
export interface DividendAccrual extends AssertionBase {
  readonly kind: "dividend accrual";
  readonly date: IsoDate;
  readonly instrument: InstrumentId | null;
  readonly currency: string;
  readonly open: boolean;
  readonly codes: readonly string[];
  readonly quantity: Amount;
  readonly rate: Amount;
  readonly gross: Amount;
  readonly tax: Amount;
  readonly fee: Amount;
  readonly net: Amount;
}

/** What all accrued dividends of one kind add up to in base currency, over one statement. */
export interface AccrualTotal extends AssertionBase, OfMembers {
  readonly kind: "accrual total";
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** `open`: what is announced and not yet paid at the end of the statement; `changes`: all bookings of its days. */
  readonly of: "open" | "changes";
  readonly total: Amount;
  /** Whether some are in another currency, so that rates are part of the total. */
  readonly isForeign: boolean;
}

/** One line of the broker's ledger of cash, which lists every movement with the balance after it. */
export interface FundsLine extends AssertionBase {
  readonly kind: "funds line";
  /** Lines of one name follow one another: those of one statement, account number, level of detail and currency. */
  readonly list: string;
  readonly date: IsoDate;
  readonly currency: string;
  /** In the currency moved, or everything in base currency; null where the row does not say. */
  readonly level: "currency" | "base" | null;
  /** The trade that moved it; empty where none did or its id is not exported. */
  readonly tradeId: string;
  /** Whether it only states a balance. */
  readonly isBalance: boolean;
  readonly amount: Amount;
  /** Debit and credit together; the debit is negative. */
  readonly parts: Amount;
  readonly balance: Amount;
  /** Whether its statement is the newest that has lines of its day. */
  readonly isNewest: boolean;
}

/** A section that a statement exports, empty or not: its silence means that there was nothing. */
export interface ExportedSection extends AssertionBase {
  readonly kind: "exported section";
  readonly section: "prior positions" | "statement of funds" | "transfers";
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/**
 * What became of an option, as the broker lists it apart from trades: its end, what it delivered, or the cash that settled
 * it. Amounts are rounded to cents.
 */
export interface OptionEvent extends AssertionBase {
  readonly kind: "option event";
  /** When it happened; its trade may be reported on a later weekday. */
  readonly date: IsoDate;
  /** Whether the row says when; else the last day of its statement stands in. */
  readonly isDated: boolean;
  /** What ended, was delivered or was settled; null where the row names none. */
  readonly instrument: InstrumentId | null;
  readonly assetCategory: string;
  readonly currency: string;
  /** Null where the row has another word, or none. */
  readonly type: "expiration" | "exercise" | "assignment" | "delivery" | "cash settlement" | null;
  /** What it did to the position; zero for cash. */
  readonly quantity: Amount;
  readonly proceeds: Amount;
  /** The trade that it repeats; empty where not exported or blanked out. */
  readonly tradeId: string;
}

/** A movement of a foreign currency, valued in base currency. */
export interface CurrencyTransaction extends AssertionBase {
  readonly kind: "currency transaction";
  readonly date: IsoDate;
  readonly currency: string;
  readonly base: string;
  readonly codes: readonly string[];
  /** Whether the row is a lot that the movement closed. */
  readonly isLot: boolean;
  readonly proceeds: Amount;
  readonly cost: Amount;
  readonly realized: Amount;
}

/** A lot of a foreign currency that is open, or all of them together. */
export interface CurrencyLot extends AssertionBase {
  readonly kind: "currency lot";
  readonly date: IsoDate;
  readonly currency: string;
  readonly base: string;
  readonly value: Amount;
  readonly costBasis: Amount;
  readonly unrealized: Amount;
  /** Whether the row is a lot; else it sums up the lots of a currency. */
  readonly isLot: boolean;
}

export type BrokerRow =
  | PositionRow
  | OrderRow
  | Performance
  | MarkToMarket
  | PriorMark
  | PositionValue
  | InterestAccrual
  | DividendAccrual
  | AccrualTotal
  | FundsLine
  | ExportedSection
  | OptionEvent
  | CurrencyTransaction
  | CurrencyLot;
