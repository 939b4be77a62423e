/** The broker's results by instrument over a window, and what positions made day by day. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import type { MarkToMarket, Performance, PriorMark } from "../events/broker-rows.ts";
import { rateOf, type Source } from "./source.ts";
import { ofNewestStatement, subjectOf } from "./subject.ts";

/** Both summaries; daily marks only where there is a summary to compare them with. */
export function mapPerformance(source: Source): (Performance | MarkToMarket | PriorMark)[] {
  const { rows } = source;
  const marks = ofNewestStatement(rows.every("MTMPerformanceSummaryInBase"));
  return [
    ...ofNewestStatement(rows.every("FIFOPerformanceSummaryInBase")).map((row) =>
      performanceOf(source, row),
    ),
    ...marks.map((row) => markToMarketOf(source, row)),
    ...(marks.length === 0 ? [] : priorMarks(source)),
  ];
}

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
    commissions: fields.amount("commissions"),
    other: fields.amount("other"),
    total: fields.amount("total"),
  };
}

function priorMarks(source: Source): PriorMark[] {
  return source.rows.priorPositions.flatMap(({ date, row }) => {
    const fields = row.read();
    const instrument = subjectOf(source, fields);
    if (instrument === null) return [];
    return [
      {
        kind: "prior mark",
        account: row.account,
        source: row.sources[0],
        date,
        instrument,
        result: fields.amount("priorMtmPnl"),
        rate: rateOf(source, fields, row.account, date),
      },
    ];
  });
}
