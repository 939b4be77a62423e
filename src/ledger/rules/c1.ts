import type { Rule } from "../checks.ts";
import { baseOf, HALF_CENT, ofAccount, sumOf, unless, withoutLines } from "./totals.ts";

/** The cash report of each currency adds up. */
export const c1: Rule = {
  name: "C1",
  title: "Cash report of each currency, line by line",
  formula: "ending cash = starting cash + all lines",
  tolerance: () => HALF_CENT,
  source: "accounting notes 1.4, C1",
  *compare(facts) {
    for (const report of facts.assertions["cash lines"]) {
      const { account, currency, from, to } = report;
      const unit = currency === "BASE" ? baseOf(facts, account) : currency;
      const check = ofAccount(
        `C1/${account}/${currency}/${from}/${to}`,
        { account, date: to, currency: unit },
        "endingCash",
        { broker: report.ending, ours: sumOf(report.starting, report.lines) },
        [report.source],
      );
      yield unless(withoutLines(report.lacking), check, HALF_CENT);
    }
  },
};
