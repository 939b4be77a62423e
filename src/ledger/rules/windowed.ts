/** What the rules on results over a window share. */
import type { Amount } from "../../core/amount.ts";
import type { Account } from "../../events/assertion.ts";
import type { MarkToMarket, Performance } from "../../events/broker-rows.ts";
import type { Comparison, Facts } from "../checks.ts";
import { Names } from "./names.ts";

export type WindowRow = Performance | MarkToMarket;

/** Makes the checks of one rule on rows of windows, in base currency. */
export function onWindow(
  rule: string,
  accounts: readonly Account[],
): (row: WindowRow, field: string, broker: Amount, ours: Amount) => Comparison {
  const names = new Names();
  const bases = new Map(accounts.map(({ alias, baseCurrency }) => [alias, baseCurrency]));
  return (row, field, broker, ours) => {
    const about = row.instrument ?? (row.symbol || "total");
    return {
      id: names.of(`${rule}/${row.account}/${about}/${row.from}/${row.to}/${field}`),
      account: row.account,
      date: row.to,
      from: row.from,
      instrument: row.instrument,
      currency: bases.get(row.account) ?? "",
      field,
      broker,
      ours,
      rows: [row.source],
    };
  };
}

/** Why the parts of a row may not be its total; null where all of them are known. */
export const besideParts = ({ unsettled: [name] }: WindowRow): string | null =>
  name === undefined ? null : `nobody has seen on which side ${name} counts, and it is not 0`;

/** Why nothing can be said about the trades of a row's window; null where its statement exports them. */
export function withoutTrades({ windows }: Facts, row: WindowRow): string | null {
  const own = windows.find(
    ({ account, file, from, to }) =>
      account === row.account && file === row.source.file && from === row.from && to === row.to,
  );
  return own?.exports.has("trades") === true ? null : "the statement has no section Trades";
}
