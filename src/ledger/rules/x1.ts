import { negate } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onSums } from "./sums.ts";

/** Movements of foreign currencies that open a lot of that currency, and close none. */
export const x1: Rule = {
  name: "X1",
  title: "Movements that open a lot of a currency",
  formula: "cost = −proceeds, and realized = 0",
  tolerance: () => Decimal.of("0.000001"),
  source: "accounting notes 1.5, X1",
  *compare({ assertions }) {
    const check = onSums("X1");
    for (const row of assertions["currency transaction"]) {
      if (row.isLot || !row.codes.includes("O") || row.codes.includes("C")) continue;
      const named = { row, about: row.currency, date: row.date, currency: row.base };
      yield check(named, "cost", row.cost, negate(row.proceeds));
      yield check(named, "realizedPL", row.realized, Decimal.zero);
    }
  },
};
