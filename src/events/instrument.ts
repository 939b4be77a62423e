/** What is traded, and what the broker says about its price and about exchange rates. */
import { type Amount, isKnown, unknown } from "../core/amount.ts";
import { type IsoDate, previousWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { InstrumentId, NonEmpty, RowRef } from "../core/ids.ts";
import type { OptionTerms } from "./option-terms.ts";

export interface Instrument {
  /** The conid; `symbol:XYZ` where the statement has none. */
  readonly id: InstrumentId;
  readonly symbol: string;
  readonly description: string;
  readonly isin: string;
  /** IBKR's asset class: STK, OPT, FUT … */
  readonly assetCategory: string;
  /** COMMON, ETF, ADR … */
  readonly subCategory: string;
  readonly currency: string;
  readonly multiplier: Decimal;
  /** Of an option or a warrant; null for everything else, and where its rows do not say enough. */
  readonly option: OptionTerms | null;
  readonly sources: NonEmpty<RowRef>;
}

/** What an instrument is called in a sentence: its symbol, else its conid. */
export const symbolOf = (
  id: InstrumentId,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): string => instruments.get(id)?.symbol || `conid ${id}`;

/** Classes of which the ledger books lots. */
const BOOKED: ReadonlySet<string> = new Set([
  "STK",
  "OPT",
  "FOP",
  "FUT",
  "WAR",
  "IOPT",
  "FUND",
  "BOND",
  "BILL",
  "CFD",
]);

/** Whether the ledger books this instrument's trades. */
export const isBooked = (instrument: Instrument): boolean => BOOKED.has(instrument.assetCategory);

const HUNDRED = Decimal.of("100");

/** How many units a price is for: bonds and bills are quoted per 100 of face value. (Accounting notes T1b.) */
export const quotedPer = (assetCategory: string): Decimal =>
  assetCategory === "BOND" || assetCategory === "BILL" ? HUNDRED : Decimal.one;

/**
 * How a trade is paid: `in full`; `daily`, a future whose gains and losses are settled every day; `by difference`, a contract
 * of which only the commission is paid until it is closed.
 */
export type Settlement = "in full" | "daily" | "by difference";

/** How trades of an asset category are paid. (Identities T2b, T2c.) */
export const settlementOf = (assetCategory: string): Settlement =>
  assetCategory === "FUT" ? "daily" : assetCategory === "CFD" ? "by difference" : "in full";

/** What one unit was worth at the end of a day, in the instrument's currency. */
export interface Price {
  readonly instrument: InstrumentId;
  readonly date: IsoDate;
  readonly price: Decimal;
  readonly source: RowRef;
}

export interface Rate {
  readonly date: IsoDate;
  readonly from: string;
  readonly to: string;
  /** Units of `to` per unit of `from`: multiply, never divide. */
  readonly rate: Decimal;
  readonly source: RowRef;
}

/** The rates of all statements, looked up by day: that day's, else the last earlier one of at most ten days before. */
export class Rates {
  readonly #byPair = new Map<string, Map<IsoDate, Rate>>();

  constructor(rates: readonly Rate[]) {
    for (const rate of rates) {
      const key = `${rate.from}/${rate.to}`;
      const pair = this.#byPair.get(key) ?? new Map<IsoDate, Rate>();
      this.#byPair.set(key, pair.set(rate.date, rate));
    }
  }

  /** The row of exactly this day. */
  on(date: IsoDate, from: string, to: string): Rate | undefined {
    return this.#byPair.get(`${from}/${to}`)?.get(date);
  }

  /** The rate to use for a day; 1 for a currency into itself, unknown where no row gives one. */
  at(date: IsoDate, from: string, to: string): Amount {
    if (from === to) return Decimal.one;
    const row = this.row(date, from, to);
    return row?.rate ?? unknown(`no row gives the rate of ${from} in ${to} on ${date}`);
  }

  /** The row that {@link at} takes the rate from. */
  row(date: IsoDate, from: string, to: string): Rate | undefined {
    let day = date;
    for (let back = 0; back < 8; back++) {
      const found = this.on(day, from, to);
      if (found !== undefined) return found;
      day = previousWeekday(day);
    }
    return undefined;
  }
}

/** A rate with which money may be multiplied: known and positive. IBKR writes -1 for "no rate". */
export const usableRate = (rate: Amount): boolean => isKnown(rate) && rate.sign > 0;
