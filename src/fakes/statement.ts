/** Activity statements of an invented history, as the XML that the broker would send. */
import { escaped, section } from "../../fixtures/demo/rows.ts";
import { accountInformation } from "../../fixtures/demo/sections/account.ts";
import { changeInAccruals, openAccruals } from "../../fixtures/demo/sections/accruals.ts";
import { cashReport } from "../../fixtures/demo/sections/cash-report.ts";
import { cashTransactions } from "../../fixtures/demo/sections/cash-transactions.ts";
import { changeInNav, equitySummary } from "../../fixtures/demo/sections/net-asset-value.ts";
import { openPositions } from "../../fixtures/demo/sections/open-positions.ts";
import {
  conversionRates,
  priorPeriodPositions,
  securitiesInfo,
} from "../../fixtures/demo/sections/prices.ts";
import { trades } from "../../fixtures/demo/sections/trades.ts";
import { Extract } from "../../fixtures/demo/statement.ts";
import { assert } from "../core/assert.ts";
import { addDays, type IsoDate, isWeekday, nextWeekday, previousWeekday } from "../core/dates.ts";
import type { StatementSource } from "./answer.ts";
import { firstDayOf, type HistoryOptions, playHistory } from "./history.ts";

export interface StatementOptions extends HistoryOptions {
  /** The only account; `accounts` says it for several. */
  readonly account?: string;
  /** First and last day, as `2025-03-03`. They are moved to weekdays of the history, as the broker does. */
  readonly from: string;
  readonly to: string;
  /** `20250304;041530`. Default: the day after `to`. Corrections that were not yet known then are not in it. */
  readonly generated?: string;
  /** The word of a saved period. Default: empty, as where the request chose the dates. */
  readonly period?: string;
  readonly queryName?: string;
  /** The sections that the query selects. Default: all of {@link SECTIONS}. */
  readonly sections?: readonly SectionName[];
}

type Write = (extract: Extract) => readonly string[];

const selected =
  (name: string, write: Write): Write =>
  (extract) =>
    section(name, write(extract));
const empty = (name: string): Write => selected(name, () => []);

const WRITERS = {
  AccountInformation: (extract: Extract) => [accountInformation(extract)],
  ChangeInNAV: (extract: Extract) => [changeInNav(extract)],
  CashReport: selected("CashReport", cashReport),
  EquitySummaryInBase: selected("EquitySummaryInBase", equitySummary),
  OpenPositions: selected("OpenPositions", openPositions),
  Trades: selected("Trades", trades),
  OptionEAE: empty("OptionEAE"),
  CorporateActions: empty("CorporateActions"),
  CashTransactions: selected("CashTransactions", cashTransactions),
  ChangeInDividendAccruals: selected("ChangeInDividendAccruals", changeInAccruals),
  OpenDividendAccruals: selected("OpenDividendAccruals", openAccruals),
  Transfers: empty("Transfers"),
  PriorPeriodPositions: selected("PriorPeriodPositions", priorPeriodPositions),
  SecuritiesInfo: selected("SecuritiesInfo", securitiesInfo),
  ConversionRates: selected("ConversionRates", conversionRates),
};

export type SectionName = keyof typeof WRITERS;
/** All sections, in the order in which a statement has them. */
export const SECTIONS = Object.keys(WRITERS) as readonly SectionName[];

/** A complete response: one statement per account. Asserts that the window has a day of the history. */
export function statement(options: StatementOptions): string {
  const window = coveredWindow(options, options.from as IsoDate, options.to as IsoDate);
  assert(window !== null, `no weekday of the history lies from ${options.from} to ${options.to}`);
  const generated = options.generated ?? `${plain(addDays(window.to, 1))};041530`;
  const known = `${generated.slice(0, 4)}-${generated.slice(4, 6)}-${generated.slice(6, 8)}`;
  const accounts = options.account === undefined ? options.accounts : [options.account];
  const played = playHistory({ ...options, ...(accounts && { accounts }) }, window.to, known);
  const extracts = played.map(
    ({ id, books }) =>
      new Extract(books, { ...window, generated }, { id, name: "Invented Owner" }, {}),
  );
  return [
    `<FlexQueryResponse queryName="${escaped(options.queryName ?? "Lotbook")}" type="AF">`,
    `<FlexStatements count="${extracts.length}">`,
    ...extracts.flatMap((extract) => oneStatement(extract, options)),
    "</FlexStatements>",
    "</FlexQueryResponse>",
    "",
  ].join("\n");
}

function oneStatement(
  extract: Extract,
  { period = "", sections = SECTIONS }: StatementOptions,
): readonly string[] {
  const { holder, window } = extract;
  const days = `fromDate="${plain(window.from)}" toDate="${plain(window.to)}"`;
  return [
    `<FlexStatement accountId="${escaped(holder.id)}" ${days} period="${escaped(period)}" whenGenerated="${window.generated}">`,
    ...SECTIONS.filter((name) => sections.includes(name)).flatMap((name) => WRITERS[name](extract)),
    "</FlexStatement>",
  ];
}

/** The weekdays of a window that the history has; null where it has none. */
function coveredWindow(
  options: HistoryOptions,
  from: IsoDate,
  to: IsoDate,
): { readonly from: IsoDate; readonly to: IsoDate } | null {
  const opening = firstDayOf(options);
  const first = isWeekday(from) ? from : nextWeekday(from);
  const window = {
    from: first < opening ? opening : first,
    to: isWeekday(to) ? to : previousWeekday(to),
  };
  return window.from > window.to ? null : window;
}

export interface SourceOptions
  extends HistoryOptions,
    Pick<StatementOptions, "account" | "queryName" | "sections"> {
  /** The broker's calendar day, as `2025-03-04`. Its statements end on the day before. */
  readonly today: () => string;
  /** Days back of the saved period. Default: 30. */
  readonly days?: number;
}

/**
 * Lets a fake service play a history day after day: a request with dates gets them, any other the saved period up to
 * yesterday. A window that has no finished weekday, or that reaches today, is answered with code 1003.
 */
export const historySource =
  (options: SourceOptions): StatementSource =>
  ({ from, to, days, attempt }) => {
    const today = options.today() as IsoDate;
    const back = days ?? options.days ?? 30;
    const last = to === undefined ? addDays(today, -1) : dashed(to);
    const first = from === undefined ? addDays(today, -back) : dashed(from);
    if (last >= today || coveredWindow(options, first, last) === null)
      return { kind: "code", code: 1003 };
    const period = from === undefined && days === undefined ? `Last${back}CalendarDays` : "";
    const second = String(attempt % 60).padStart(2, "0");
    const generated = `${plain(today)};0415${second}`;
    return statement({ ...options, from: first, to: last, generated, period });
  };

const plain = (date: string): string => date.replaceAll("-", "");
const dashed = (date: string): IsoDate =>
  `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}` as IsoDate;
