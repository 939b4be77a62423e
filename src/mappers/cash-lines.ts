/** The cash report line by line, currency by currency → assertions. (Accounting notes 1.4.) */
import type { MergedRow } from "../adapters/flex/merge.ts";
import { add, isKnown, unknown } from "../core/amount.ts";
import type { CashLinesAssertion, InParts } from "../events/breakdown.ts";
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

/** Lines that statements of every year have; without them the report cannot be summed up. */
const USUAL_LINES = [
  "commissions",
  "dividends",
  "brokerInterest",
  "bondInterest",
  "cashSettlingMtm",
  "netTradesSales",
  "netTradesPurchases",
  "paymentInLieu",
  "transactionTax",
  "withholdingTax",
  "otherFees",
  "advisorFees",
  "other",
];

/** Balances, averages, segments and lent securities: they are no lines of cash. */
const NO_LINE = /^(ending|starting|slb|avg)|(MTD|YTD|Sec|Com|Paxos|IBUKL)$/;

/** One per currency and window, newest statement first. */
export const mapCashLines = (rows: readonly MergedRow[], members: Members): CashLinesAssertion[] =>
  newestTogether(
    rows.flatMap((row) => {
      const one = linesOfRow(row);
      return one === null ? [] : [[row, one] as const];
    }),
    members,
    ({ account, currency, from, to }) => [account, currency, from, to].join("|"),
    (left, right) => ({
      ...left,
      starting: add(left.starting, right.starting),
      ending: add(left.ending, right.ending),
      settled: add(left.settled, right.settled),
      lines: linesTogether(left.lines, right.lines),
      segments: partsTogether(left.segments, right.segments),
    }),
  );

function linesOfRow(row: MergedRow): CashLinesAssertion | null {
  const fields = row.read();
  const currency = fields.text("currency");
  if (currency === "") return null;
  const names = amountNames(row);
  const isBase = currency === "BASE_SUMMARY" || fields.text("levelOfDetail") === "BaseCurrency";
  const repeated = repeats(names);
  const isLine = (name: string): boolean => !NO_LINE.test(name) && !repeated.includes(name);
  return {
    kind: "cash lines",
    account: row.account,
    source: row.sources[0],
    currency: isBase ? "BASE" : currency,
    from: fields.date("fromDate") ?? row.statement.from,
    to: fields.date("toDate") ?? row.statement.to,
    starting: fields.amount("startingCash"),
    ending: fields.amount("endingCash"),
    settled: fields.amount("endingSettledCash"),
    lines: linesOf(fields, names.filter(isLine)),
    segments: seenInParts(inParts(fields, names, ["Sec", "Com"], ["IBUKL", "Paxos"])),
    exported: names,
    lacking: [
      ...lackingOf("CashReportCurrency", names, USUAL_LINES),
      ...(repeated.length > 0 ? [] : ["CashReportCurrency.depositWithdrawals"]),
      ...(isBase ? lackingOf("CashReportCurrency", names, ["fxTranslationGainLoss"]) : []),
    ],
  };
}

/** `depositWithdrawals` is the sum of `deposits` and `withdrawals`: one of the two counts, the parts where both are there. */
function repeats(names: readonly string[]): readonly string[] {
  const parts = ["deposits", "withdrawals"];
  if (parts.every((name) => names.includes(name))) return ["depositWithdrawals"];
  return names.includes("depositWithdrawals") ? parts : [];
}

/** Lines that are reported by segment; of newer ones nobody knows. (Accounting notes C2.) */
const SPLIT =
  /^(starting|ending)|^(commissions|deposits|withdrawals|depositWithdrawals|dividends|paymentInLieu|brokerInterest|bondInterest|cashSettlingMtm|netTrades\w+|withholdingTax|otherFees|advisorFees|clientFees|transactionTax|fxTranslationGainLoss|accountTransfers|internalTransfers|other)$/;

/** A newer line of which no segment has a part may not be split at all. */
const seenInParts = (segments: ReadonlyMap<string, InParts>): ReadonlyMap<string, InParts> =>
  new Map(
    [...segments].map(([name, { whole, parts }]) =>
      SPLIT.test(name) || !isKnown(parts) || !parts.isZero
        ? [name, { whole, parts }]
        : [name, { whole, parts: unknown(`nobody has seen whether ${name} is split by segment`) }],
    ),
  );
