/**
 * What the broker says is true: figures to compare ours with, each with the row that it stands in. Quantities and bases
 * are signed like positions: negative when short.
 */
import type { Amount } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId, RowRef } from "../core/ids.ts";
import type { CashLinesAssertion, NavChangeAssertion, NavColumnsAssertion } from "./breakdown.ts";
import type { BrokerRow } from "./broker-rows.ts";
import type { OptionRight } from "./option-terms.ts";

export interface AssertionBase {
  readonly account: AccountAlias;
  readonly source: RowRef;
}

/** A position at the end of a day. */
export interface PositionAssertion extends AssertionBase {
  readonly kind: "position";
  readonly date: IsoDate;
  readonly instrument: InstrumentId;
  readonly quantity: Amount;
  readonly costBasis: Amount;
  readonly markPrice: Amount;
  readonly marketValue: Amount;
  readonly unrealized: Amount;
  readonly rate: Amount;
}

/** One lot of a position at the end of a day. */
export interface OpenLotAssertion extends AssertionBase {
  readonly kind: "open lot";
  readonly date: IsoDate;
  readonly instrument: InstrumentId;
  readonly quantity: Decimal;
  readonly costBasis: Amount;
  readonly opened: IsoDate | IsoDateTime;
  /** When the holding period began: earlier than `opened` after a wash sale. */
  readonly holdingFrom: IsoDate | IsoDateTime;
  /** Transaction id of the opening trade; empty where not exported. */
  readonly transaction: string;
}

/** A lot, or part of one, that a closing trade closed. */
export interface ClosedLotAssertion extends AssertionBase {
  readonly kind: "closed lot";
  readonly date: IsoDate;
  readonly instrument: InstrumentId;
  /** The trade that closed it, where that is known. */
  readonly closing: EventId | null;
  readonly quantity: Decimal;
  readonly costBasis: Amount;
  readonly realized: Amount;
  readonly opened: IsoDate | IsoDateTime;
  readonly holdingFrom: IsoDate | IsoDateTime;
  /** Transaction id of the opening trade; empty where not exported. */
  readonly transaction: string;
}

/** The broker's own figures on the row of a trade, for the identities T1 to T4 and rule R4. */
export interface TradeAssertion extends AssertionBase {
  readonly kind: "trade";
  readonly event: EventId;
  readonly date: IsoDate;
  /** Null for an exchange of currencies. */
  readonly instrument: InstrumentId | null;
  readonly assetCategory: string;
  readonly currency: string;
  /** The currency pair of an exchange. */
  readonly symbol: string;
  /** Base currency per unit of the currency, and of the commission's. */
  readonly rate: Amount;
  readonly commissionRate: Amount;
  readonly quantity: Amount;
  readonly multiplier: Amount;
  readonly price: Amount;
  readonly proceeds: Amount;
  readonly commission: Amount;
  readonly commissionCurrency: string;
  readonly taxes: Amount;
  readonly netCash: Amount;
  /** Positive basis when it opens long; minus the signed basis of what was closed when it closes. */
  readonly cost: Amount;
  readonly realized: Amount;
  /** The trade's mark-to-market result until the end of its day, and the price of that. */
  readonly markToMarket: Amount;
  readonly closePrice: Amount;
  /** The broker's transaction id; empty where not exported. */
  readonly transaction: string;
  /** What a trade shares with its correction; empty where not exported. */
  readonly tradeId: string;
  readonly moment: IsoDate | IsoDateTime;
  /** The day on which its cash settles; null where not exported. */
  readonly settles: IsoDate | null;
  /** Whether the broker booked it by itself, without a venue (or may have): deliveries, expiries and corrections. */
  readonly isBooking: boolean;
  /** Names what an exercised or assigned option has in common with the shares that it delivered. */
  readonly action: string;
  /** Of an option: what it is on (conid), and at which price. */
  readonly underlying: string;
  readonly strike: Amount;
  /** Call or put; null for anything else, and where no row tells. */
  readonly right: OptionRight | null;
  /** What the rows of the lots that it closed add up to; null where none follow it. */
  readonly lots: LotSums | null;
  readonly effect: "opens" | "closes" | "both" | null;
  /** Codes of the row: `A`, `Ex`, `Ca` … */
  readonly codes: readonly string[];
  readonly cancelled: boolean;
}

/** Sums over the lots that a trade closed, as the broker lists them. */
export interface LotSums {
  /** Without a sign. */
  readonly quantity: Amount;
  readonly cost: Amount;
  readonly realized: Amount;
  readonly sources: readonly RowRef[];
}

/** Whether a row is of an exercise or assignment: the option's own, or that of what it delivered. */
export const isExercise = ({ codes }: Pick<TradeAssertion, "codes">): boolean =>
  codes.some((code) => EXERCISE_CODES.has(code));

/** Flex schema, section 9. */
const EXERCISE_CODES: ReadonlySet<string> = new Set(["A", "Ex", "GEA", "AEx", "MEx"]);

/** Figures that are added up over the segments of an account. */
export interface OfMembers {
  /** Which of its account numbers the figure is of, as `1+2`: figures of others cannot be compared with it. */
  readonly members?: string;
}

/** Cash of one currency over a window. `BASE` is the total in base currency. */
export interface CashAssertion extends AssertionBase, OfMembers {
  readonly kind: "cash";
  readonly currency: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly starting: Amount;
  readonly ending: Amount;
}

/** Net asset value at the end of a day, in base currency. */
export interface NavAssertion extends AssertionBase, OfMembers {
  readonly kind: "nav";
  readonly date: IsoDate;
  readonly total: Amount;
  readonly cash: Amount;
  readonly stock: Amount;
  readonly options: Amount;
  readonly dividendAccruals: Amount;
  readonly interestAccruals: Amount;
}

/** The rate that a row carries, to compare with the rate of its day. */
export interface RateAssertion extends AssertionBase {
  readonly kind: "rate";
  readonly date: IsoDate;
  readonly currency: string;
  readonly rate: Decimal;
  /** Whether the row says on which day it was reported; else the day is the next best date. */
  readonly isReported: boolean;
}

export type Assertion =
  | PositionAssertion
  | OpenLotAssertion
  | ClosedLotAssertion
  | TradeAssertion
  | CashAssertion
  | NavAssertion
  | BrokerRow
  | NavChangeAssertion
  | NavColumnsAssertion
  | CashLinesAssertion
  | RateAssertion;

/** The days that one statement covers, and what its query exports. */
export interface Window {
  readonly account: AccountAlias;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly generated: IsoDate | IsoDateTime | null;
  readonly file: string;
  /** Kinds of facts that the query exports, empty sections included. */
  readonly exports: ReadonlySet<Topic>;
  readonly source: RowRef;
}

/** What a statement can be silent about: silence of an exported topic means "nothing happened". */
export type Topic =
  | "trades"
  | "cash transactions"
  | "transfers"
  | "corporate actions"
  | "positions"
  | "open lots"
  | "closed lots"
  | "cash report"
  | "net asset value";

/** An account as the statements describe it. */
export interface Account {
  readonly alias: AccountAlias;
  readonly name: string;
  /** Empty where no row gives it. */
  readonly baseCurrency: string;
  /** The day it was opened, where a row says so. */
  readonly opened: IsoDate | null;
}

export const ofKind = <Kind extends Assertion["kind"]>(
  assertions: readonly Assertion[],
  kind: Kind,
): Extract<Assertion, { kind: Kind }>[] =>
  assertions.filter((one): one is Extract<Assertion, { kind: Kind }> => one.kind === kind);
