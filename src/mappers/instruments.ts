/** Instruments, prices and rates: the reference data that statements repeat on every row. */
import type { Collected } from "../adapters/flex/collect.ts";
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { isKnown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias, InstrumentId } from "../core/ids.ts";
import type { Instrument, Price, Rate } from "../events/instrument.ts";
import { isOptionClass } from "../events/option-terms.ts";
import { OptionBook } from "./option-book.ts";

/**
 * All instruments seen, by conid. Rows without a conid find their instrument by ISIN or symbol where another row gave
 * it one; the first description wins, and rows come newest first.
 */
export class InstrumentBook {
  readonly #byId = new Map<InstrumentId, Instrument>();
  readonly #byName = new Map<string, Instrument>();
  readonly #options = new OptionBook();

  get all(): ReadonlyMap<InstrumentId, Instrument> {
    return this.#byId;
  }

  /** Takes note of what a row says of an option, before that option is registered. */
  noteOption(fields: Fields): void {
    const category = fields.text("assetCategory");
    if (!isOptionClass(category)) return;
    const id = idOf(fields.text("conid"), category, fields.text("symbol") || fields.text("isin"));
    this.#options.note(id, fields);
  }

  /** The instrument that an ISIN or symbol names. */
  named(name: string): Instrument | undefined {
    return this.#byName.get(`|${name}`);
  }

  /** The instrument of a row, or null where the row names none. */
  of(fields: Fields, row: MergedRow): Instrument | null {
    const conid = fields.text("conid");
    const symbol = fields.text("symbol");
    const isin = fields.text("isin");
    const known = this.#byId.get(conid as InstrumentId);
    if (known !== undefined) return known;
    const name = symbol || isin;
    const category = fields.text("assetCategory");
    if (conid === "" || conid === "0") {
      const named =
        this.#byName.get(`${category}|${isin}`) ?? this.#byName.get(`${category}|${symbol}`);
      if (named !== undefined) return named;
      if (name === "") return null;
    }
    this.noteOption(fields);
    const id = idOf(conid, category, name);
    const instrument: Instrument = {
      id,
      symbol: name,
      description: fields.text("description"),
      isin,
      assetCategory: category,
      subCategory: fields.text("subCategory"),
      currency: fields.text("currency"),
      ...this.#terms(id, fields),
      sources: row.sources,
    };
    this.#byId.set(instrument.id, instrument);
    for (const key of new Set(
      [isin, symbol]
        .filter((one) => one !== "")
        .flatMap((one) => [`${category}|${one}`, `|${one}`]),
    ))
      if (!this.#byName.has(key)) this.#byName.set(key, instrument);
    return instrument;
  }

  /** Of an option what all its rows say, of anything else what this row says. */
  #terms(id: InstrumentId, fields: Fields): Pick<Instrument, "multiplier" | "option"> {
    const category = fields.text("assetCategory");
    if (isOptionClass(category))
      return this.#options.termsOf(id, category, fields.text("currency"), fields.text("symbol"));
    const multiplier = fields.amount("multiplier");
    return {
      multiplier: isKnown(multiplier) && multiplier.sign > 0 ? multiplier : Decimal.one,
      option: null,
    };
  }
}

const idOf = (conid: string, category: string, name: string): InstrumentId =>
  (conid === "" || conid === "0" ? unnumbered(category, name) : conid) as InstrumentId;

/** The id of an instrument without a conid. Shares are named by symbol alone, so that cash rows without a class match. */
const unnumbered = (category: string, name: string): string =>
  category === "STK" || category === "" ? `symbol:${name}` : `symbol:${name}:${category}`;

/**
 * Registers the instruments that statements describe apart from events; those of trades follow as they are mapped. What
 * rows of events say of options is noted all the same: one section exports the strike, another the underlying.
 */
