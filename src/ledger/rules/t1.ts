import { type Amount, negate } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import { onRow } from "./row.ts";
import { worth } from "./worth.ts";

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

const proceedsOf = ({ assetCategory, quantity, price, multiplier }: TradeAssertion): Amount =>
  negate(worth(assetCategory, quantity, price, multiplier));
