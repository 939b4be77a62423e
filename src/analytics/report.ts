/** The shape of the whole derived report: what pages, exports and the command line print. */
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { Figure } from "../core/figures.ts";
import type { AccountAlias, FigureId, InstrumentId, RowRef } from "../core/ids.ts";
import type { Window } from "../events/assertion.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Ingestion } from "../events/ingestion.ts";
import type { Instrument } from "../events/instrument.ts";
import type { Restatement } from "../events/restatement.ts";
import type { Check, RuleCounts } from "../ledger/checks.ts";
import type { Holding, Ledger } from "../ledger/ledger.ts";
import type { Lot } from "../ledger/lots.ts";

export interface AccountReport {
  readonly account: AccountAlias;
  readonly name: string;
  readonly baseCurrency: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
}

export interface LotReport {
  readonly lot: Lot;
  readonly quantity: Figure;
  readonly costBasis: Figure;
}

export interface PositionReport {
  readonly account: AccountAlias;
  readonly instrument: Instrument;
  readonly holding: Holding;
  readonly quantity: Figure;
  readonly costBasis: Figure;
  readonly averageCost: Figure;
  readonly costBasisBase: Figure;
  readonly markPrice: Figure;
  readonly marketValue: Figure;
  readonly marketValueBase: Figure;
  readonly unrealized: Figure;
  readonly unrealizedBase: Figure;
  readonly lots: readonly LotReport[];
}

export interface RealizedReport {
  readonly account: AccountAlias;
  readonly instrument: Instrument;
  readonly holding: Holding;
  readonly realized: Figure;
  readonly realizedBase: Figure;
  readonly shortTerm: Figure;
  readonly longTerm: Figure;
  readonly closedLots: number;
}

/** Profit and loss of one instrument on one day, in base currency. */
export interface DailyReport {
  readonly account: AccountAlias;
  readonly date: IsoDate;
  readonly instrument: Instrument;
  readonly realized: Figure;
  /** Dividends, payments in lieu and taxes withheld on them. */
  readonly income: Figure;
  /** Fees booked on the instrument outside its trades. */
  readonly costs: Figure;
  /** Change of unrealized profit since the previous weekday. */
  readonly unrealized: Figure;
  readonly total: Figure;
}

export interface CashReport {
  readonly account: AccountAlias;
  readonly currency: string;
  readonly ending: Figure;
}

export const TOTALS = [
  "deposits",
  "withdrawals",
  "dividends",
  "paymentInLieu",
  "withholdingTax",
  "brokerInterest",
  "commissions",
  "otherFees",
  "transactionTax",
  "netTradesSales",
  "netTradesPurchases",
] as const;

export interface TotalsReport {
  readonly account: AccountAlias;
  /** A currency, or `BASE`. */
  readonly currency: string;
  readonly lines: Readonly<Record<(typeof TOTALS)[number], Figure>>;
}

export interface NavReport {
  readonly account: AccountAlias;
  readonly date: IsoDate;
  readonly total: Figure;
  readonly cash: Figure;
  readonly stock: Figure;
  readonly options: Figure;
  readonly dividendAccruals: Figure;
  readonly interestAccruals: Figure;
  readonly flow: Figure;
}

export interface ReturnReport {
  readonly scope: string;
  readonly account: AccountAlias;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** A fraction: 0.0123 is 1.23 %. */
  readonly twr: Figure;
  /** A fraction for the whole period, not annualized. */
  readonly mwr: Figure;
}

export interface RawFileReport {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Whether its rows are used; a refused file is listed with its diagnostic. */
  readonly refused: boolean;
}

/** All figures by id. */
export interface FigureLookup {
  readonly all: ReadonlyMap<FigureId, Figure>;
  get(id: string): Figure | undefined;
  /** Every raw row behind a figure, found through the figures that it is made of. */
  rowsOf(figure: Figure): readonly RowRef[];
}

export interface Report {
  readonly asOf: IsoDate | null;
  readonly builtAt: IsoDateTime;
  readonly demo: boolean;
  readonly accounts: readonly AccountReport[];
  readonly positions: readonly PositionReport[];
  readonly realized: readonly RealizedReport[];
  readonly daily: readonly DailyReport[];
  readonly cash: readonly CashReport[];
  readonly totals: readonly TotalsReport[];
  readonly nav: readonly NavReport[];
  readonly returns: readonly ReturnReport[];
  readonly summary: Readonly<Record<string, RuleCounts>>;
  readonly checks: readonly Check[];
  readonly diagnostics: readonly Diagnostic[];
  /** What newer statements changed, added or withdrew, newest first. */
  readonly restatements: readonly Restatement[];
  /** What the pages need beyond the figures. */
  readonly events: readonly LedgerEvent[];
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly ledger: Ledger;
  readonly windows: readonly Window[];
  readonly ingestion: Ingestion;
  readonly files: readonly RawFileReport[];
  readonly figures: FigureLookup;
  /** Account numbers that occur in the raw files, for masking them. */
  readonly accountNumbers: readonly string[];
}
