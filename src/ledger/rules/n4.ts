import { type Amount, absent, add, isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { CashLinesAssertion, NavChangeAssertion } from "../../events/breakdown.ts";
import type { Comparison, Rule } from "../checks.ts";
import { ofOtherMembers } from "./members.ts";
import { baseOf, CENT, isSomething, lineOf, ofAccount, unless } from "./totals.ts";

/** Line of the bridge → lines of the cash report that it is the sum of. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  dividends: ["dividends", "paymentInLieu"],
  withholdingTax: ["withholdingTax"],
  withholding871m: ["withholding871m"],
  otherFees: ["otherFees"],
  advisorFees: ["advisorFees"],
  commissions: ["commissions"],
  interest: ["brokerInterest"],
  depositsWithdrawals: ["deposits", "withdrawals"],
  transactionTax: ["transactionTax"],
  salesTax: ["salesTax"],
};

/** Lines of cash for which nobody has seen on which line of the bridge they stand. */
const UNSETTLED: Readonly<Record<string, readonly string[]>> = {
  interest: ["bondInterest", "insuredDepositInterest"],
  otherFees: ["brokerFees", "clientFees", "billableCommissions"],
  commissions: ["billableCommissions", "commissionCreditsRedemption"],
};

/** Lines that were 0 in every statement that was looked at. (Accounting notes 1.3, N4, does not name them.) */
const UNSEEN: ReadonlySet<string> = new Set(["withholding871m", "advisorFees", "transactionTax"]);

/** Cash lines of the bridge of net asset value against the cash report of the same window. */
export const n4: Rule = {
  name: "N4",
  title: "Cash lines of the change of net asset value",
  formula: "line = the same line of the cash report in base currency",
  tolerance: () => CENT,
  source: "accounting notes 1.3, N4",
  *compare(facts) {
    const reports = new Map(
      facts.assertions["cash lines"]
        .filter(({ currency }) => currency === "BASE")
        .map((report) => [windowOf(report), report]),
    );
    for (const change of facts.assertions["nav change"]) {
      const report = reports.get(windowOf(change));
      if (report === undefined) continue;
      const currency = baseOf(facts, change.account);
      for (const [name, lines] of Object.entries(LINES))
        yield* lineCheck(name, lines, change, report, currency);
    }
  },
};

const windowOf = ({
  account,
  from,
  to,
}: Pick<NavChangeAssertion, "account" | "from" | "to">): string => `${account}|${from}|${to}`;

function* lineCheck(
  name: string,
  lines: readonly string[],
  change: NavChangeAssertion,
  report: CashLinesAssertion,
  currency: string,
): Iterable<Comparison> {
  const isExported = change.exported?.includes(name) !== false;
  const broker: Amount =
    change.lines.get(name) ??
    (isExported ? Decimal.zero : absent(`the query does not export ChangeInNAV.${name}`));
  const ours = cashOf(lines, report);
  const isQuiet = isNothing(broker) || !isExported;
  if (isQuiet && (!isKnown(ours) || ours.isZero)) return;
  const check = ofAccount(
    `N4/${change.account}/${change.from}/${change.to}/${name}`,
    { account: change.account, date: change.to, currency },
    name,
    { broker, ours },
    [change.source, report.source],
  );
  yield unless(ofOtherMembers(change, report) ?? doubtAbout(name, change, report), check, CENT);
}

/** What else than a wrong figure makes a line differ; null where nothing does. */
function doubtAbout(
  name: string,
  change: NavChangeAssertion,
  report: CashLinesAssertion,
): string | null {
  const doubtful = (UNSETTLED[name] ?? []).find((line) => isSomething(report.lines.get(line)));
  if (doubtful !== undefined) return `${doubtful} of the cash report may stand on another line`;
  if (name === "commissions" && isSomething(change.lines.get("forexCommissions")))
    return "commissions of currency conversions have a line of their own";
  return UNSEEN.has(name)
    ? `nobody has seen whether ${name} holds all of that line of the cash report`
    : null;
}

/** The sum of lines; a report that has only the sum of deposits and withdrawals has that. */
const cashOf = (lines: readonly string[], report: CashLinesAssertion): Amount =>
  lines.includes("deposits") && !report.exported.includes("deposits")
    ? lineOf(report, "depositWithdrawals")
    : lines.map((line) => lineOf(report, line)).reduce(add, Decimal.zero);

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;
