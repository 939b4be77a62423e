import { type Amount, sum, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { OrderRow } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";

/** Orders, where they are exported beside their executions. */
export const t8: Rule = {
  name: "T8",
  title: "Each order against its executions",
  formula: "order = sum of its executions",
  tolerance: () => Decimal.of("0.0001"),
  source: "accounting notes 1.1, T8",
  *compare({ assertions }) {
    if (assertions.order.length === 0) return;
    const trades = new Map(assertions.trade.map((trade) => [trade.event, trade]));
    for (const order of assertions.order) {
      const executions = order.executions.flatMap((id) => trades.get(id) ?? []);
      const total = (part: (trade: TradeAssertion) => Amount): Amount =>
        executions.length === 0
          ? unknown("no execution names the order (ibOrderID)")
          : sum(executions.map(part));
      yield orderCheck(
        order,
        "quantity",
        order.quantity,
        total(({ quantity }) => quantity),
      );
      yield orderCheck(
        order,
        "proceeds",
        order.proceeds,
        total(({ proceeds }) => proceeds),
      );
      yield orderCheck(
        order,
        "ibCommission",
        order.commission,
        total((one) => one.commission),
      );
    }
  },
};

function orderCheck(order: OrderRow, field: string, broker: Amount, ours: Amount): Comparison {
  const { account, date, instrument, currency } = order;
  return {
    id: `T8/${account}/${instrument ?? "currencies"}/${order.order}/${field}`,
    account,
    date,
    instrument,
    currency: field === "quantity" ? "" : currency,
    field,
    broker,
    ours,
    rows: [order.source],
  };
}
