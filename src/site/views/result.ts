/** Profit and loss of a portfolio by kind: rows that add up to what the value grew by. */
import type { Report, TOTALS } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Figure } from "../../core/figures.ts";
import { headingOf } from "../../exports/instrument-name.ts";
import { fixed } from "../format/number.ts";
import { type Labelled, labelled, sumOf } from "./labelled.ts";
import { baseTotals, gainBetween, type Portfolio } from "./portfolio.ts";

export interface Result {
  /** What the rows say, as a title. */
  readonly title: string;
  readonly rows: readonly Labelled[];
  readonly total: Labelled;
  /** Costs that are already part of the rows. */
  readonly within: readonly Labelled[];
}

type TotalName = (typeof TOTALS)[number];

/** The rows, the rest that they do not name, and the total. */
export function resultOf(report: Report, portfolio: Portfolio): Result {
  const { base, positions, accounts, days } = portfolio;
  const id = (name: string) => `overview/${base}/${name}`;
  const own = new Set(accounts.map(({ account }) => account));
  const total = (name: string, ...lines: TotalName[]) =>
    sumOf(
      id(name),
      base,
      baseTotals(report, portfolio).flatMap((totals) =>
        lines.map((line) => ({
          label: `${WORDS[line] ?? line}, ${totals.account}`,
          figure: totals.lines[line],
        })),
      ),
    );
  const unrealized = sumOf(
    id("unrealized"),
    base,
    positions.map(({ instrument, account, unrealizedBase }) => ({
      label: `${headingOf(instrument)}, ${account}`,
      figure: unrealizedBase,
    })),
  );
  const realized = sumOf(
    id("realized"),
    base,
    report.realized
      .filter(({ account }) => own.has(account))
      .map(({ instrument, account, realizedBase }) => ({
        label: `${headingOf(instrument)}, ${account}`,
        figure: realizedBase,
      })),
  );
  const named = [
    labelled("Unrealized", unrealized, "result"),
    labelled("Realized", realized, "result"),
    labelled("Dividends", total("dividends", "dividends", "paymentInLieu"), "result"),
    labelled("Interest", total("interest", "brokerInterest"), "result"),
    labelled("Fees", total("fees", "otherFees"), "result"),
    labelled("Withholding tax", total("withholding", "withholdingTax"), "result"),
  ];
  const within = [
    labelled("Commissions", total("commissions", "commissions"), "result"),
    labelled("transaction taxes", total("transactionTax", "transactionTax"), "result"),
  ].filter(({ figure }) => !isZero(figure));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    const sum = labelled("Sum", sumOf(id("result"), base, named), "result");
    return { title: "Profit and loss", rows: named, total: sum, within };
  }
  const gain = gainBetween(portfolio, "all", first, last);
  const rest = sumOf(id("rest"), base, [
    { label: "All profit and loss", figure: gain },
    ...named.map((row) => ({ ...row, operator: "−" as const })),
  ]);
  const rows = [...named, labelled("Currency, accruals, other", rest, "result")];
  return {
    title: titleOf(unrealized, gain),
    rows,
    total: labelled("Total", gain, "result"),
    within,
  };
}

/** The share of the profit that is not realized, where that is a plain part of a whole. */
export function titleOf(unrealized: Figure, gain: Figure): string {
  const [part, whole] = [unrealized.value, gain.value];
  if (!isKnown(part) || !isKnown(whole)) return "Profit and loss";
  if (whole.sign < 0) return "A loss so far";
  if (part.sign <= 0 || part.compare(whole) > 0) return "Profit and loss";
  const percent = Decimal.share(Decimal.of("100"), part, whole);
  if (percent.compare(Decimal.of("99.5")) >= 0) return "All of the profit is unrealized";
  return `${fixed(percent, 0)}% of the profit is not realized yet`;
}

const isZero = ({ value }: Figure): boolean => isKnown(value) && value.isZero;

const WORDS: Partial<Record<TotalName, string>> = {
  dividends: "Dividends",
  paymentInLieu: "Payments in lieu",
  brokerInterest: "Interest",
  otherFees: "Other fees",
  withholdingTax: "Withholding tax",
  commissions: "Commissions",
  transactionTax: "Transaction taxes",
};
