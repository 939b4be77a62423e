/**
 * What rows of events carry beside the event: the rate of their day and the closing price of their instrument. Gathered
 * while the rows are mapped, because decoding a row twice costs as much as everything else about it.
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { isKnown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { RateAssertion } from "../events/assertion.ts";
import { type Instrument, type Price, usableRate } from "../events/instrument.ts";
import type { Source } from "./source.ts";

export class Carried {
  readonly #rates = new Map<string, RateAssertion>();
  readonly #prices = new Map<string, Price>();

  /** The rates that rows carry, each day, currency and value once. */
  get rates(): readonly RateAssertion[] {
    return [...this.#rates.values()];
  }

  /** Closing prices of the days of trades. */
  get prices(): Iterable<Price> {
    return this.#prices.values();
  }

  /** Notes the rate on a row; of the base currency only one that is not 1, which is wrong. */
  rate(source: Source, row: MergedRow, fields: Fields, date: IsoDate): void {
    const currency = fields.text("currency");
    const rate = fields.amount("fxRateToBase");
    if (currency === "" || !isKnown(rate) || !usableRate(rate)) return;
    if (currency === source.baseCurrency(row.account) && rate.eq(Decimal.one)) return;
    const isReported = fields.date("reportDate") !== null;
    const key = `${row.account}|${date}|${currency}|${rate}|${isReported}`;
    if (!this.#rates.has(key))
      this.#rates.set(key, {
        kind: "rate",
        account: row.account,
        source: row.sources[0],
        date,
        currency,
        rate,
        isReported,
      });
  }

  /** Notes the closing price on a trade's row. */
  price(instrument: Instrument, row: MergedRow, fields: Fields, date: IsoDate): void {
    const key = `${instrument.id}|${date}`;
    if (this.#prices.has(key)) return;
    const price = fields.amount("closePrice");
    if (!isKnown(price) || price.isZero) return;
    this.#prices.set(key, { instrument: instrument.id, date, price, source: row.sources[0] });
  }
}
