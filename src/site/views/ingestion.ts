/** How fetching stands: the last run of each query, when the token ends, and what asks for attention. */

import type { Report } from "../../analytics/report.ts";
import { daysBetween, easternDay } from "../../core/dates.ts";
import { type Code, type Diagnostic, severityOf } from "../../core/diagnostics.ts";
import { succeeded } from "../../core/outcomes.ts";
import type { IngestionRun } from "../../events/ingestion.ts";
import { isFetching } from "../../events/remedy.ts";
import { dateText, longDate, spelled } from "../format/date.ts";
import { capital, counted } from "../format/words.ts";
import { daysText } from "./coverage.ts";
import { once } from "./once.ts";
import type { ShownState } from "./states.ts";

/** Something about fetching that asks for attention. */
export interface Notice {
  readonly state: "provisional" | "unexplained";
  readonly text: string;
  readonly hint: string;
  /** In two words, for the top bar of every page; empty where it can wait. */
  readonly short: string;
}

/** Whether the code is about fetching, so that it says nothing about the data that is here. */
export const isAboutFetching = (code: Code): boolean =>
  code.startsWith("fetch/") || code.startsWith("settings/token-");

/** Worst first, as the diagnostics are. */
export const noticesOf = once((report): readonly Notice[] =>
  report.diagnostics.filter(({ code }) => isAboutFetching(code)).map(noticeOf),
);

function noticeOf(diagnostic: Diagnostic): Notice {
  const isError = severityOf(diagnostic) === "error";
  const { message, expected, actual, hint = "" } = diagnostic;
  const detail =
    expected === undefined ? "" : `: ${expected} asked for, ${actual ?? "less"} received`;
  return {
    state: isError ? "unexplained" : "provisional",
    text: spelled(capital(message + detail)),
    hint: spelled(capital(hint)),
    short: isError ? (SHORT[diagnostic.code] ?? "Fetching failed") : "",
  };
}

const SHORT: Partial<Record<Code, string>> = {
  "settings/token-expired": "Token expired",
  "fetch/credential": "Token refused",
  "fetch/locked": "Fetching locked",
};

export interface QueryRow {
  readonly query: string;
  /** When the last run was; `never` where there is none. */
  readonly last: string;
  readonly outcome: string;
  readonly state: ShownState | null;
  readonly received: string;
  /** When the last run was that brought a statement; empty where the last run did. */
  readonly good: string;
}

export interface FetchingView {
  readonly title: string;
  readonly queries: readonly QueryRow[];
  readonly notices: readonly Notice[];
  /** When the token ends, where that is not among the notices; else how to have it counted down; else empty. */
  readonly token: string;
  /** How it would be set up; empty where it is. */
  readonly setUp: string;
}

export function fetchingView(report: Report): FetchingView {
  const { ingestion } = report;
  const names = [...new Set([...ingestion.queries, ...ingestion.runs.map(({ query }) => query)])];
  const runs = Map.groupBy(ingestion.runs, ({ query }) => query);
  const queries = names.map((query) => rowOf(query, runs.get(query) ?? []));
  return {
    title: titleOf(report, runs),
    queries,
    notices: noticesOf(report),
    token: isFetching(ingestion) ? tokenText(report) : "",
    setUp: isFetching(ingestion)
      ? ""
      : report.demo
        ? "The demo account is invented, so nothing is fetched for it."
        : "Statements are put here by hand; a schedule can fetch them every day.",
  };
}

const OUTCOMES: Readonly<Record<IngestionRun["outcome"], string>> = {
  stored: "new statement stored",
  unchanged: "nothing new",
  empty: "answer without a statement",
  "not ready": "the broker was not ready",
  credential: "token refused",
  configuration: "query or request refused",
  locked: "locked after failed attempts",
  refused: "answer refused",
};

/** The time of the newest run that brought a statement; null where none did. */
export const lastFetched = ({ ingestion }: Report): string | null =>
  ingestion.runs.findLast(succeeded)?.time ?? null;

const timeText = (time: string): string => `${dateText(time)} UTC`;

function rowOf(query: string, runs: readonly IngestionRun[]): QueryRow {
  const last = runs.at(-1);
  if (last === undefined)
    return {
      query,
      last: "never",
      outcome: "not run yet",
      state: "unknown",
      received: "",
      good: "",
    };
  const { outcome, code, received } = last;
  const good = runs.findLast(succeeded);
  return {
    query,
    last: timeText(last.time),
    outcome: code === null ? OUTCOMES[outcome] : `${OUTCOMES[outcome]} (code ${code})`,
    state: succeeded(last) ? null : outcome === "not ready" ? "provisional" : "unexplained",
    received:
      received === null
        ? ""
        : `${daysText(received)}, ${counted(daysBetween(received.from, received.to) + 1, "day")}`,
    good: good === undefined || succeeded(last) ? "" : timeText(good.time),
  };
}

function titleOf(
  { ingestion, demo }: Report,
  runs: ReadonlyMap<string, readonly IngestionRun[]>,
): string {
  if (!isFetching(ingestion))
    return demo ? "Nothing is fetched" : "Statements are imported by hand";
  const last = ingestion.runs.at(-1);
  if (last === undefined) return "Nothing has been fetched yet";
  const failed = [...runs].flatMap(([query, own]) => {
    const newest = own.at(-1);
    return newest === undefined || succeeded(newest) ? [] : [query];
  });
  if (failed.length === 0)
    return `Last fetched ${longDate(last.time)}, ${last.time.slice(11, 16)} UTC`;
  return runs.size === 1
    ? "The last run brought no statement"
    : `The last run of ${failed.join(", ")} brought no statement`;
}

function tokenText(report: Report): string {
  const expires = report.ingestion.tokenExpires;
  if (report.diagnostics.some(({ code }) => code.startsWith("settings/token-"))) return "";
  if (expires === null)
    return "lotbook.yml does not say when the token expires; with tokenExpires under flex: the days are counted down here.";
  const left = daysBetween(easternDay(report.builtAt), expires);
  return `The token expires on ${longDate(expires)}, in ${counted(left, "day")}.`;
}
