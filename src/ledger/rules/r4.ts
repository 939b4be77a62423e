import { type Amount, isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId, FigureId } from "../../core/ids.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import { type Facts, holdingKey, type Rule } from "../checks.ts";
import type { Closing } from "../ledger.ts";
import { isDelivery, onRow, withoutResults } from "./row.ts";

/** The broker's realized result of each closing trade against the lots that we closed. */
export const r4: Rule = {
  name: "R4",
  title: "Realized P&L of each closing trade",
  formula: "realized = net proceeds of the closing − cost basis of the lots that it closed",
  tolerance: () => Decimal.of("0.005"),
  source: "accounting notes 3, R4",
  *compare(facts) {
    const closings = closingsByTrade(facts);
    const silence = withoutResults(
      facts.assertions.trade,
      ({ effect, event }) => effect === "closes" || (effect === null && closings.has(event)),
    );
    for (const trade of facts.assertions.trade) {
      if (trade.cancelled || isDelivery(trade) || trade.instrument === null) continue;
      const closing = closings.get(trade.event);
      const isClosing = trade.effect === "closes" || trade.effect === "both";
      const claims = isKnown(trade.realized) && !trade.realized.isZero;
      if (closing === undefined && !isClosing && !claims) continue;
      const broker = silence(trade) ?? trade.realized;
      const check = onRow("R4", trade, "fifoPnlRealized", broker, oursOf(facts, trade, closing));
      yield closing === undefined
        ? check
        : { ...check, figure: `closings/${trade.event}` as FigureId };
    }
  },
};

function oursOf(facts: Facts, trade: TradeAssertion, closing: Closing | undefined): Amount {
  if (closing !== undefined) return closing.realized;
  const holding =
    trade.instrument === null
      ? undefined
      : facts.holdings.get(holdingKey(trade.account, trade.instrument));
  if (holding?.unknown != null) return unknown(holding.unknown);
  return Decimal.zero;
}

function closingsByTrade({ ledger }: Facts): ReadonlyMap<EventId, Closing> {
  const closings = new Map<EventId, Closing>();
  for (const holding of ledger.holdings)
    for (const closing of holding.closings) closings.set(closing.by.id, closing);
  return closings;
}
