/**
 * What all statements together hold, section by section and each row once: the answer that the mappers work on. Events
 * are united over the statements, levels of a day come from the newest statement that has it, and figures of a whole
 * window stay with their statement. (Accounting notes, section 4, "Sections by nature".)
 */
import type { IsoDate } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { AccountBook } from "./accounts.ts";
import type { FlexRow, FlexStatement } from "./document.ts";
import { ACTIONS, CASH, select, TAXES, TRADES, TRANSFERS } from "./levels.ts";
import {
  byAge,
  candidateBy,
  type Identity,
  type MakeCandidate,
  MergedRow,
  mergeRows,
  type Selection,
} from "./merge.ts";
import { readDate } from "./values.ts";

export interface Collected {
  /** Oldest first. */
  readonly statements: readonly FlexStatement[];
  readonly accounts: AccountBook;
  readonly trades: readonly MergedRow[];
  /** The lots that a trade closed, by the trade's row. */
  readonly closedLots: ReadonlyMap<MergedRow, readonly MergedRow[]>;
  readonly cash: readonly MergedRow[];
  readonly corporateActions: readonly MergedRow[];
  readonly transfers: readonly MergedRow[];
  readonly salesTaxes: readonly MergedRow[];
  readonly transactionTaxes: readonly MergedRow[];
  readonly cfdCharges: readonly MergedRow[];
  readonly tradeConfirms: readonly MergedRow[];
  /** Levels of a day, each day from the newest statement that has it. */
  readonly positions: readonly Dated[];
  readonly netAssetValues: readonly Dated[];
  readonly priorPositions: readonly Dated[];
  readonly rates: readonly Dated[];
  /** Figures of a window or facts without a date: every statement's own, newest first. */
  readonly cashReports: readonly MergedRow[];
  readonly navChanges: readonly MergedRow[];
  readonly accountInformation: readonly MergedRow[];
  readonly securities: readonly MergedRow[];
  /** The rows of any other section, of every statement, newest first: to compare with, never to add up. */
  readonly every: (container: string) => readonly MergedRow[];
}

/** A row that states how things stood at the end of a day. */
export interface Dated {
  readonly date: IsoDate;
  readonly row: MergedRow;
}

type Notice = (diagnostic: Diagnostic) => void;

const TRADE_ID: Identity = {
  id: ["transactionID"],
  fallback: [
    "ibExecID",
    "conid",
    "symbol",
    "dateTime",
    "tradeDate",
    "quantity",
    "tradePrice",
    "proceeds",
    "ibOrderID",
  ],
};
const CASH_ID: Identity = {
  id: ["transactionID", "type"],
  fallback: [
    "type",
    "conid",
    "symbol",
    "currency",
    "dateTime",
    "settleDate",
    "amount",
    "description",
  ],
};
const ACTION_ID: Identity = {
  id: ["transactionID"],
  fallback: ["actionID", "description", "conid", "quantity", "value", "dateTime"],
};
const TRANSFER_ID: Identity = {
  id: ["transactionID", "direction", "assetCategory"],
  fallback: ["date", "conid", "symbol", "quantity", "account", "direction", "cashTransfer"],
};
const SALES_TAX_ID: Identity = {
  id: ["transactionID"],
  fallback: ["date", "taxableTransactionID", "taxableDescription", "salesTax"],
};
const TRANSACTION_TAX_ID: Identity = {
  id: ["tradeId", "taxDescription", "date"],
  fallback: ["date", "symbol", "taxDescription", "taxAmount", "quantity"],
};
const CFD_CHARGE_ID: Identity = {
  id: ["transactionID"],
  fallback: ["date", "conid", "activityDescription", "total"],
};
const CONFIRM_ID: Identity = {
  id: ["execID"],
  fallback: ["tradeID", "conid", "dateTime", "quantity", "price"],
};

