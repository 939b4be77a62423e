/** What we make of the columns of net asset value at the end of a day, in base currency. */
import { type Amount, isKnown, multiply, sum, unknown } from "../../core/amount.ts";
import { type IsoDate, isWeekday, previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, RowRef } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { AccrualTotal } from "../../events/broker-rows.ts";
import { span } from "../../events/coverage.ts";
import type { Facts } from "../checks.ts";
import { levelOn, Running } from "./cash-levels.ts";
import { baseOf, isSomething } from "./totals.ts";
import { type Prices, RunningHoldings, type Worth } from "./valuation.ts";

/** One of our figures. */
export interface Figure {
  readonly value: Amount;
  /** The same with every position rounded to cents, as some statements have it. */
  readonly inCents: Amount;
  /** The part in other currencies, all signs positive: what the rates apply to. */
  readonly translated: Amount;
  /** How many positions it is the sum of. */
  readonly positions: number;
  readonly rows: readonly RowRef[];
}

/** The columns that positions make. */
const CLASSES = {
  stock: (assetCategory: string) => assetCategory === "STK",
  options: (assetCategory: string) => assetCategory === "OPT" || assetCategory === "FOP",
};

/** The figures of one account; ask for days in their order. */
export class Figures {
  readonly #facts: Facts;
  readonly #base: string;
  readonly #cash: readonly Running[];
  readonly #holdings: RunningHoldings;
  readonly #open: ReadonlyMap<IsoDate, AccrualTotal>;
  /** Why positions may be missing; null where what was held before the first day is known. */
  readonly #incomplete: string | null;

  constructor(facts: Facts, account: AccountAlias, prices: Prices) {
    this.#facts = facts;
    this.#base = baseOf(facts, account);
    this.#cash = facts.ledger.cash
      .filter((one) => one.account === account)
      .map((one) => new Running(one, true));
    this.#holdings = new RunningHoldings(facts, account, prices);
    this.#open = openAccruals(facts, account);
    this.#incomplete = whyIncomplete(facts, account);
  }

  cash(date: IsoDate): Figure {
    const { value, translated, moves } = levelOn(this.#facts, this.#cash, date, this.#base);
    const rows = moves.slice(0, 12).map(({ event }) => event.sources[0]);
    const none = this.#cash.length === 0;
    const amount = none ? unknown("no row says what the cash was") : value;
    return { value: amount, inCents: amount, translated, positions: 0, rows };
  }

  positions(date: IsoDate, column: keyof typeof CLASSES): Figure {
    const worths = this.#holdings.on(date, CLASSES[column]);
    const values = worths.map((one) => this.#inBase(one, date, one.value));
    const cents = worths.map((one) => this.#inBase(one, date, rounded(one.value)));
    const foreign = worths.flatMap((one, index) =>
      one.currency === this.#base ? [] : [size(values[index] ?? Decimal.zero)],
    );
    return {
      value: this.#incomplete === null ? sum(values) : unknown(this.#incomplete),
      inCents: this.#incomplete === null ? sum(cents) : unknown(this.#incomplete),
      translated: sum(foreign),
      positions: worths.length,
      rows: [],
    };
  }

  /** Dividends that are announced and not yet paid; null on days that no statement ends on. */
  dividendAccruals(date: IsoDate): Figure | null {
    const open = this.#open.get(date);
    if (open === undefined) return null;
    const { total: value, isForeign, source } = open;
    const translated = isForeign ? size(value) : Decimal.zero;
    return { value, inCents: value, translated, positions: 0, rows: [source] };
  }

  #inBase({ currency }: Worth, date: IsoDate, value: Amount): Amount {
    if (currency === this.#base || !isKnown(value)) return value;
    const rate = this.#facts.rates.on(date, currency, this.#base)?.rate;
    const why = `no row gives the rate of ${currency} in ${this.#base} on ${date}`;
    return multiply(value, rate ?? unknown(why));
  }
}

const size = (amount: Amount): Amount => (isKnown(amount) ? amount.abs() : amount);
const rounded = (amount: Amount): Amount => (isKnown(amount) ? amount.rounded(2) : amount);

/** By the weekday on which their statement ends, of the newest such statement; totals come newest first. */
function openAccruals({ assertions }: Facts, account: AccountAlias) {
  const open = new Map<IsoDate, AccrualTotal>();
  for (const one of assertions["accrual total"]) {
    if (one.account !== account || one.of !== "open") continue;
    const date = isWeekday(one.to) ? one.to : previousWeekday(one.to);
    if (!open.has(date)) open.set(date, one);
  }
  return open;
}

/** Positions from before the first day are known where the broker lists positions, or says that there were none. */
function whyIncomplete({ windows, assertions }: Facts, account: AccountAlias): string | null {
  const start = span(windows, account)?.from ?? "";
  const listed = windows.some((one) => one.account === account && one.exports.has("positions"));
  const isFlat = (day: NavAssertion): boolean =>
    day.account === account && day.date < start && !isSomething(day.stock) && isKnown(day.stock);
  return listed || assertions.nav.some(isFlat)
    ? null
    : "no statement lists positions, so what was held before the first day is not known";
}
