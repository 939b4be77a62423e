/** Options that cash settled: exercised or assigned, and nothing was delivered for them. (Accounting notes 2.11 and C4.) */
import { isExercise, type TradeAssertion } from "../../events/assertion.ts";
import { deliveriesOf } from "../../events/deliveries.ts";

export const LINE_OF_SETTLEMENT =
  "an option was settled in cash, and on which line the broker counts that is not settled";

export function settledInCash(trades: readonly TradeAssertion[]): readonly TradeAssertion[] {
  const exercised = trades.filter((trade) => trade.assetCategory === "OPT" && isExercise(trade));
  if (exercised.length === 0) return [];
  const delivered = new Set(
    [...deliveriesOf(trades).values()].flatMap(({ options }) => options.map(({ event }) => event)),
  );
  return exercised.filter(({ event }) => !delivered.has(event));
}
