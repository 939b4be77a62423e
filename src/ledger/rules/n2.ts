import { type Amount, unknown } from "../../core/amount.ts";
import { type IsoDate, isWeekday, previousWeekday } from "../../core/dates.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { ofOtherMembers } from "./members.ts";
import { baseOf, MILLIONTH, ofAccount, unless } from "./totals.ts";

/** The bridge of net asset value starts and ends with the values of those days. */
export const n2: Rule = {
  name: "N2",
  title: "Net asset value at both ends of a window",
  formula: "value = total of the weekday before the window, and of its last day",
  tolerance: () => MILLIONTH,
  source: "accounting notes 1.3, N2",
  *compare(facts) {
    const days = new Map(facts.assertions.nav.map((day) => [`${day.account}|${day.date}`, day]));
    const on = (account: string, date: IsoDate) => days.get(`${account}|${date}`);
    for (const change of facts.assertions["nav change"]) {
      const { account, from, to } = change;
      const first = previousWeekday(from);
      const last = isWeekday(to) ? to : previousWeekday(to);
      yield endOf(facts, change, "startingValue", change.starting, first, on(account, first));
      yield endOf(facts, change, "endingValue", change.ending, last, on(account, last));
    }
  },
};

function endOf(
  facts: Facts,
  change: NavChangeAssertion,
  field: string,
  broker: Amount,
  date: IsoDate,
  day: NavAssertion | undefined,
): Comparison {
  const { account, from, to, source } = change;
  const ours = day?.total ?? unknown(`no statement has the net asset value of ${date}`);
  const check = ofAccount(
    `N2/${account}/${from}/${to}/${field}`,
    { account, date, currency: baseOf(facts, account) },
    field,
    { broker, ours },
    day === undefined ? [source] : [source, day.source],
  );
  return unless(ofOtherMembers(change, day), check, MILLIONTH);
}
