/** Movements of cash of kinds that the report's totals have no line for, summed by kind. */
import { type Report, TOTALS } from "../../analytics/report.ts";
import { type Figure, figure } from "../../core/figures.ts";
import type { CashLeg } from "../../ledger/ledger.ts";
import { capital, unfolded } from "../format/words.ts";

export interface CashKindSum {
  readonly label: string;
  readonly figure: Figure;
}

const LISTED: ReadonlySet<string> = new Set(TOTALS);

/** The further kinds that moved the cash of a currency. Empty for `BASE`, which is no currency. */
export function kindsOf(report: Report, account: string, currency: string): readonly CashKindSum[] {
  const balance = report.ledger.cash.find(
    (one) => one.account === account && one.currency === currency,
  );
  const legs = (balance?.legs ?? []).filter(({ line }) => !LISTED.has(line));
  return [...Map.groupBy(legs, ({ line }) => line)].map(([line, own]) => ({
    label: capital(unfolded(line)),
    figure: figure(`totals/${account}/${currency}/${line}`, currency, () => own.map(lineOf)),
  }));
}

const lineOf = ({ event, amount, currency }: CashLeg) => ({
  operator: "+" as const,
  label: `${event.date} ${event.description}`.trim(),
  value: amount,
  unit: currency,
  rows: event.sources,
});
