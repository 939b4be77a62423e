import { add, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { baseOf } from "./base.ts";
import { onSums } from "./sums.ts";
import { unless, withoutLines } from "./totals.ts";

const TOLERANCE = Decimal.of("0.00001");

/** How the value of all positions of a class changed over a statement. */
export const v1: Rule = {
  name: "V1",
  title: "Value of the positions of each class over a statement",
  formula: "ending value = value before + everything that changed it",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, V1",
  *compare(facts) {
    const check = onSums("V1");
    for (const row of facts.assertions["position value"]) {
      const about = `${row.assetCategory}/${row.currency}/${row.from}`;
      const named = { row, about, date: row.to, currency: baseOf(facts, row) };
      const sums = check(
        named,
        "endOfPeriodValue",
        row.ending,
        add(row.starting, sum(row.changes)),
      );
      yield unless(withoutLines(row.lacking), sums, TOLERANCE);
    }
  },
};
