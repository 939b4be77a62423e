import { type Amount, add, isKnown, subtract, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import type { CashLeg, CashLine } from "../ledger.ts";
import { LegsByDate } from "./legs.ts";
import { doubtAbout } from "./r6-doubts.ts";
import { baseOf, CENT, lineOf, ofAccount, roundingOf, unless } from "./totals.ts";

/** Lines that the broker and the ledger call the same. */
const LINES: readonly CashLine[] = [
  "deposits",
  "withdrawals",
  "dividends",
  "paymentInLieu",
  "withholdingTax",
  "withholding871m",
  "brokerInterest",
  "bondInterest",
  "otherFees",
  "brokerFees",
  "advisorFees",
  "commissions",
  "transactionTax",
  "salesTax",
  "cfdCharges",
  "netTradesSales",
  "netTradesPurchases",
];

/** Each line of the cash report against the events of its window, currency by currency and in base currency. */
export const r6: Rule = {
  name: "R6",
  title: "Lines of the cash report",
  formula: "line = everything of its kind that moved cash in the window, by report date",
  tolerance: () => CENT,
  source: "accounting notes 3, R6, and 1.4, C3, C5, C6 and C7",
  *compare(facts) {
    const legs = new Map<AccountAlias, LegsByDate>();
    for (const report of facts.assertions["cash lines"]) {
      const own = legs.get(report.account) ?? new LegsByDate(facts.ledger, report.account);
      legs.set(report.account, own);
      const all = own.within(report);
      const ours = all.filter(({ currency }) => isOf(report, currency));
      const byLine = Map.groupBy(ours, ({ line }) => line);
      for (const line of LINES) yield* lineChecks(facts, report, line, byLine, all);
    }
  },
};

const isOf = (report: CashLinesAssertion, currency: string): boolean =>
  report.currency === "BASE" || report.currency === currency;

/** Reports that have not both deposits and withdrawals, but their sum, are compared with both together. */
function* lineChecks(
  facts: Facts,
  report: CashLinesAssertion,
  line: CashLine,
  byLine: ReadonlyMap<CashLine, readonly CashLeg[]>,
  all: readonly CashLeg[],
): Iterable<Comparison> {
  const together =
    !["deposits", "withdrawals"].every((name) => report.exported.includes(name)) &&
    report.exported.includes("depositWithdrawals");
  if (together && line === "withdrawals") return;
  const joined = together && line === "deposits";
  const legs = [...(byLine.get(line) ?? []), ...((joined && byLine.get("withdrawals")) || [])];
  const name = joined ? "depositWithdrawals" : line;
  const broker = lineOf(report, name);
  const ours = totalOf(report, legs);
  if (isNothing(ours) && (!isKnown(broker) || broker.isZero)) return;
  const { account, currency, from, to } = report;
  const check = ofAccount(
    `R6/${account}/${currency}/${from}/${to}/${name}`,
    { account, date: to, currency: currency === "BASE" ? baseOf(facts, account) : currency },
    name,
    { broker, ours },
    [report.source, ...(legs.length > FEW ? [] : legs.map(({ event }) => event.sources[0]))],
  );
  const summed = { ...check, from, rounding: roundingOf(legs.length) };
  const doubt = () => doubtAbout(facts, report, line, all, subtract(ours, broker));
  yield unless(doubt, summed, CENT);
}

/** Rows are listed beside the broker's where they are no more than this. */
const FEW = 12;

const totalOf = (report: CashLinesAssertion, legs: readonly CashLeg[]): Amount =>
  report.currency === "BASE"
    ? sum(legs.map(({ base }) => base))
    : legs.map(({ amount }) => amount).reduce(add, Decimal.zero);

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;
