import { type Amount, sum, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { OrderRow } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.0001");

/** Orders, where they are exported beside their executions. */
export const t8: Rule = {
  name: "T8",
  title: "Each order against its executions",
  formula: "order = sum of its executions",
  tolerance: () => TOLERANCE,
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
      const check = (field: string, broker: Amount, ours: Amount): Comparison =>
        unless(doubtOf(order, executions), orderCheck(order, field, broker, ours), TOLERANCE);
      const quantity = total((one) => one.quantity);
      const proceeds = total((one) => one.proceeds);
      yield check("quantity", order.quantity, quantity);
      yield check("proceeds", order.proceeds, proceeds);
      const commission = total((one) => one.commission);
      yield check("ibCommission", order.commission, commission);
    }
  },
};

/** What else than a wrong figure makes an order differ from its executions; null where nothing does. */
function doubtOf({ source }: OrderRow, executions: readonly TradeAssertion[]): string | null {
  if (executions.some(({ cancelled }) => cancelled))
    return "one of its executions was cancelled, and nobody has seen how the order counts it";
  return executions.some((one) => one.source.file !== source.file)
    ? "a newer statement has its executions and no orders, and may say something else"
    : null;
}

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
