import { add, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { baseOf } from "./base.ts";
import { onSums } from "./sums.ts";

/** How interest that is earned and not yet paid changed over a statement. */
export const i1: Rule = {
  name: "I1",
  title: "Accrued interest of each currency over a statement",
  formula: "ending accrual = starting accrual + accrued + reversed + translation",
  tolerance: () => Decimal.of("0.00001"),
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
      yield check(named, "endingAccrualBalance", row.ending, add(row.starting, sum(row.changes)));
    }
  },
};