export function mapInstruments(rows: Collected): InstrumentBook {
  const book = new InstrumentBook();
  for (const row of describing(rows)) book.noteOption(row.read());
  for (const row of [
    ...rows.securities,
    ...rows.positions.toReversed().map((dated) => dated.row),
  ]) {
    const fields = row.read();
    if (fields.text("conid") !== "" && fields.text("currency") !== "") book.of(fields, row);
  }
  return book;
}

/** The rows that describe options, newest first in each section. */
const describing = (rows: Collected): readonly MergedRow[] => [
  ...rows.securities,
  ...rows.positions.toReversed().map(({ row }) => row),
  ...rows.trades.toReversed(),
  ...rows.every("OptionEAE"),
  ...rows.priorPositions.toReversed().map(({ row }) => row),
  ...rows.transfers.toReversed(),
  ...rows.corporateActions.toReversed(),
  ...rows.tradeConfirms.toReversed(),
];

/** The statements' table of exchange rates. Rates of -1, IBKR's word for "none", are left out. */
export function mapRates(rows: Collected): Rate[] {
  const rates: Rate[] = [];
  for (const { date, row } of rows.rates) {
    const fields = row.read();
    const rate = fields.amount("rate");
    if (!isKnown(rate) || rate.sign <= 0) continue;
    rates.push({
      date,
      from: fields.text("fromCurrency"),
      to: fields.text("toCurrency"),
      rate,
      source: row.sources[0],
    });
  }
  return rates;
}

/**
 * Prices at the end of days, one per instrument and day: the mark of an open position, else the price of a prior
 * period position, else the closing price that a trade of the day carries.
 */
export function mapPrices(
  rows: Collected,
  instruments: InstrumentBook,
  closing: Iterable<Price>,
): Price[] {
  const prices = new Map<string, Price>();
  const see = (row: MergedRow, date: IsoDate, name: string): void => {
    const fields = row.read();
    const price = fields.amount(name);
    const instrument = instruments.of(fields, row);
    if (instrument === null || !isKnown(price)) return;
    if (price.isZero && !isWorthless(fields)) return;
    const key = `${instrument.id}|${date}`;
    if (!prices.has(key))
      prices.set(key, { instrument: instrument.id, date, price, source: row.sources[0] });
  };
  for (const { date, row } of rows.positions) see(row, date, "markPrice");
  for (const { date, row } of rows.priorPositions) see(row, date, "price");
  for (const price of closing) {
    const key = `${price.instrument}|${price.date}`;
    if (!prices.has(key)) prices.set(key, price);
  }
  return [...prices.values()];
}

/** Whether the row of a position says that it is worth nothing: a price of zero alone may be one that is not known. */
function isWorthless(fields: Fields): boolean {
  const value = fields.amount("positionValue");
  return isKnown(value) && value.isZero;
}

/**
 * Each account's base currency: from AccountInformation, else the currency that all rates lead to, else the one whose
 * rows have a rate of exactly 1. Empty where none of these tells.
 */
export function mapBaseCurrencies(rows: Collected): (account: AccountAlias) => string {
  const stated = new Map<AccountAlias, string>();
  for (const row of rows.accountInformation) {
    const currency = row.read().text("currency");
    if (currency !== "" && !stated.has(row.account)) stated.set(row.account, currency);
  }
  const inferred = new Map<AccountAlias, Set<string>>();
  const see = (account: AccountAlias, currency: string): void => {
    if (currency !== "" && !stated.has(account))
      inferred.set(account, (inferred.get(account) ?? new Set()).add(currency));
  };
  for (const { row } of rows.rates) see(row.account, row.read().text("toCurrency"));
  for (const row of [...rows.trades, ...rows.cash].filter(({ account }) => !stated.has(account))) {
    const fields = row.read();
    const rate = fields.amount("fxRateToBase");
    if (isKnown(rate) && rate.eq(Decimal.one)) see(row.account, fields.text("currency"));
  }
  return (account) => {
    const candidates = [...(inferred.get(account) ?? [])];
    return stated.get(account) ?? (candidates.length === 1 ? (candidates[0] ?? "") : "");
  };
}
