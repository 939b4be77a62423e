import { add } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onSums } from "./sums.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.000001");

const SUMMARY =
  "nobody has seen which sign the cost has on rows that sum up the lots of a currency";

/** Lots of foreign currencies that are open; the cost is negative for what is held. */
export const x3: Rule = {
  name: "X3",
  title: "Unrealized P&L of each open lot of a currency",
  formula: "unrealized = value + cost",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, X3",
  *compare({ assertions }) {
    const check = onSums("X3");
    for (const row of assertions["currency lot"]) {
      const named = { row, about: row.currency, date: row.date, currency: row.base };
      const lot = check(named, "unrealizedPL", row.unrealized, add(row.value, row.costBasis));
      yield unless(row.isLot ? null : SUMMARY, lot, TOLERANCE);
    }
  },
};
