/** The broker's results by instrument over a window, and what positions made day by day. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { MarkToMarket, Performance, PriorMark } from "../events/broker-rows.ts";
import { rateOf, type Source } from "./source.ts";
import { ofNewestStatement, subjectOf } from "./subject.ts";

/** Both summaries, and the daily marks of what was held overnight. */
export function mapPerformance(source: Source): (Performance | MarkToMarket | PriorMark)[] {
  const { rows } = source;
  const results = ofNewestStatement(rows.every("FIFOPerformanceSummaryInBase"));
  const marks = ofNewestStatement(rows.every("MTMPerformanceSummaryInBase"));
  return [
    ...together(
      results.map((row) => performanceOf(source, row)),
      resultsTogether,
    ),
    ...together(
      marks.map((row) => markToMarketOf(source, row)),
      marksTogether,
    ),
    ...priorMarks(source),
  ];
}

/** An instrument that stands in several rows, one for each model or segment of the account: their sum. */
function together<T extends Performance | MarkToMarket>(
  rows: readonly T[],
  join: (left: T, right: T) => T,
): T[] {
  const joined = new Map<string, T>();
  for (const [index, row] of rows.entries()) {
    const { account, instrument, from, to, source } = row;
    const key = [account, instrument ?? `row ${index}`, from, to, source.file].join("|");
    const before = joined.get(key);
    joined.set(key, before === undefined ? row : join(before, row));
  }
  return [...joined.values()];
}

const eachTogether = (left: readonly Amount[], right: readonly Amount[]): Amount[] =>
  left.map((amount, index) => add(amount, right[index] ?? Decimal.zero));

const resultsTogether = (left: Performance, right: Performance): Performance => ({
  ...left,
  realizedParts: eachTogether(left.realizedParts, right.realizedParts),
  realized: add(left.realized, right.realized),
  unrealizedProfit: add(left.unrealizedProfit, right.unrealizedProfit),
  unrealizedLoss: add(left.unrealizedLoss, right.unrealizedLoss),
  unrealizedParts: eachTogether(left.unrealizedParts, right.unrealizedParts),
  total: add(left.total, right.total),
  unsettled: [...left.unsettled, ...right.unsettled],
});

const marksTogether = (left: MarkToMarket, right: MarkToMarket): MarkToMarket => ({
  ...left,
  transactions: add(left.transactions, right.transactions),
  priorOpen: add(left.priorOpen, right.priorOpen),
  commissions: add(left.commissions, right.commissions),
  other: add(left.other, right.other),
  total: add(left.total, right.total),
  unsettled: [...left.unsettled, ...right.unsettled],
});

/** Nobody has seen a row in which these were not 0. (Accounting notes 1.5, F1, and 8.) */
const UNSETTLED = ["costAdj", "transferredPnl", "corpActionMtm", "dividends"];

function windowed(source: Source, row: MergedRow, fields: Fields) {
  const { from, to } = row.statement;
  return {
    account: row.account,
    source: row.sources[0],
    from,
    to,
    instrument: subjectOf(source, fields),
    symbol: fields.text("symbol") || fields.text("description"),
    assetCategory: fields.text("assetCategory"),
    isItem:
      fields.text("assetCategory") !== "" &&
      ["conid", "symbol", "isin"].some((name) => fields.text(name) !== ""),
    unsettled: UNSETTLED.filter((name) => {
      const amount = fields.amount(name);
      return isKnown(amount) && !amount.isZero;
    }),
  };
}

const PARTS = ["STProfit", "STLoss", "LTProfit", "LTLoss"];

function performanceOf(source: Source, row: MergedRow): Performance {
  const fields = row.read();
  return {
    kind: "performance",
    ...windowed(source, row, fields),
    realizedParts: PARTS.map((part) => fields.amount(`realized${part}`)),
    realized: fields.amount("totalRealizedPnl"),
    unrealizedProfit: fields.amount("unrealizedProfit"),
    unrealizedLoss: fields.amount("unrealizedLoss"),
    unrealizedParts: PARTS.map((part) => fields.amount(`unrealized${part}`)),
    total: fields.amount("totalFifoPnl"),
  };
}

function markToMarketOf(source: Source, row: MergedRow): MarkToMarket {
  const fields = row.read();
  return {
    kind: "mark to market",
    ...windowed(source, row, fields),
    transactions: fields.amount("transactionMtm"),
    priorOpen: fields.amount("priorOpenMtm"),
    hasMarks: row.statement.sections.has("PriorPeriodPositions"),
    commissions: fields.amount("commissions"),
    other: fields.amount("other"),
    total: fields.amount("total"),
  };
}

function priorMarks(source: Source): PriorMark[] {
  return source.rows.priorPositions.map(({ date, row }) => {
    const fields = row.read();
    const { from, to } = row.statement;
    return {
      kind: "prior mark",
      account: row.account,
      source: row.sources[0],
      date,
      isDated: fields.date("date") !== null || from === to,
      instrument: subjectOf(source, fields),
      symbol: fields.text("symbol") || fields.text("description"),
      assetCategory: fields.text("assetCategory"),
      currency: fields.text("currency"),
      multiplier: fields.text("multiplier") === "" ? Decimal.one : fields.amount("multiplier"),
      price: fields.amount("price"),
      result: fields.amount("priorMtmPnl"),
      rate: rateOf(source, fields, row.account, date),
    };
  });
}
