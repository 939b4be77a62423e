import {
  type Amount,
  absent,
  add,
  isKnown,
  multiply,
  subtract,
  sum,
  unknown,
} from "../../core/amount.ts";
import { type IsoDate, nextWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import type { CashBalance, CashMove } from "../ledger.ts";
import { baseOf, CENT, ofAccount, unless } from "./totals.ts";

/** Rates are printed with five digits: a balance in base currency may be off by that much on each of two days. */
const ROUNDING = Decimal.of("0.00005");

/** The cash of each day against the day before, what its events moved, and what the rates of the two days make of it. */
export const c10: Rule = {
  name: "C10",
  title: "Change of cash from day to day, in base currency",
  formula:
    "cash − cash of the day before = balances × rates of the day − the same of the day before",
  tolerance: () => CENT,
  source: "accounting notes 1.4, C10",
  *compare(facts) {
    const navs = Map.groupBy(
      facts.assertions.nav.toSorted((a, b) => compareText(a.date, b.date)),
      ({ account }) => account,
    );
    for (const [account, days] of navs) yield* daysOf(facts, account, days);
  },
};

function* daysOf(
  facts: Facts,
  account: AccountAlias,
  days: readonly NavAssertion[],
): Iterable<Comparison> {
  const currency = baseOf(facts, account);
  const balances = facts.ledger.cash.filter((one) => one.account === account);
  const foreign = balances.some((one) => one.currency !== currency);
  const running = balances.map((one) => new Running(one, foreign));
  const silence = facts.ledger.silences.find((one) => one.account === account);
  let before: { day: NavAssertion; level: Level } | null = null;
  for (const day of days) {
    const level = levelOn(facts, running, day.date, currency);
    const last = before;
    before = { day, level };
    if (last === null || day.date > nextWeekday(last.day.date)) continue;
    const check = {
      ...ofAccount(
        `C10/${account}/${day.date}`,
        { account, date: day.date, currency },
        "cash",
        {
          broker: subtract(day.cash, last.day.cash),
          ours: subtract(level.value, last.level.value),
        },
        [day.source, last.day.source, ...level.moves.map(({ event }) => event.sources[0])],
      ),
      rounding: multiply(add(level.translated, last.level.translated), ROUNDING),
    };
    const doubt = silence === undefined ? null : absent(silence.reason);
    yield unless(doubt, check, CENT);
  }
}

/** Cash in base currency at the end of a day. */
interface Level {
  readonly value: Amount;
  /** The part in other currencies, all signs positive: what the rates apply to. */
  readonly translated: Amount;
  /** What moved since the level before. */
  readonly moves: readonly CashMove[];
}

function levelOn(
  { rates }: Facts,
  running: readonly Running[],
  date: IsoDate,
  base: string,
): Level {
  const parts = running.map((one) => {
    const moves = one.until(date);
    const { balance, currency } = one;
    const nothing = isKnown(balance) && balance.isZero;
    const rate: Amount =
      currency === base || nothing
        ? Decimal.one
        : (rates.on(date, currency, base)?.rate ??
          unknown(`no row gives the rate of ${currency} in ${base} on ${date}`));
    const value = multiply(balance, rate);
    return { moves, value, translated: currency === base ? Decimal.zero : size(value) };
  });
  return {
    value: sum(parts.map(({ value }) => value)),
    translated: sum(parts.map(({ translated }) => translated)),
    moves: parts.flatMap(({ moves }) => moves),
  };
}

const size = (amount: Amount): Amount => (isKnown(amount) ? amount.abs() : amount);

/** A balance that moves forward in time by report date. */
class Running {
  readonly currency: string;
  balance: Amount;
  readonly #moves: readonly CashMove[];
  #next = 0;

  /** The change from day to day needs no opening balance unless rates apply to it. */
  constructor({ moves, opening, currency }: CashBalance, needsOpening: boolean) {
    this.#moves = moves.toSorted((a, b) => compareText(a.event.date, b.event.date));
    this.currency = currency;
    this.balance = needsOpening ? opening : Decimal.zero;
  }

  /** Moves on to the end of a day and answers what moved it. */
  until(date: IsoDate): readonly CashMove[] {
    const moved: CashMove[] = [];
    for (
      let move = this.#moves[this.#next];
      move !== undefined && move.event.date <= date;
      move = this.#moves[++this.#next]
    ) {
      this.balance = add(this.balance, move.amount);
      moved.push(move);
    }
    return moved;
  }
}
