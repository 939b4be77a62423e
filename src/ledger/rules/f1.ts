import { sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { unless } from "./totals.ts";
import { besideParts, onWindow } from "./windowed.ts";

const TOLERANCE = Decimal.of("0.00001");

/** The broker's realized result of each instrument over a window follows from its parts. */
export const f1: Rule = {
  name: "F1",
  title: "Realized P&L of each instrument over a statement, from its parts",
  formula: "realized = short-term profit + loss + long-term profit + loss",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, F1",
  *compare({ assertions, accounts }) {
    const check = onWindow("F1", accounts);
    for (const row of assertions.performance)
      yield unless(
        besideParts(row),
        check(row, "totalRealizedPnl", row.realized, sum(row.realizedParts)),
        TOLERANCE,
      );
  },
};
