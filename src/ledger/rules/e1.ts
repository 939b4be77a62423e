import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { baseOf, HALF_CENT, ofAccount, sumOf, unless, withoutLines } from "./totals.ts";

/** The net asset value of each day is the sum of what it is made of. */
export const e1: Rule = {
  name: "E1",
  title: "Net asset value of each day, column by column",
  formula: "total = cash + stock + options + accruals + all other columns",
  tolerance: () => HALF_CENT,
  source: "accounting notes 1.3, E1",
  *compare(facts) {
    for (const { account, date, source, total, lines, lacking } of facts.assertions[
      "nav columns"
    ]) {
      const check = ofAccount(
        `E1/${account}/${date}`,
        { account, date, currency: baseOf(facts, account) },
        "total",
        { broker: total, ours: sumOf(Decimal.zero, lines) },
        [source],
      );
      yield unless(withoutLines(lacking), check, HALF_CENT);
    }
  },
};
