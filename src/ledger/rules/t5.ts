import { Decimal } from "../../core/decimal.ts";
import { isExercise, type TradeAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import { onRow, withoutResults } from "./row.ts";
import { unless } from "./totals.ts";

/**
 * An option that delivers shares realizes nothing itself: its premium goes to the shares. One that is settled in cash has
 * nowhere else to put it, and one that expires realizes it.
 */
export const t5: Rule = {
  name: "T5",
  title: "Realized P&L of exercised and assigned options",
  formula: "realized = 0",
  tolerance: () => Decimal.zero,
  source: "accounting notes 1.1, T5a, and 2.11",
  *compare({ assertions }) {
    const silence = withoutResults(assertions.trade);
    const deliveries = assertions.trade.filter(isExercise);
    const delivered = new Set(
      deliveries.filter(({ assetCategory }) => !OPTIONS.has(assetCategory)).map(dayOf),
    );
    for (const trade of deliveries) {
      if (trade.assetCategory !== "OPT" || trade.codes.includes("Ep")) continue;
      const broker = silence(trade) ?? trade.realized;
      const check = onRow("T5", trade, "fifoPnlRealized", broker, Decimal.zero);
      yield unless(delivered.has(dayOf(trade)) ? null : SETTLED, check, Decimal.zero);
    }
  },
};

const OPTIONS: ReadonlySet<string> = new Set(["OPT", "FOP", "FSOPT", "FSFOP"]);

const dayOf = ({ account, date }: TradeAssertion): string => `${account}|${date}`;

const SETTLED = "no delivered shares stand beside it, so it may have been settled in cash";
