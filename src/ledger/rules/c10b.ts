import { subtract, sum } from "../../core/amount.ts";
import { nextWeekday } from "../../core/dates.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { FundsLine } from "../../events/broker-rows.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { ByDate } from "./dated.ts";
import { ExportedDays } from "./exported.ts";
import { foreignCash } from "./foreign.ts";
import { restatedSince } from "./restated.ts";
import { baseOf, CENT, ofAccount, unless } from "./totals.ts";

/** The cash of each day against the day before, and what the broker's own ledger of cash has for it. */
export const c10b: Rule = {
  name: "C10b",
  title: "Change of cash from day to day, in the statement of funds",
  formula: "cash − cash of the day before = sum of the amounts of the day, in base currency",
  tolerance: () => CENT,
  source: "accounting notes 1.4, C10",
  *compare(facts) {
    const lines = Map.groupBy(
      facts.assertions["funds line"].filter(({ isNewest }) => isNewest),
      ({ account }) => account,
    );
    const exported = new ExportedDays(facts, "statement of funds");
    const navs = Map.groupBy(
      facts.assertions.nav.toSorted((a, b) => compareText(a.date, b.date)),
      ({ account }) => account,
    );
    for (const [account, days] of navs) {
      const own = inBaseCurrency(lines.get(account) ?? [], baseOf(facts, account));
      if (own !== null) yield* daysOf(facts, account, days, own, exported);
    }
  },
};

/** The lines of the level in base currency, else of the only currency; null where there are other currencies alone. */
function inBaseCurrency(lines: readonly FundsLine[], base: string): readonly FundsLine[] | null {
  const own = lines.filter(({ level }) => level === "base");
  if (own.length > 0 || lines.length === 0) return own;
  return lines.every(({ currency }) => currency === base) ? lines : null;
}

function* daysOf(
  facts: Facts,
  account: AccountAlias,
  days: readonly NavAssertion[],
  lines: readonly FundsLine[],
  exported: ExportedDays,
): Iterable<Comparison> {
  const foreign = foreignCash(facts, account);
  const amounts = new ByDate(lines.filter(({ isBalance }) => !isBalance));
  for (const [index, day] of days.entries()) {
    const before = days[index - 1];
    if (before === undefined || day.date > nextWeekday(before.date)) continue;
    if (!exported.has(account, { from: day.date, to: day.date })) continue;
    const moved = amounts.between(account, before.date, day.date);
    const check = ofAccount(
      `C10b/${account}/${day.date}`,
      { account, date: day.date, currency: baseOf(facts, account) },
      "amount",
      { broker: subtract(day.cash, before.cash), ours: sum(moved.map(({ amount }) => amount)) },
      [day.source, before.source, ...moved.slice(0, 12).map(({ source }) => source)],
    );
    yield unless(restatedSince(facts, before, day) ?? foreign, check, CENT);
  }
}
