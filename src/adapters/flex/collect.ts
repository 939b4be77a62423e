/**
 * What all statements together hold, section by section and each row once: the answer that the mappers work on. Events
 * are united over the statements, levels of a day come from the newest statement that has it, and figures of a whole
 * window stay with their statement. (Accounting notes, section 4, "Sections by nature".)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { AccountBook } from "./accounts.ts";
import type { FlexRow, FlexStatement } from "./document.ts";
import { ACTIONS, CASH, select, TAXES, TRADES, TRANSFERS } from "./levels.ts";
import { type Dated, type Levels, levelsPerDay, type Revision } from "./levels-per-day.ts";
import {
  byAge,
  candidateBy,
  type Identity,
  type MakeCandidate,
  type Merged,
  MergedRow,
  mergeRows,
  type Selection,
} from "./merge.ts";

export type { Dated, Revision };

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
  /** Rows of all these sections that the broker took back: in no figure, and known to have been. */
  readonly withdrawn: readonly MergedRow[];
  /** Levels of a day, each day from the newest statement that has it. */
  readonly positions: readonly Dated[];
  readonly netAssetValues: readonly Dated[];
  readonly priorPositions: readonly Dated[];
  readonly rates: readonly Dated[];
  /** Where statements give a level of these sections differently. */
  readonly revisions: readonly Revision[];
  /** Figures of a window or facts without a date: every statement's own, newest first. */
  readonly cashReports: readonly MergedRow[];
  readonly navChanges: readonly MergedRow[];
  readonly accountInformation: readonly MergedRow[];
  readonly securities: readonly MergedRow[];
  /** The rows of any other section, of every statement, newest first: to compare with, never to add up. */
  readonly every: (container: string) => readonly MergedRow[];
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
  dates: ["reportDate", "tradeDate", "dateTime"],
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
  dates: ["reportDate", "settleDate", "date", "dateTime"],
};
const ACTION_ID: Identity = {
  id: ["transactionID"],
  fallback: ["actionID", "description", "conid", "quantity", "value", "dateTime"],
  dates: ["reportDate", "date", "dateTime"],
};
const TRANSFER_ID: Identity = {
  id: ["transactionID", "direction", "assetCategory"],
  fallback: ["date", "conid", "symbol", "quantity", "account", "direction", "cashTransfer"],
  dates: ["reportDate", "date", "dateTime"],
};
const SALES_TAX_ID: Identity = {
  id: ["transactionID"],
  fallback: ["date", "taxableTransactionID", "taxableDescription", "salesTax"],
  dates: ["reportDate", "settleDate", "date", "dateTime"],
};
const TRANSACTION_TAX_ID: Identity = {
  id: ["tradeId", "taxDescription", "date"],
  fallback: ["date", "symbol", "taxDescription", "taxAmount", "quantity"],
  dates: ["reportDate", "settleDate", "date", "dateTime"],
};
const CFD_CHARGE_ID: Identity = {
  id: ["transactionID"],
  fallback: ["date", "conid", "activityDescription", "total"],
  dates: ["reportDate", "settleDate", "date", "dateTime"],
};
const CONFIRM_ID: Identity = {
  id: ["execID"],
  fallback: ["tradeID", "conid", "dateTime", "quantity", "price"],
  dates: ["reportDate", "tradeDate"],
};

const POSITIONS: Levels = {
  container: "OpenPositions",
  date: "reportDate",
  parts: ["levelOfDetail"],
  row: ["conid", "symbol", "side", "originatingTransactionID", "openDateTime"],
};
const NET_ASSET_VALUES: Levels = {
  container: "EquitySummaryInBase",
  date: "reportDate",
  parts: [],
  row: [],
};
const PRIOR_POSITIONS: Levels = {
  container: "PriorPeriodPositions",
  date: "date",
  parts: ["conid"],
  row: [],
};
const RATES: Levels = {
  container: "ConversionRates",
  date: "reportDate",
  parts: ["fromCurrency", "toCurrency"],
  row: [],
};

/** Unites the rows of all statements. Raises the diagnostics of levels of detail and of merging. */
export function collect(
  unordered: readonly FlexStatement[],
  accounts: AccountBook,
  notice: Notice,
): Collected {
  const statements = unordered.toSorted(byAge);
  const withdrawn: MergedRow[] = [];
  const revisions: Revision[] = [];
  const merged = (identity: Identity, selected: (make: MakeCandidate) => Selection[]) =>
    kept(mergeRows(selected(candidateBy(identity, accounts)), identity, notice), withdrawn);
  const finest = (identity: Identity, levels: Parameters<typeof select>[1]) =>
    merged(identity, (make) => select(statements, levels, make, notice));
  const plain = (identity: Identity, container: string, element: string) =>
    merged(identity, (make) => selectElement(statements, container, element, make));
  const trades = finest(TRADE_ID, TRADES);
  const perDay = (levels: Levels): readonly Dated[] => {
    const days = levelsPerDay(statements, levels, accounts);
    revisions.push(...days.revisions);
    return days.rows;
  };
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
    withdrawn,
    positions: perDay(POSITIONS),
    netAssetValues: perDay(NET_ASSET_VALUES),
    priorPositions: perDay(PRIOR_POSITIONS),
    rates: perDay(RATES),
    revisions,
    cashReports: everyStatement(statements, "CashReport", accounts),
    navChanges: everyStatement(statements, "ChangeInNAV", accounts),
    accountInformation: everyStatement(statements, "AccountInformation", accounts),
    securities: everyStatement(statements, "SecuritiesInfo", accounts),
    every: (container) => everyStatement(statements, container, accounts),
  };
}

function kept({ rows, withdrawn }: Merged, gone: MergedRow[]): readonly MergedRow[] {
  for (const row of withdrawn) gone.push(row);
  return rows;
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
    answer.push({ statement, container, rows });
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
      else if (trade !== undefined && isOfSame(row, trade)) {
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

/** Whether a lot may belong to a trade: where both name an instrument, it is one. */
function isOfSame(lot: FlexRow, trade: MergedRow): boolean {
  const [own, other] = [lot, trade.versions[0].row].map(
    (row) => row.attributes().get("conid") ?? "",
  );
  return own === "" || other === "" || own === other;
}
