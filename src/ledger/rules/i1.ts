import { add, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { baseOf } from "./base.ts";
import { onSums } from "./sums.ts";
import { unless, withoutLines } from "./totals.ts";

const TOLERANCE = Decimal.of("0.00001");

/** How interest that is earned and not yet paid changed over a statement. */
export const i1: Rule = {
  name: "I1",
  title: "Accrued interest of each currency over a statement",
  formula: "ending accrual = starting accrual + accrued + reversed + translation",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, I1",
  *compare(facts) {
    const check = onSums("I1");
    for (const row of facts.assertions["interest accrual"]) {
      const named = {
        row,
        about: `${row.currency}/${row.from}`,
        date: row.to,
        currency: baseOf(facts, row),
      };
      const sums = check(
        named,
        "endingAccrualBalance",
        row.ending,
        add(row.starting, sum(row.changes)),
      );
      yield unless(withoutLines(row.lacking), sums, TOLERANCE);
    }
  },
};
