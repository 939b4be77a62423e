import { sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { unless } from "./totals.ts";
import { besideParts, onWindow } from "./windowed.ts";

const TOLERANCE = Decimal.of("0.00001");

/** Rows of instruments and currencies alone: lines of the account have only a total. */
export const m1: Rule = {
  name: "M1",
  title: "Mark-to-market result of each instrument over a statement",
  formula: "total = trades + positions held before + commissions + other",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, M1",
  *compare({ assertions, accounts }) {
    const check = onWindow("M1", accounts);
    for (const row of assertions["mark to market"]) {
      if (!row.isItem) continue;
      const { transactions, priorOpen, commissions, other } = row;
      const total = sum([transactions, priorOpen, commissions, other]);
      yield unless(besideParts(row), check(row, "total", row.total, total), TOLERANCE);
    }
  },
};