/** Unites the rows of all statements. Raises the diagnostics of levels of detail and of merging. */
export function collect(
  unordered: readonly FlexStatement[],
  accounts: AccountBook,
  notice: Notice,
): Collected {
  const statements = unordered.toSorted(byAge);
  const merged = (
    identity: Identity,
    selected: (make: MakeCandidate) => Selection[],
  ): MergedRow[] => mergeRows(selected(candidateBy(identity, accounts)), identity, notice);
  const finest = (identity: Identity, levels: Parameters<typeof select>[1]) =>
    merged(identity, (make) => select(statements, levels, make, notice));
  const plain = (identity: Identity, container: string, element: string) =>
    merged(identity, (make) => selectElement(statements, container, element, make));
  const trades = finest(TRADE_ID, TRADES);
  const perDay = (container: string, date: string, parts: readonly string[]) =>
    newestPerDay(statements, container, date, parts, accounts);
  return {
    statements,
    accounts,
    trades,
    closedLots: closedLots(statements, trades),
    cash: finest(CASH_ID, CASH),
    corporateActions: finest(ACTION_ID, ACTIONS),
    transfers: finest(TRANSFER_ID, TRANSFERS),
    salesTaxes: plain(SALES_TAX_ID, "SalesTaxes", "SalesTax"),
    transactionTaxes: finest(TRANSACTION_TAX_ID, TAXES),
    cfdCharges: plain(CFD_CHARGE_ID, "CFDCharges", "CFDCharge"),
    tradeConfirms: plain(CONFIRM_ID, "TradeConfirms", "TradeConfirm"),
    positions: perDay("OpenPositions", "reportDate", ["levelOfDetail"]),
    netAssetValues: perDay("EquitySummaryInBase", "reportDate", []),
    priorPositions: perDay("PriorPeriodPositions", "date", ["conid"]),
    rates: perDay("ConversionRates", "reportDate", ["fromCurrency", "toCurrency"]),
    cashReports: everyStatement(statements, "CashReport", accounts),
    navChanges: everyStatement(statements, "ChangeInNAV", accounts),
    accountInformation: everyStatement(statements, "AccountInformation", accounts),
    securities: everyStatement(statements, "SecuritiesInfo", accounts),
    every: (container) => everyStatement(statements, container, accounts),
  };
}

function selectElement(
  statements: readonly FlexStatement[],
  container: string,
  element: string,
  make: MakeCandidate,
): Selection[] {
  const answer: Selection[] = [];
  for (const statement of statements) {
    const section = statement.sections.get(container);
    if (section === undefined) continue;
    const rows = section.rows
      .filter((row) => row.element === element)
      .flatMap((row) => make(row, row.attributes(), statement) ?? []);
    answer.push({ statement, rows });
  }
  return answer;
}

/**
 * Closed lots follow their closing trade; their position is the only certain link. Of a trade that stands in several
 * statements, the newest that has lots gives them.
 */
function closedLots(
  statements: readonly FlexStatement[],
  trades: readonly MergedRow[],
): ReadonlyMap<MergedRow, readonly MergedRow[]> {
  const owner = new Map<FlexRow, MergedRow>();
  for (const trade of trades) for (const { row } of trade.versions) owner.set(row, trade);
  const found = new Map<MergedRow, readonly MergedRow[]>();
  for (const statement of statements) {
    const own = new Map<MergedRow, MergedRow[]>();
    let trade: MergedRow | undefined;
    for (const row of statement.sections.get("Trades")?.rows ?? []) {
      if (row.element !== "Lot")
        trade = owner.get(row) ?? (row.element === "Trade" ? undefined : trade);
      else if (trade !== undefined) {
        const lots = own.get(trade) ?? [];
        lots.push(
          new MergedRow(trade.account, `${trade.key}/${lots.length + 1}`, [{ row, statement }]),
        );
        own.set(trade, lots);
      }
    }
    for (const [closing, lots] of own) found.set(closing, lots);
  }
  return found;
}

/** Rows of a section that says how things stood, each day (and each further part of the key) from the newest statement. */
function newestPerDay(
  statements: readonly FlexStatement[],
  container: string,
  dateName: string,
  parts: readonly string[],
  accounts: AccountBook,
): Dated[] {
  const newest = new Map<string, { statement: FlexStatement; rows: Dated[] }>();
  for (const statement of statements) {
    for (const row of statement.sections.get(container)?.rows ?? []) {
      const attributes = row.attributes();
      if (attributes.get("accountId") === "-") continue; // repeats the members of a consolidated statement
      const account = accounts.ofRow(row, attributes, statement);
      const text = attributes.get(dateName) ?? "";
      const date = text === "" ? statement.to : readDate(text);
      if (account === null || date === null || date === "bad" || date === "ambiguous") continue;
      const number = attributes.get("accountId") || statement.accountId;
      const key = [number, date, ...parts.map((name) => attributes.get(name) ?? "")].join("|");
      const before = newest.get(key);
      const entry = before?.statement === statement ? before : { statement, rows: [] };
      newest.set(key, entry);
      entry.rows.push({ date, row: new MergedRow(account, key, [{ row, statement }]) });
    }
  }
  return [...newest.values()].flatMap(({ rows }) => rows);
}

/** The rows of every statement, newest statement first. */
function everyStatement(
  statements: readonly FlexStatement[],
  container: string,
  accounts: AccountBook,
): MergedRow[] {
  const answer: MergedRow[] = [];
  for (const statement of statements.toReversed())
    for (const row of statement.sections.get(container)?.rows ?? []) {
      const attributes = row.attributes();
      if (attributes.get("accountId") === "-") continue;
      const account = accounts.ofRow(row, attributes, statement);
      if (account !== null) answer.push(new MergedRow(account, row.section, [{ row, statement }]));
    }
  return answer;
}
