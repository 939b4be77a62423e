/** The pages of events: an overview by year, and each year in pages. */
import type { Report } from "../../analytics/report.ts";
import { compareText } from "../../core/ids.ts";
import { counted } from "../format/words.ts";
import { type ActivityPage, activityPages, activityPath } from "./activity-pages.ts";
import { type EventRow, eventRow } from "./event-rows.ts";
import { newestFirst } from "./lookup.ts";
import { once } from "./once.ts";

export interface YearRow {
  readonly year: string;
  readonly path: string;
  readonly events: number;
  readonly trades: number;
  readonly income: number;
  readonly unbooked: number;
}

export interface ActivityOverview {
  readonly summary: string;
  readonly years: readonly YearRow[];
  readonly newest: readonly EventRow[];
}

const NEWEST = 40;
const INCOME = new Set(["dividend", "payment in lieu", "broker interest", "bond interest"]);

export function activityOverview(report: Report): ActivityOverview {
  const byYear = Map.groupBy(newestFirst(report), ({ date }) => date.slice(0, 4));
  return {
    summary: counted(report.events.length, "event"),
    years: [...byYear].map(([year, events]) => ({
      year,
      path: activityPath(year, 1),
      events: events.length,
      trades: events.filter(({ kind }) => kind === "trade").length,
      income: events.filter((event) => event.kind === "cash" && INCOME.has(event.type)).length,
      unbooked: events.filter(({ kind }) => kind === "unbooked").length,
    })),
    newest: newestFirst(report)
      .slice(0, NEWEST)
      .map((event) => eventRow(report, event)),
  };
}

export interface ActivityView {
  readonly title: string;
  readonly summary: string;
  readonly events: readonly EventRow[];
  readonly kinds: readonly string[];
  readonly symbols: readonly string[];
  readonly currencies: readonly string[];
  readonly years: readonly {
    readonly text: string;
    readonly path: string;
    readonly current: boolean;
  }[];
  readonly pages: readonly {
    readonly text: string;
    readonly path: string;
    readonly current: boolean;
  }[];
}

/** One page of a year. */
export function activityView(report: Report, page: ActivityPage): ActivityView {
  const events = page.events.map((event) => eventRow(report, event));
  const distinct = (values: readonly string[]) =>
    [...new Set(values)].filter((value) => value !== "").sort(compareText);
  return {
    title:
      page.pages === 1
        ? `Activity ${page.year}`
        : `Activity ${page.year}, page ${page.number} of ${page.pages}`,
    summary: `${counted(events.length, "event")}, newest first`,
    events,
    kinds: distinct(events.map(({ kind }) => kind)),
    symbols: distinct(events.map(({ symbol }) => symbol)),
    currencies: distinct(events.flatMap(({ currencies }) => currencies)),
    years: yearsOf(report).map((year) => ({
      text: year,
      path: activityPath(year, 1),
      current: year === page.year,
    })),
    pages: Array.from({ length: page.pages }, (_, index) => ({
      text: `${index + 1}`,
      path: activityPath(page.year, index + 1),
      current: index + 1 === page.number,
    })),
  };
}

const yearsOf = once((report): readonly string[] => [
  ...new Set(activityPages(report).map(({ year }) => year)),
]);

/** The pages of all years, for the router: the first page of a year has no number. */
export const activityPaths = (report: Report) =>
  activityPages(report).map((page) => ({
    params: { page: page.number === 1 ? page.year : `${page.year}/${page.number}` },
    props: { page },
  }));
