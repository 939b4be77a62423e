import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { isDelivery, onRow, withoutResults } from "./row.ts";

/** An option that delivers shares realizes nothing itself: its premium goes to the shares. */
export const t5: Rule = {
  name: "T5",
  title: "Realized P&L of exercised and assigned options",
  formula: "realized = 0",
  tolerance: () => Decimal.zero,
  source: "accounting notes 1.1, T5a",
  *compare({ assertions }) {
    const silence = withoutResults(assertions.trade);
    for (const trade of assertions.trade) {
      if (trade.assetCategory !== "OPT" || !isDelivery(trade)) continue;
      const broker = silence(trade) ?? trade.realized;
      yield onRow("T5", trade, "fifoPnlRealized", broker, Decimal.zero);
    }
  },
};
