import { type Amount, isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import { onLots } from "./lots.ts";

/**
 * The lots that the broker lists below a closing trade against the trade's own cost. Trades that cross zero are left
 * out: their cost holds what they closed and what they opened.
 */
export const l1: Rule = {
  name: "L1",
  title: "Cost of the lots of each closing trade",
  formula: "sum of the cost of its lots = cost of the trade, without its sign",
  tolerance: () => Decimal.of("0.0001"),
  source: "accounting notes 1.1, L1",
  *compare({ assertions }) {
    const trades = assertions.trade.filter(({ effect }) => effect !== "both");
    yield* onLots("L1", trades, "cost", costOf, ({ cost }) => cost);
  },
};

const costOf = ({ cost }: TradeAssertion): Amount => (isKnown(cost) ? cost.abs() : cost);
