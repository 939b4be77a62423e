/** Orders beside their executions: the same money once more, to compare the sums. (Identity T8.) */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { add } from "../core/amount.ts";
import type { EventId } from "../core/ids.ts";
import type { OrderRow } from "../events/broker-rows.ts";
import { eventId, type Source } from "./source.ts";
import { once, subjectOf } from "./subject.ts";

/** Orders that do not stand in for executions, each with the executions of its own statement, the newest that has it. */
export function mapOrders(source: Source): OrderRow[] {
  const { rows } = source;
  const used = new Set(rows.trades.flatMap(({ versions }) => versions.map(({ row }) => row)));
  const orders = once(
    rows.every("Trades").filter((row) => isOrder(row) && !used.has(row.versions[0].row)),
  );
  if (orders.length === 0) return [];
  const executions = executionsOf(rows.trades);
  const answer = new Map<string, OrderRow>();
  for (const row of orders) {
    const fields = row.read();
    const order = fields.text("ibOrderID");
    if (order === "" || order === "0") continue;
    const key = `${row.account}|${order}|${fields.text("conid")}`;
    const before = answer.get(key);
    if (before !== undefined && before.source.file !== row.sources[0].file) continue;
    const own = orderOf(source, row, fields, executions.get(`${key}|${row.sources[0].file}`) ?? []);
    answer.set(key, before === undefined ? own : together(before, own));
  }
  return [...answer.values()];
}

const orderOf = (
  source: Source,
  row: MergedRow,
  fields: Fields,
  executions: readonly EventId[],
): OrderRow => ({
  kind: "order",
  account: row.account,
  source: row.sources[0],
  order: fields.text("ibOrderID"),
  date: fields.date("reportDate") ?? fields.date("tradeDate") ?? row.statement.to,
  instrument: subjectOf(source, fields),
  currency: fields.text("currency"),
  quantity: fields.amount("quantity"),
  proceeds: fields.amount("proceeds"),
  commission: fields.amountOrZero("ibCommission"),
  executions,
});

/** An order that was filled on several days may have a row for each. */
const together = (left: OrderRow, right: OrderRow): OrderRow => ({
  ...left,
  quantity: add(left.quantity, right.quantity),
  proceeds: add(left.proceeds, right.proceeds),
  commission: add(left.commission, right.commission),
});

const isOrder = (row: MergedRow): boolean =>
  row.versions[0].row.element === "Order" ||
  row.versions[0].row.attributes().get("levelOfDetail") === "ORDER";

/** By account, order, instrument and file. */
function executionsOf(trades: readonly MergedRow[]): ReadonlyMap<string, readonly EventId[]> {
  const found = new Map<string, EventId[]>();
  for (const row of trades) {
    const fields = row.read();
    const key = `${row.account}|${fields.text("ibOrderID")}|${fields.text("conid")}`;
    for (const file of new Set(row.versions.map(({ statement }) => statement.place.file))) {
      const own = found.get(`${key}|${file}`);
      if (own === undefined) found.set(`${key}|${file}`, [eventId(row, "trade")]);
      else own.push(eventId(row, "trade"));
    }
  }
  return found;
}
