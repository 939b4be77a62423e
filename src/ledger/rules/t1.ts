import { type Amount, isKnown, multiply, negate, shareOf } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import { onRow, perHundred } from "./row.ts";

const HUNDRED = Decimal.of("100");

/** Proceeds follow from quantity and price; funds are left out, because their price is rounded. */
export const t1: Rule = {
  name: "T1",
  title: "Proceeds of each trade",
  formula: "proceeds = −quantity × price × multiplier",
  tolerance: () => Decimal.of("0.005"),
  source: "accounting notes 1.1, T1 and T1b",
  *compare({ assertions }) {
    for (const trade of assertions.trade) {
      if (trade.assetCategory === "FUND") continue;
      yield onRow("T1", trade, "proceeds", trade.proceeds, proceedsOf(trade));
    }
  },
};

function proceedsOf(trade: TradeAssertion): Amount {
  const value = negate(multiply(multiply(trade.quantity, trade.price), trade.multiplier));
  return perHundred(trade) && isKnown(value) ? shareOf(value, Decimal.one, HUNDRED) : value;
}
