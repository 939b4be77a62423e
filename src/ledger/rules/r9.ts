import { type Amount, absent, subtract } from "../../core/amount.ts";
import { nextWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { NavColumns } from "./nav-columns.ts";
import { Bridge } from "./r9-bridge.ts";
import { doubtAboutDay } from "./r9-doubts.ts";
import { Needs } from "./r9-needs.ts";
import { restatedSince } from "./restated.ts";
import { baseOf, ofAccount, unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.02");

/**
 * Net asset value from day to day, made of single rows. With one currency every day must close; with several the effect
 * of rates is computed, and a day that does not close with it is not reported.
 */
export const r9: Rule = {
  name: "R9",
  title: "Net asset value from day to day",
  formula:
    "total − total of the day before = mark-to-market of positions held before and of trades + commissions and taxes + cash movements + transfers + change of accruals + effect of rates",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.3, N7, and 3, R9",
  *compare(facts) {
    const navs = Map.groupBy(
      facts.assertions.nav.toSorted((a, b) => compareText(a.date, b.date)),
      ({ account }) => account,
    );
    const columns = new NavColumns(facts);
    const needs = new Needs(facts, columns);
    for (const [account, days] of navs) yield* daysOf(facts, account, days, columns, needs);
  },
};

/** Days for which the query lacks something are told once, on the last of them. */
function* daysOf(
  facts: Facts,
  account: AccountAlias,
  days: readonly NavAssertion[],
  columns: NavColumns,
  needs: Needs,
): Iterable<Comparison> {
  const bridge = new Bridge(facts, account, columns);
  const currency = baseOf(facts, account);
  let lacking: Comparison | null = null;
  for (const [index, day] of days.entries()) {
    const before = days[index - 1];
    if (before === undefined || day.date > nextWeekday(before.date)) continue;
    const check = (ours: Amount, rows: Comparison["rows"]): Comparison =>
      ofAccount(
        `R9/${account}/${day.date}`,
        { account, date: day.date, currency },
        "total",
        { broker: subtract(day.total, before.total), ours },
        [day.source, before.source, ...rows],
      );
    const missing = needs.missing(before, day);
    if (missing !== null) {
      lacking = check(absent(missing), []);
      continue;
    }
    const bridged = bridge.of(before, day);
    const made = [...bridged.trades, ...bridged.marks].map(({ source }) => source);
    const moved = bridged.events.map(({ sources }) => sources[0]);
    const doubt = () =>
      restatedSince(facts, before, day) ?? doubtAboutDay(columns, before, day, bridged);
    yield unless(doubt, check(bridged.value, [...made, ...moved].slice(0, FEW)), TOLERANCE);
  }
  if (lacking !== null) yield lacking;
}

/** So many rows of a day are listed beside the broker's. */
const FEW = 12;
