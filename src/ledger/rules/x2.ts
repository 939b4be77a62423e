import { add } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onSums } from "./sums.ts";

/** Lots of foreign currencies that were closed. */
export const x2: Rule = {
  name: "X2",
  title: "Realized P&L of each closed lot of a currency",
  formula: "realized = proceeds + cost",
  tolerance: () => Decimal.of("0.000001"),
  source: "accounting notes 1.5, X2",
  *compare({ assertions }) {
    const check = onSums("X2");
    for (const row of assertions["currency transaction"]) {
      if (!row.isLot) continue;
      const named = { row, about: row.currency, date: row.date, currency: row.base };
      yield check(named, "realizedPL", row.realized, add(row.proceeds, row.cost));
    }
  },
};
