/** What net asset value is made of, day by day, and how it changed over a window → assertions. */
import type { Dated } from "../adapters/flex/collect.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { add, unknown } from "../core/amount.ts";
import type { NavChangeAssertion, NavColumnsAssertion } from "../events/breakdown.ts";
import {
  amountNames,
  inParts,
  lackingOf,
  linesOf,
  linesTogether,
  type Members,
  newestTogether,
  partsTogether,
} from "./breakdown.ts";

/** Lines that statements of every year have; without them the change cannot be summed up. */
const USUAL_LINES = [
  "mtm",
  "realized",
  "changeInUnrealized",
  "costAdjustments",
  "transferredPnlAdjustments",
  "depositsWithdrawals",
  "internalCashTransfers",
  "assetTransfers",
  "dividends",
  "withholdingTax",
  "changeInDividendAccruals",
  "interest",
  "changeInInterestAccruals",
  "advisorFees",
  "otherFees",
  "commissions",
  "transactionTax",
  "salesTax",
  "fxTranslation",
  "linkingAdjustments",
  "other",
];

/** The columns that statements of every year have; without them the total cannot be summed up. */
const USUAL_COLUMNS = [
  "cash",
  "stock",
  "slbCashCollateral",
  "slbDirectSecuritiesBorrowed",
  "slbDirectSecuritiesLent",
  "options",
  "bonds",
  "commodities",
  "notes",
  "funds",
  "dividendAccruals",
  "interestAccruals",
  "softDollars",
  "forexCfdUnrealizedPl",
  "cfdUnrealizedPl",
];

const NO_LINES: ReadonlySet<string> = new Set(["startingValue", "endingValue", "twr"]);

/** One per window, newest statement first. */
export const mapNavChanges = (rows: readonly MergedRow[], members: Members): NavChangeAssertion[] =>
  newestTogether(
    rows.map((row) => [row, changeOf(row)] as const),
    members,
    ({ account, from, to }) => `${account}|${from}|${to}`,
    (left, right) => ({
      ...left,
      starting: add(left.starting, right.starting),
      ending: add(left.ending, right.ending),
      twr: unknown(
        "the broker reports a return for each segment or model of the account, not for all together",
      ),
      lines: linesTogether(left.lines, right.lines),
    }),
  );

function changeOf(row: MergedRow): NavChangeAssertion {
  const fields = row.read();
  const names = amountNames(row);
  return {
    kind: "nav change",
    account: row.account,
    source: row.sources[0],
    from: fields.date("fromDate") ?? row.statement.from,
    to: fields.date("toDate") ?? row.statement.to,
    starting: fields.amount("startingValue"),
    ending: fields.amount("endingValue"),
    twr: fields.amount("twr"),
    lines: linesOf(
      fields,
      names.filter((name) => !NO_LINES.has(name)),
    ),
    exported: names,
    lacking: lackingOf("ChangeInNAV", names, USUAL_LINES),
  };
}

/** One per day. */
export const mapNavColumns = (days: readonly Dated[], members: Members): NavColumnsAssertion[] =>
  newestTogether(
    days.map((dated) => [dated.row, columnsOf(dated)] as const),
    members,
    ({ account, date }) => `${account}|${date}`,
    (left, right) => ({
      ...left,
      total: add(left.total, right.total),
      lines: linesTogether(left.lines, right.lines),
      sides: partsTogether(left.sides, right.sides),
    }),
  );

/** `…Component` columns break other columns down once more. (Accounting notes 1.3, E1.) */
function columnsOf({ date, row }: Dated): NavColumnsAssertion {
  const fields = row.read();
  const names = amountNames(row);
  return {
    kind: "nav columns",
    account: row.account,
    source: row.sources[0],
    date,
    total: fields.amount("total"),
    lines: linesOf(
      fields,
      names.filter((name) => name !== "total" && !/(Long|Short|Component)$/.test(name)),
    ),
    sides: inParts(fields, names, ["Long", "Short"], []),
    lacking: lackingOf("EquitySummaryByReportDateInBase", names, USUAL_COLUMNS),
  };
}
