/** What the rules on the broker's closed lots share. */
import { type Amount, absent } from "../../core/amount.ts";
import type { LotSums, TradeAssertion } from "../../events/assertion.ts";
import type { Comparison } from "../checks.ts";
import { onRow, withoutResults } from "./row.ts";

/** A check of a field of every trade that closes something against the sum over the lots that it closed. */
export function* onLots(
  rule: string,
  trades: readonly TradeAssertion[],
  field: string,
  ofTrade: (trade: TradeAssertion) => Amount,
  ofLots: (lots: LotSums) => Amount,
): Iterable<Comparison> {
  const silence = withoutResults(trades);
  for (const trade of trades) {
    const { lots, effect } = trade;
    const closes = lots !== null || effect === "closes" || effect === "both";
    if (trade.cancelled || !closes) continue;
    const ours =
      silence(trade) ??
      (lots === null
        ? absent("no closed lots follow the trade (Trades, level CLOSED_LOT)")
        : ofLots(lots));
    const check = onRow(rule, trade, field, ofTrade(trade), ours);
    yield { ...check, rows: [...check.rows, ...(lots?.sources.slice(0, 5) ?? [])] };
  }
}
