import { unknown } from "../../core/amount.ts";
import { isWeekday, previousWeekday } from "../../core/dates.ts";
import type { Rule } from "../checks.ts";
import { ofOtherMembers } from "./members.ts";
import { baseOf, MILLIONTH, ofAccount, unless } from "./totals.ts";

/** The cash report ends with the cash that the net asset value of its last day has. */
export const c9: Rule = {
  name: "C9",
  title: "Cash in base currency, in the cash report and in net asset value",
  formula: "ending cash in base currency = cash in the net asset value of that day",
  tolerance: () => MILLIONTH,
  source: "accounting notes 1.4, C9",
  *compare(facts) {
    const days = new Map(facts.assertions.nav.map((day) => [`${day.account}|${day.date}`, day]));
    for (const report of facts.assertions["cash lines"]) {
      const { account, currency, from, to, source, ending } = report;
      if (currency !== "BASE") continue;
      const date = isWeekday(to) ? to : previousWeekday(to);
      const day = days.get(`${account}|${date}`);
      const ours = day?.cash ?? unknown(`no statement has the net asset value of ${date}`);
      const check = ofAccount(
        `C9/${account}/${from}/${to}`,
        { account, date, currency: baseOf(facts, account) },
        "endingCash",
        { broker: ending, ours },
        day === undefined ? [source] : [source, day.source],
      );
      yield unless(ofOtherMembers(report, day), check, MILLIONTH);
    }
  },
};
