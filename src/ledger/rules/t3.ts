import { add, negate } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { hasForeignCommission, onRow } from "./row.ts";

/** CFDs are left out: real rows keep the commission out of their cost. (Flex schema, section 7.) */
const CLASSES: ReadonlySet<string> = new Set(["STK", "OPT", "WAR", "IOPT"]);

/** The basis that an opening trade gives its lot: everything that it cost. */
export const t3: Rule = {
  name: "T3",
  title: "Cost of each opening trade",
  formula: "cost = −(proceeds + commission + taxes)",
  tolerance: () => Decimal.of("0.000001"),
  source: "accounting notes 1.1, T3",
  *compare({ assertions }) {
    for (const trade of assertions.trade) {
      if (trade.effect !== "opens" || !CLASSES.has(trade.assetCategory)) continue;
      if (hasForeignCommission(trade)) continue;
      const ours = negate(add(add(trade.proceeds, trade.commission), trade.taxes));
      yield onRow("T3", trade, "cost", trade.cost, ours);
    }
  },
};
