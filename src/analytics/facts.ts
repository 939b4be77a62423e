/** What the figures are made of: the ledger, the broker's prices and rates, and the days that statements cover. */
import { type Amount, unknown } from "../core/amount.ts";
import { type IsoDate, isWeekday, previousWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { Line } from "../core/figures.ts";
import type { AccountAlias, InstrumentId, RowRef } from "../core/ids.ts";
import type { Account, Assertion, PositionAssertion, Topic, Window } from "../events/assertion.ts";
import { span } from "../events/coverage.ts";
import type { LedgerEvent } from "../events/event.ts";
import { type Instrument, type Price, type Rates, usableRate } from "../events/instrument.ts";
import type { Ledger } from "../ledger/ledger.ts";

export interface AnalysisInput {
  readonly ledger: Ledger;
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
  readonly accounts: readonly Account[];
  readonly windows: readonly Window[];
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly prices: readonly Price[];
  readonly rates: Rates;
}

/** An amount and the row that it stands in. */
export interface Sourced {
  readonly value: Amount;
  readonly rows: readonly RowRef[];
}

/** The analysis input with its look-ups. */
export class AnalysisFacts {
  readonly input: AnalysisInput;
  readonly #prices: ReadonlyMap<string, Price>;
  readonly #positions: ReadonlyMap<string, PositionAssertion>;
  readonly #accounts: ReadonlyMap<AccountAlias, Account>;
  readonly #lastDays: ReadonlyMap<AccountAlias, IsoDate>;
  readonly #firstListed = new Map<AccountAlias, IsoDate>();

  constructor(input: AnalysisInput) {
    this.input = input;
    this.#prices = new Map(
      input.prices.map((price) => [`${price.instrument}|${price.date}`, price]),
    );
    this.#positions = new Map(
      input.assertions.flatMap((one) =>
        one.kind === "position" ? [[`${one.account}|${one.instrument}|${one.date}`, one]] : [],
      ),
    );
    this.#accounts = new Map(input.accounts.map((account) => [account.alias, account]));
    const listedDays = [...this.#positions.values()];
    for (const { account, date } of listedDays)
      if (date < (this.#firstListed.get(account) ?? "9999")) this.#firstListed.set(account, date);
    this.#lastDays = new Map(
      input.accounts.flatMap(({ alias }) => {
        const days = span(input.windows, alias);
        if (days === null) return [];
        const weekday = isWeekday(days.to) ? days.to : previousWeekday(days.to);
        const listed = listedDays.filter((day) => day.account === alias && day.date <= days.to);
        const last =
          listed
            .map(({ date }) => date)
            .sort()
            .at(-1) ?? weekday;
        return [[alias, last > weekday ? last : weekday]];
      }),
    );
  }

  baseCurrency(account: AccountAlias): string {
    return this.#accounts.get(account)?.baseCurrency ?? "";
  }

  /** The day of prices and positions: the last weekday that statements cover, or a later day that has positions. */
  lastDay(account: AccountAlias): IsoDate | null {
    return this.#lastDays.get(account) ?? null;
  }

  /** The first day for which the broker lists positions; null where it never does. */
  firstListed(account: AccountAlias): IsoDate | null {
    return this.#firstListed.get(account) ?? null;
  }

  /** The broker's row of a position at the end of a day. */
  position(
    account: AccountAlias,
    instrument: InstrumentId,
    date: IsoDate,
  ): PositionAssertion | undefined {
    return this.#positions.get(`${account}|${instrument}|${date}`);
  }

  /** The price of an instrument at the end of exactly this day. */
  price(instrument: InstrumentId, date: IsoDate): Sourced {
    const price = this.#prices.get(`${instrument}|${date}`);
    return price === undefined
      ? { value: unknown(`no row gives a price for ${date}`), rows: [] }
      : { value: price.price, rows: [price.source] };
  }

  /** Why figures of a topic are unknown for an account; undefined where statements report on it all the time. */
  silence(account: AccountAlias, topic: Topic): string | undefined {
    return this.input.ledger.silences.find((one) => one.account === account && one.topic === topic)
      ?.reason;
  }

  /** All days for which an instrument has a price, unsorted. */
  get prices(): readonly Price[] {
    return this.input.prices;
  }

  /** Base currency per unit of a currency at the end of a day: from the row of the position, else the day's rate. */
  rate(
    account: AccountAlias,
    currency: string,
    date: IsoDate,
    position?: PositionAssertion,
  ): Sourced {
    if (position !== undefined && usableRate(position.rate))
      return { value: position.rate, rows: [position.source] };
    const base = this.baseCurrency(account);
    if (base === "")
      return { value: unknown("no row gives the account's base currency"), rows: [] };
    if (base === currency) return { value: Decimal.one, rows: [] };
    const row = this.input.rates.row(date, currency, base);
    return {
      value: this.input.rates.at(date, currency, base),
      rows: row === undefined ? [] : [row.source],
    };
  }
}

/** A line that adds a value to what stands above it. */
export const plus = (
  label: string,
  value: Amount,
  unit: string,
  rows: readonly RowRef[],
): Line => ({
  operator: "+",
  label,
  value,
  unit,
  rows,
});

/** A line that takes a value off what stands above it. */
export const minus = (
  label: string,
  value: Amount,
  unit: string,
  rows: readonly RowRef[],
): Line => ({
  ...plus(label, value, unit, rows),
  operator: "−",
});

/** A line that multiplies what stands above it. */
export const times = (label: string, { value, rows }: Sourced, unit: string): Line => ({
  ...plus(label, value, unit, rows),
  operator: "×",
});
