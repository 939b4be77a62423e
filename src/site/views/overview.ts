/** The first page: does it tie out, what is it worth, where did the result come from, what does it consist of. */
import type { AccountReport, Report, ReturnReport } from "../../analytics/report.ts";
import { type Bar, barsOf, type Segment, segmentsOf } from "../charts/bars.ts";
import { type ValueChart, valueChart } from "../charts/value.ts";
import { dateText } from "../format/date.ts";
import { type AllocationRow, allocationOf } from "./allocation.ts";
import { type Banner, bannerOf } from "./banner.ts";
import { type EventRow, eventRow } from "./event-rows.ts";
import type { Labelled } from "./labelled.ts";
import { newestFirst } from "./lookup.ts";
import { type Movers, moversOf } from "./movers.ts";
import { gainsOf, startOf } from "./periods.ts";
import { type NavDay, type Portfolio, portfolios } from "./portfolio.ts";
import { type Result, resultOf } from "./result.ts";
import { overviewFigures } from "./traced.ts";

export interface PortfolioView {
  readonly base: string;
  /** Part of element ids; empty for the only portfolio. */
  readonly key: string;
  readonly last: NavDay | null;
  readonly asOf: string;
  readonly gains: readonly Labelled[];
  readonly returns: readonly ReturnReport[];
  readonly chart: ValueChart | null;
  readonly result: Omit<Result, "rows"> & {
    readonly rows: readonly (Labelled & { readonly bar: Bar | null })[];
  };
  readonly since: string;
  readonly allocation: {
    readonly rows: readonly (AllocationRow & {
      readonly segment: Segment | null;
      readonly key: string;
    })[];
    readonly total: Labelled;
  };
  readonly accounts: readonly AccountReport[];
  readonly movers: Movers;
}

export interface OverviewView {
  readonly banner: Banner;
  readonly portfolios: readonly PortfolioView[];
  readonly latest: readonly EventRow[];
  readonly traced: readonly Labelled[];
}

/** A colour belongs to a thing, not to a rank. */
const KEYS: Readonly<Record<string, string>> = {
  Stocks: "k1",
  ETFs: "k2",
  Cash: "k3",
  Options: "k4",
  Accruals: "k5",
  Bonds: "k6",
  Futures: "k7",
};

export function overviewView(report: Report): OverviewView {
  const all = portfolios(report);
  return {
    banner: bannerOf(report),
    portfolios: all.map((portfolio) =>
      viewOf(report, portfolio, all.length === 1 ? "" : `-${portfolio.base}`),
    ),
    latest: newestFirst(report)
      .slice(0, 6)
      .map((event) => eventRow(report, event)),
    traced: overviewFigures(report),
  };
}

function viewOf(report: Report, portfolio: Portfolio, key: string): PortfolioView {
  const result = resultOf(report, portfolio);
  const bars = barsOf(result.rows.map(({ figure }) => figure.value));
  const allocation = allocationOf(portfolio);
  const segments = segmentsOf(allocation.rows.map(({ value }) => value));
  const last = portfolio.days.at(-1) ?? null;
  const start = startOf(portfolio) ?? portfolio.accounts[0]?.from ?? "";
  return {
    base: portfolio.base,
    key,
    last,
    asOf: last === null ? "" : dateText(last.date),
    gains: gainsOf(portfolio),
    returns: report.returns.filter(
      ({ account, scope }) =>
        scope === "account" && portfolio.accounts.some((own) => own.account === account),
    ),
    chart: valueChart(portfolio),
    result: {
      ...result,
      rows: result.rows.map((row, index) => ({ ...row, bar: bars[index] ?? null })),
    },
    since: start === "" ? "" : dateText(start),
    allocation: {
      total: allocation.total,
      rows: allocation.rows.map((row, index) => ({
        ...row,
        segment: segments[index] ?? null,
        key: KEYS[row.label] ?? "k8",
      })),
    },
    accounts: portfolio.accounts,
    movers: moversOf(report, portfolio),
  };
}
