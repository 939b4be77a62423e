import { subtract } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onRow } from "./row.ts";
import { worth } from "./worth.ts";

/** Exchanges of currencies are left out: the rate that they are marked to stands nowhere. (Identity T7.) */
export const t6: Rule = {
  name: "T6",
  title: "Mark-to-market result of each trade",
  formula: "result = quantity × (closing price − price) × multiplier",
  tolerance: () => Decimal.of("0.006"),
  source: "accounting notes 1.1, T6",
  *compare({ assertions }) {
    for (const trade of assertions.trade) {
      if (trade.assetCategory === "CASH") continue;
      const { assetCategory, quantity, price, closePrice, multiplier } = trade;
      const ours = worth(assetCategory, quantity, subtract(closePrice, price), multiplier);
      yield onRow("T6", trade, "mtmPnl", trade.markToMarket, ours);
    }
  },
};
