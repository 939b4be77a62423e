import { add } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onWindow } from "./windowed.ts";

/** The broker's total of each instrument over a window follows from realized and unrealized. */
export const f2: Rule = {
  name: "F2",
  title: "Realized and unrealized P&L of each instrument over a statement",
  formula: "total = realized + unrealized profit + unrealized loss",
  tolerance: () => Decimal.of("0.00001"),
  source: "accounting notes 1.5, F2",
  *compare({ assertions, accounts }) {
    const check = onWindow("F2", accounts);
    for (const row of assertions.performance) {
      const unrealized = add(row.unrealizedProfit, row.unrealizedLoss);
      yield check(row, "totalFifoPnl", row.total, add(row.realized, unrealized));
    }
  },
};
