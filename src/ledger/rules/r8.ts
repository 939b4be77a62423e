import { type Amount, add, isKnown, multiply, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import { type Comparison, compare, type Facts, type Rule } from "../checks.ts";
import { roomOf } from "./cash-levels.ts";
import { NavColumns } from "./nav-columns.ts";
import { type Figure, Figures } from "./r8-figures.ts";
import { silenceIn } from "./silence.ts";
import { baseOf, ofAccount, unless } from "./totals.ts";
import { Prices } from "./valuation.ts";

const TOLERANCE = Decimal.of("0.02");
const HALF_CENT = Decimal.of("0.005");

type Column = "cash" | "stock" | "options" | "dividendAccruals" | "total";

/** Levels of every day. What cannot be computed is told once, on the account's last day. */
export const r8: Rule = {
  name: "R8",
  title: "Net asset value of each day, column by column",
  formula:
    "cash = our balances × rates; stock and options = our quantities × the broker's prices; accruals = what is open; total = these + all other columns",
  tolerance: () => TOLERANCE,
  source: "accounting notes 3, R8",
  *compare(facts) {
    const navs = Map.groupBy(
      facts.assertions.nav.toSorted((a, b) => compareText(a.date, b.date)),
      ({ account }) => account,
    );
    const prices = new Prices(facts);
    const columns = new NavColumns(facts);
    for (const [account, days] of navs) {
      const figures = new Figures(facts, account, prices);
      yield* new Account(facts, account, figures, columns).compare(days);
    }
  },
};

/** Goes through the days of one account. */
class Account {
  readonly #facts: Facts;
  readonly #account: AccountAlias;
  readonly #figures: Figures;
  readonly #columns: NavColumns;

  constructor(facts: Facts, account: AccountAlias, figures: Figures, columns: NavColumns) {
    this.#facts = facts;
    this.#account = account;
    this.#figures = figures;
    this.#columns = columns;
  }

  *compare(days: readonly NavAssertion[]): Iterable<Comparison> {
    const last = days.at(-1);
    for (const day of days) {
      const cash = this.#figures.cash(day.date);
      const stock = this.#figures.positions(day.date, "stock");
      const options = this.#figures.positions(day.date, "options");
      const dividends = this.#figures.dividendAccruals(day.date);
      const compared: (readonly [Column, Figure])[] = [
        ["cash", cash],
        ["stock", stock],
        ["options", options],
        ...(dividends === null ? [] : [["dividendAccruals", dividends] as const]),
        ["total", this.#totalOf(day, [cash, stock, options])],
      ];
      for (const [column, figure] of compared)
        yield* this.#check(day, column, figure, day === last);
    }
  }

  /** Columns that are not ours to compute are the broker's. */
  #totalOf(day: NavAssertion, parts: readonly Figure[]): Figure {
    const others = this.#columns.others(day);
    const together = (of: (figure: Figure) => Amount): Amount => sum([...parts.map(of), ...others]);
    return {
      value: together(({ value }) => value),
      inCents: together(({ inCents }) => inCents),
      translated: sum(parts.map(({ translated }) => translated)),
      positions: parts.reduce((count, { positions }) => count + positions, 0),
      rows: [],
    };
  }

  *#check(
    day: NavAssertion,
    column: Column,
    figure: Figure,
    isLast: boolean,
  ): Iterable<Comparison> {
    const broker = day[column];
    if (isNothing(broker) && (isNothing(figure.value) || !isKnown(figure.value))) return;
    if (!isLast && !(isKnown(broker) && isKnown(figure.value))) return;
    const topics = column === "stock" || column === "options" ? (["trades"] as const) : undefined;
    const silence = silenceIn(this.#facts, this.#account, { to: day.date }, topics);
    const check = { ...this.#comparison(day, column, figure), rounding: roomFor(figure) };
    const answer = unless(silence, check, TOLERANCE);
    if (isLast || isKnown(answer.ours)) yield answer;
  }

  /** Ours as it is; with every position rounded to cents where only that meets the broker's figure. */
  #comparison(day: NavAssertion, column: Column, { value, inCents, rows }: Figure): Comparison {
    const of = (ours: Amount): Comparison =>
      ofAccount(
        `R8/${this.#account}/${day.date}/${column}`,
        { account: this.#account, date: day.date, currency: baseOf(this.#facts, this.#account) },
        column,
        { broker: day[column], ours },
        [day.source, ...rows],
      );
    const isMet = (one: Comparison) => compare("R8", one, TOLERANCE).status === "agrees";
    const [exact, cents] = [of(value), of(inCents)];
    return !isMet(exact) && isMet(cents) ? cents : exact;
  }
}

/** Prices and rates are printed with few digits: each position may be off by half a cent, and what is translated by more. */
const roomFor = ({ translated, positions }: Figure): Amount =>
  add(multiply(HALF_CENT, Decimal.of(String(positions))), roomOf(translated));

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;
