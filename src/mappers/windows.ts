/** Which days and topics the statements cover, and which accounts they are of. */
import type { Collected } from "../adapters/flex/collect.ts";
import type { FlexSection, FlexStatement } from "../adapters/flex/document.ts";
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
export function mapWindows(rows: Collected): Window[] {
  const { statements, accounts } = rows;
  const others = accountsInRows(rows);
  const windows: Window[] = [];
  for (const statement of statements) {
    const own = accounts.aliasOf(statement.accountId);
    if (statement.sections.has("TradeConfirms")) continue;
    for (const account of new Set([
      ...(own === null ? [] : [own]),
      ...(others.get(statement) ?? []),
    ]))
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

/** Accounts whose rows stand in statements, also in those of another account: a consolidated statement covers both. */
function accountsInRows(rows: Collected): ReadonlyMap<FlexStatement, ReadonlySet<AccountAlias>> {
  const found = new Map<FlexStatement, Set<AccountAlias>>();
  const dated = [...rows.positions, ...rows.netAssetValues].map(({ row }) => row);
  for (const { account, statement } of [
    ...rows.trades,
    ...rows.cash,
    ...rows.cashReports,
    ...dated,
  ])
    found.set(statement, (found.get(statement) ?? new Set<AccountAlias>()).add(account));
  return found;
}

/** Trades of which only summaries are exported say nothing about single trades. */
const isUsable = (section: FlexSection | undefined): boolean =>
  section?.container !== "Trades" ||
  section.rows.length === 0 ||
  section.rows.some(({ element }) => element === "Trade" || element === "Order");

function topicsOf({ sections }: FlexStatement): ReadonlySet<Topic> {
  const topics = new Set<Topic>();
  for (const container of sections.keys()) {
    const topic = TOPICS[container];
    if (topic !== undefined && isUsable(sections.get(container))) topics.add(topic);
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
  windows: readonly Window[],
  baseCurrency: (account: AccountAlias) => string,
  nameOf: (account: AccountAlias) => string,
): Account[] {
  const opened = new Map<AccountAlias, Account["opened"]>();
  for (const row of rows.accountInformation)
    if (!opened.has(row.account)) opened.set(row.account, row.read().date("dateOpened"));
  const aliases = new Set(windows.map(({ account }) => account));
  for (const row of [...rows.trades, ...rows.cash, ...rows.tradeConfirms]) aliases.add(row.account);
  return [...aliases].sort().map((alias) => ({
    alias,
    name: nameOf(alias),
    baseCurrency: baseCurrency(alias),
    opened: opened.get(alias) ?? null,
  }));
}
