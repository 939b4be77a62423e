import { add } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { hasForeignCommission, onRow, PAID_IN_FULL } from "./row.ts";

/** What a trade did to cash; classes that do not pay in full have other identities. */
export const t2: Rule = {
  name: "T2",
  title: "Net cash of each trade",
  formula: "net cash = proceeds + commission + taxes",
  tolerance: () => Decimal.of("0.000001"),
  source: "accounting notes 1.1, T2a",
  *compare({ assertions }) {
    for (const trade of assertions.trade) {
      if (!PAID_IN_FULL.has(trade.assetCategory)) continue;
      if (hasForeignCommission(trade)) continue;
      const ours = add(add(trade.proceeds, trade.commission), trade.taxes);
      yield onRow("T2", trade, "netCash", trade.netCash, ours);
    }
  },
};
