import { type Amount, isKnown, sum, type Unknown } from "../../core/amount.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import type { PriorMark } from "../../events/broker-rows.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { ExportedDays } from "./exported.ts";
import { LINE_OF_SETTLEMENT, settledInCash } from "./settled.ts";
import { silenceIn } from "./silence.ts";
import { baseOf, HALF_CENT, lineOf, ofAccount, unless } from "./totals.ts";
import { inBase } from "./worth.ts";

const LINE = "cashSettlingMtm";

/** Futures are settled every day: what they were marked to is cash, of trades on their day and of what was held over night. */
export const c4: Rule = {
  name: "C4",
  title: "Daily settlement of futures in the cash report",
  formula: "line = mark-to-market of all futures trades + that of futures held before",
  tolerance: () => HALF_CENT,
  source: "accounting notes 1.4, C4, and 2.12",
  *compare(facts) {
    const trades = facts.assertions.trade.filter(isFuture);
    const marks = facts.assertions["prior mark"].filter(isFuture);
    const exported = new ExportedDays(facts, "prior positions");
    for (const report of facts.assertions["cash lines"]) {
      const traded = trades.filter((one) => isOf(report, one));
      const held = marks.filter((one) => isOf(report, one));
      const line = lineOf(report, LINE);
      const nothing = traded.length + held.length === 0;
      if (nothing && (!isKnown(line) || line.isZero)) continue;
      yield checkOf(facts, report, line, traded, held, exported);
    }
  },
};

const isFuture = ({ assetCategory }: { readonly assetCategory: string }): boolean =>
  assetCategory === "FUT";

/** Of the report's account, currency and days. */
const isOf = (
  { account, currency, from, to }: CashLinesAssertion,
  one: TradeAssertion | PriorMark,
): boolean =>
  one.account === account &&
  one.date >= from &&
  one.date <= to &&
  (currency === "BASE" || one.currency === currency);

function checkOf(
  facts: Facts,
  report: CashLinesAssertion,
  line: Amount,
  traded: readonly TradeAssertion[],
  held: readonly PriorMark[],
  exported: ExportedDays,
): Comparison {
  const { account, currency, from, to, source } = report;
  const isBase = currency === "BASE";
  const ours = sum(
    [
      ...traded.map((one) => ({ amount: one.markToMarket, rate: one.rate })),
      ...held.map((one) => ({ amount: one.result, rate: one.rate })),
    ].map(({ amount, rate }) => (isBase ? inBase(amount, rate) : amount)),
  );
  const check = ofAccount(
    `C4/${account}/${currency}/${from}/${to}`,
    { account, date: to, currency: isBase ? baseOf(facts, account) : currency },
    LINE,
    { broker: line, ours },
    [source, ...[...traded, ...held].slice(0, 12).map((one) => one.source)],
  );
  return unless(() => doubtOf(facts, report, exported), check, HALF_CENT);
}

/** What else may stand on the line, or be missing from the sum. */
function doubtOf(
  facts: Facts,
  report: CashLinesAssertion,
  exported: ExportedDays,
): Unknown | string | null {
  const { account } = report;
  const silence = silenceIn(facts, account, report, ["trades"]);
  if (silence !== null) return silence;
  if (!exported.has(account, report))
    return "futures may have been held over night, and the statement has no section PriorPeriodPositions";
  const own = facts.assertions.trade.filter((one) => isOf(report, one));
  if (own.some(isContract))
    return "contracts for difference or options on futures were traded, and where they settle is not settled";
  return settledInCash(own).length > 0 ? LINE_OF_SETTLEMENT : null;
}

const isContract = ({ assetCategory }: TradeAssertion): boolean =>
  /^(CFD|FXCFD|FOP|FSFOP)$/.test(assetCategory);
