import { add } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { isExercise } from "../../events/assertion.ts";
import { deliveriesOf } from "../../events/deliveries.ts";
import type { Rule } from "../checks.ts";
import { hasForeignCommission, onRow, withoutResults } from "./row.ts";

/** The broker's realized result follows from its own cost of what was closed. */
export const t4: Rule = {
  name: "T4",
  title: "Realized P&L of each closing trade, from the row's own cost",
  formula: "realized = proceeds + commission + taxes + cost",
  tolerance: () => Decimal.of("0.000005"),
  source: "accounting notes 1.1, T4",
  *compare({ assertions }) {
    const silence = withoutResults(assertions.trade);
    const deliveries = [...deliveriesOf(assertions.trade).values()];
    const booked = new Set(
      deliveries.flatMap(({ options, delivered }) =>
        [...options, ...delivered].map(({ event }) => event),
      ),
    );
    for (const trade of assertions.trade) {
      if (trade.effect === null || trade.effect === "opens" || isExercise(trade)) continue;
      if (booked.has(trade.event)) continue;
      if (trade.assetCategory !== "STK" && trade.assetCategory !== "OPT") continue;
      if (hasForeignCommission(trade)) continue;
      const ours = add(add(add(trade.proceeds, trade.commission), trade.taxes), trade.cost);
      const broker = silence(trade) ?? trade.realized;
      yield onRow("T4", trade, "fifoPnlRealized", broker, ours);
    }
  },
};
