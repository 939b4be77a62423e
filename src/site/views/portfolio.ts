/**
 * The figures of the overview that the report does not hold itself: accounts of one base currency taken together. Money of
 * two base currencies is never added.
 */
import type {
  AccountReport,
  NavReport,
  PositionReport,
  Report,
  TotalsReport,
} from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { type Figure, unknownFigure } from "../../core/figures.ts";
import { compareText } from "../../core/ids.ts";
import type { Instrument } from "../../events/instrument.ts";
import { dateText } from "../format/date.ts";
import { type Part, sumOf } from "./labelled.ts";
import { once } from "./once.ts";

/** Accounts that share a base currency. */
export interface Portfolio {
  readonly base: string;
  readonly accounts: readonly AccountReport[];
  readonly positions: readonly PositionReport[];
  readonly days: readonly NavDay[];
}

/** What the broker values each day, and the flow of the day, in the order of tables. */
export const NAV_LEVELS = [
  "total",
  "cash",
  "stock",
  "options",
  "dividendAccruals",
  "interestAccruals",
  "flow",
] as const;

/** Net asset value of a day over all accounts of a portfolio. */
export type NavDay = { readonly date: IsoDate } & Readonly<
  Record<(typeof NAV_LEVELS)[number], Figure>
>;

export const portfolios = once((report): readonly Portfolio[] =>
  [...Map.groupBy(report.accounts, ({ baseCurrency }) => baseCurrency)].map(([base, accounts]) => {
    const own = new Set(accounts.map(({ account }) => account));
    const navs = report.nav.filter(({ account }) => own.has(account));
    return {
      base,
      accounts,
      positions: report.positions.filter(({ account }) => own.has(account)),
      days: navDays(base, accounts, navs),
    };
  }),
);

/**
 * The days that all accounts cover, up to the last one that they have in common: an account whose statements begin later
 * joins later, one that has no value for a day makes that day unknown, never smaller.
 */
function navDays(
  base: string,
  accounts: readonly AccountReport[],
  navs: readonly NavReport[],
): readonly NavDay[] {
  const byAccount = Map.groupBy(navs, ({ account }) => account);
  const lasts = [...byAccount.values()].map((rows) => rows.at(-1)?.date ?? "");
  const common = lasts.sort(compareText)[0] ?? "";
  const missing = (date: IsoDate, rows: readonly NavReport[]): readonly string[] =>
    accounts
      .map(({ account }) => account)
      .filter((account) => !rows.some((row) => row.account === account))
      .filter((account) => (byAccount.get(account)?.[0]?.date ?? "") <= date);
  return [...Map.groupBy(navs, ({ date }) => date)]
    .filter(([date]) => date <= common)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([date, rows]) => navDay(base, date, rows, missing(date, rows)));
}

function navDay(
  base: string,
  date: IsoDate,
  rows: readonly NavReport[],
  missing: readonly string[],
): NavDay {
  const [only] = rows;
  if (only !== undefined && rows.length === 1 && missing.length === 0) return only;
  const level = (name: (typeof NAV_LEVELS)[number]) => {
    const id = `overview/${base}/nav/${date}/${name}`;
    if (missing.length > 0)
      return unknownFigure(id, base, `no statement values ${missing.join(", ")} on ${date}`);
    return sumOf(
      id,
      base,
      rows.map((row) => ({ label: row.account, figure: row[name] })),
    );
  };
  return {
    date,
    total: level("total"),
    cash: level("cash"),
    stock: level("stock"),
    options: level("options"),
    dividendAccruals: level("dividendAccruals"),
    interestAccruals: level("interestAccruals"),
    flow: level("flow"),
  };
}

/** What the value grew by between two days, apart from what was paid in or out. */
export function gainBetween(portfolio: Portfolio, name: string, from: NavDay, to: NavDay): Figure {
  const flows = portfolio.days.filter(
    ({ date, flow }) =>
      date > from.date && date <= to.date && !(isKnown(flow.value) && flow.value.isZero),
  );
  return sumOf(`overview/${portfolio.base}/gain/${name}`, portfolio.base, [
    { label: `Net asset value on ${dateText(to.date)}`, figure: to.total },
    { label: `Net asset value on ${dateText(from.date)}`, figure: from.total, operator: "−" },
    ...flows.map(
      ({ date, flow }): Part => ({
        label: `Paid in (negative: out) on ${dateText(date)}`,
        figure: flow,
        operator: "−",
      }),
    ),
  ]);
}

/** The row of totals in base currency of each account of a portfolio. */
export const baseTotals = (report: Report, portfolio: Portfolio): readonly TotalsReport[] =>
  report.totals.filter(
    ({ account, currency }) =>
      currency === "BASE" && portfolio.accounts.some((own) => own.account === account),
  );

const CLASSES: Readonly<Record<string, string>> = {
  STK: "Stocks",
  OPT: "Options",
  FOP: "Futures options",
  FUT: "Futures",
  BOND: "Bonds",
  BILL: "Treasury bills",
  FUND: "Funds",
  WAR: "Warrants",
  IOPT: "Structured products",
  CFD: "CFDs",
  CASH: "Currencies",
  CRYPTO: "Crypto",
  CMDTY: "Commodities",
};

/** The asset class of an instrument, as a heading. */
export const assetClass = ({ assetCategory, subCategory }: Instrument): string =>
  assetCategory === "STK" && subCategory === "ETF"
    ? "ETFs"
    : (CLASSES[assetCategory] ?? (assetCategory || "Other"));
