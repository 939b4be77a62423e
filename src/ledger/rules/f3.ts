import { add, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onWindow } from "./windowed.ts";

/** The broker's unrealized result of each instrument follows from its parts. */
export const f3: Rule = {
  name: "F3",
  title: "Unrealized P&L of each instrument, from its parts",
  formula: "unrealized = short-term profit + loss + long-term profit + loss",
  tolerance: () => Decimal.of("0.00001"),
  source: "accounting notes 1.5, F3",
  *compare({ assertions, accounts }) {
    const check = onWindow("F3", accounts);
    for (const row of assertions.performance) {
      const unrealized = add(row.unrealizedProfit, row.unrealizedLoss);
      yield check(row, "unrealizedProfit + unrealizedLoss", unrealized, sum(row.unrealizedParts));
    }
  },
};
