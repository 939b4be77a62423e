/** Cash: balances, totals by kind and currency, and per currency how each came about. */
import { type CashReport, type Report, TOTALS, type TotalsReport } from "../../analytics/report.ts";
import type { Figure } from "../../core/figures.ts";
import { longDate } from "../format/date.ts";
import { capital, unfolded } from "../format/words.ts";
import { kindsOf } from "./cash-kinds.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { cashFigures, cashPath } from "./traced.ts";

export interface CashAccount {
  readonly account: string;
  readonly balances: readonly (CashReport & { readonly path: string })[];
  /** Currencies, then the base currency. */
  readonly columns: readonly { readonly text: string; readonly path: string }[];
  readonly lines: readonly { readonly label: string; readonly figures: readonly Figure[] }[];
}

export interface CashView {
  readonly summary: string;
  readonly accounts: readonly CashAccount[];
}

export function cashView(report: Report): CashView {
  const accounts = [...new Set([...report.cash, ...report.totals].map(({ account }) => account))];
  return {
    summary: report.asOf === null ? "" : `Computed from events until ${longDate(report.asOf)}`,
    accounts: accounts.map((account) => accountView(report, account)),
  };
}

function accountView(report: Report, account: string): CashAccount {
  const totals = report.totals.filter((one) => one.account === account);
  const base = report.accounts.find((one) => one.account === account)?.baseCurrency ?? "";
  return {
    account,
    balances: report.cash
      .filter((one) => one.account === account)
      .map((one) => ({ ...one, path: cashPath(one) })),
    columns: totals.map((one) => ({ text: columnText(one, base), path: cashPath(one) })),
    lines: TOTALS.map((name) => ({
      label: capital(unfolded(name)),
      figures: totals.map(({ lines }) => lines[name]),
    })),
  };
}

const columnText = ({ currency }: TotalsReport, base: string): string =>
  currency === "BASE" ? `All, in ${base || "base currency"}` : currency;

export interface CurrencyView {
  readonly account: string;
  readonly currency: string;
  readonly title: string;
  readonly ending: Figure | null;
  readonly rows: readonly Labelled[];
  readonly traced: readonly Labelled[];
}

/** One currency of one account. */
export function currencyView(report: Report, account: string, currency: string): CurrencyView {
  const balance = report.cash.find((one) => one.account === account && one.currency === currency);
  const totals = report.totals.find((one) => one.account === account && one.currency === currency);
  const further = kindsOf(report, account, currency).map(({ label, figure }) =>
    labelled(label, figure, "change"),
  );
  const listed =
    totals === undefined
      ? []
      : TOTALS.map((name) => labelled(capital(unfolded(name)), totals.lines[name], "change"));
  return {
    account,
    currency,
    title: currency === "BASE" ? "All currencies, in base currency" : `Cash in ${currency}`,
    ending: balance?.ending ?? null,
    rows: [...listed, ...further].filter(
      ({ figure }) => figure.lines().length > 0 || "unknown" in figure.value,
    ),
    traced: cashFigures(report, account, currency),
  };
}

/** A page for each currency of each account that has a balance or totals. */
export function cashPaths(report: Report) {
  const all = new Map([...report.cash, ...report.totals].map((one) => [cashPath(one), one]));
  return [...all].map(([path, { account, currency }]) => ({
    params: { page: path.replace(/^\/cash\/|\/$/g, "") },
    props: { account: account as string, currency },
  }));
}
