import { type Amount, absent, isKnown, type Unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import { onLots } from "./lots.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.0001");

/**
 * The lots that the broker lists below a closing trade against the trade's own cost. Trades that cross zero are left
 * out: their cost holds what they closed and what they opened. Without the indicator, fewer units in the lots show them.
 */
export const l1: Rule = {
  name: "L1",
  title: "Cost of the lots of each closing trade",
  formula: "sum of the cost of its lots = cost of the trade, without its sign",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.1, L1",
  *compare({ assertions }) {
    const trades = assertions.trade.filter(({ effect }) => effect !== "both");
    const doubts = new Map<EventId | undefined, Unknown | null>(
      trades.map((trade) => [trade.event, doubtOf(trade)]),
    );
    for (const check of onLots("L1", trades, "cost", costOf, ({ cost }) => cost))
      yield unless(doubts.get(check.event) ?? null, check, TOLERANCE);
  },
};

const costOf = ({ cost }: TradeAssertion): Amount => (isKnown(cost) ? cost.abs() : cost);

const MAY_CROSS = absent(
  "its lots are fewer units, and nothing says whether it crosses zero (Trade.openCloseIndicator)",
);

/** Why the lots may be a part of the trade's cost. */
function doubtOf({ effect, lots, quantity }: TradeAssertion): Unknown | null {
  if (effect !== null || lots === null || !isKnown(quantity) || !isKnown(lots.quantity))
    return null;
  return lots.quantity.compare(quantity.abs()) < 0 ? MAY_CROSS : null;
}
