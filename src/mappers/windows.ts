/** Which days and topics the statements cover, and which accounts they are of. */
import type { Collected } from "../adapters/flex/collect.ts";
import type { FlexStatement } from "../adapters/flex/document.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { Account, Topic, Window } from "../events/assertion.ts";

const TOPICS: Readonly<Record<string, Topic>> = {
  Trades: "trades",
  CashTransactions: "cash transactions",
  Transfers: "transfers",
  CorporateActions: "corporate actions",
  OpenPositions: "positions",
  CashReport: "cash report",
  EquitySummaryInBase: "net asset value",
};

/** One window per statement, oldest first. Trade Confirmation statements prove nothing and have none. */
export function mapWindows({ statements, accounts }: Collected): Window[] {
  const windows: Window[] = [];
  for (const statement of statements) {
    const account = accounts.aliasOf(statement.accountId);
    if (account === null || statement.sections.has("TradeConfirms")) continue;
    windows.push({
      account,
      from: statement.from,
      to: statement.to,
      generated: statement.generated,
      file: statement.place.file,
      exports: topicsOf(statement),
      source: statement.place,
    });
  }
  return windows;
}

function topicsOf({ sections }: FlexStatement): ReadonlySet<Topic> {
  const topics = new Set<Topic>();
  for (const container of sections.keys()) {
    const topic = TOPICS[container];
    if (topic !== undefined) topics.add(topic);
  }
  if (sections.get("Trades")?.rows.some(({ element }) => element === "Lot"))
    topics.add("closed lots");
  if (
    sections
      .get("OpenPositions")
      ?.rows.some((row) => row.attributes().get("levelOfDetail") === "LOT")
  )
    topics.add("open lots");
  return topics;
}

/** The accounts of all statements, by alias. Names come from settings alone: statements hold people's names. */
export function mapAccounts(
  rows: Collected,
  baseCurrency: (account: AccountAlias) => string,
  nameOf: (account: AccountAlias) => string,
): Account[] {
  const opened = new Map<AccountAlias, Account["opened"]>();
  for (const row of rows.accountInformation)
    if (!opened.has(row.account)) opened.set(row.account, row.read().date("dateOpened"));
  const aliases = new Set<AccountAlias>();
  for (const { accountId } of rows.statements) {
    const alias = rows.accounts.aliasOf(accountId);
    if (alias !== null) aliases.add(alias);
  }
  for (const row of [...rows.trades, ...rows.cash]) aliases.add(row.account);
  return [...aliases].sort().map((alias) => ({
    alias,
    name: nameOf(alias),
    baseCurrency: baseCurrency(alias),
    opened: opened.get(alias) ?? null,
  }));
}
