import { add } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { unless } from "./totals.ts";
import { besideParts, onWindow } from "./windowed.ts";

const TOLERANCE = Decimal.of("0.00001");

/** The broker's total of each instrument over a window follows from realized and unrealized. */
export const f2: Rule = {
  name: "F2",
  title: "Realized and unrealized P&L of each instrument over a statement",
  formula: "total = realized + unrealized profit + unrealized loss",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, F2",
  *compare({ assertions, accounts }) {
    const check = onWindow("F2", accounts);
    for (const row of assertions.performance) {
      const unrealized = add(row.unrealizedProfit, row.unrealizedLoss);
      yield unless(
        besideParts(row),
        check(row, "totalFifoPnl", row.total, add(row.realized, unrealized)),
        TOLERANCE,
      );
    }
  },
};
