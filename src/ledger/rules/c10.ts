import { add, subtract } from "../../core/amount.ts";
import { addDays, nextWeekday } from "../../core/dates.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { type Level, levelOn, Running, roomOf } from "./cash-levels.ts";
import { silenceIn } from "./silence.ts";
import { baseOf, CENT, ofAccount, unless } from "./totals.ts";

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
      rounding: roomOf(add(level.translated, last.level.translated)),
    };
    const needed = foreign ? { to: day.date } : { from: addDays(last.day.date, 1), to: day.date };
    yield unless(silenceIn(facts, account, needed), check, CENT);
  }
}
