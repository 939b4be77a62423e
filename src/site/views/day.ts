/** A day of the reconciliation, and a year of days. */
import type { Report } from "../../analytics/report.ts";
import type { IsoDate } from "../../core/dates.ts";
import { dateText, longDate } from "../format/date.ts";
import { countsOf, type RuleCount } from "./check-counts.ts";
import { unexplainedFirst } from "./check-places.ts";
import type { CheckRow } from "./check-rows.ts";
import {
  type CheckedDay,
  checkedDay,
  checkedDays,
  checkedYears,
  checksOn,
  countsText,
  type DayState,
  daysYearPath,
  type YearDays,
} from "./days.ts";
import { type DifferenceRow, differenceRow } from "./differences.ts";
import { type CheckState, worstState } from "./lookup.ts";
import { navAnchor } from "./nav.ts";
import { beyond } from "./parts.ts";
import { type Reason, reasonsOf, rowsOf } from "./reconciliation.ts";

export interface YearLink {
  readonly text: string;
  readonly path: string;
  readonly current: boolean;
}

export interface DaysView {
  readonly title: string;
  readonly summary: string;
  readonly years: readonly YearDays[];
  readonly links: readonly YearLink[];
  /** Days that differ, newest first. */
  readonly differing: readonly DayRow[];
  readonly moreDiffering: number;
}

export interface DayRow {
  readonly date: string;
  readonly href: string | null;
  readonly text: string;
  readonly state: CheckState;
}

/** How many years the page of all days draws, and how many days with a difference it lists. */
const YEARS = 3;
const DAYS = 60;

const isDiffering = ({ state }: CheckedDay): boolean =>
  state === "explained" || state === "unexplained";

const GLYPHS: Readonly<Record<DayState, CheckState>> = {
  agrees: "agrees",
  partial: "unknown",
  unknown: "unknown",
  explained: "explained",
  unexplained: "unexplained",
};

const dayRow = ({ date, href: link, counts, state }: CheckedDay): DayRow => ({
  date: dateText(date),
  href: link,
  text: countsText(counts),
  state: GLYPHS[state],
});

export function daysView(report: Report): DaysView {
  const days = checkedDays(report);
  const differing = days.filter(isDiffering);
  const tied = days.filter(({ state }) => state === "agrees" || state === "partial").length;
  const all = checkedYears(report);
  return {
    title: daysTitle(days.length, differing.length, tied),
    summary: all.map(({ label }) => label)[0] ?? "",
    years: all.slice(0, YEARS),
    links: yearLinks(report, ""),
    differing: differing.slice(0, DAYS).map(dayRow),
    moreDiffering: beyond(differing, DAYS),
  };
}

function daysTitle(days: number, differing: number, tied: number): string {
  if (days === 0) return "No day is compared";
  if (differing === 0)
    return tied === days ? "Every compared day ties out" : `${tied} of ${days} days tie out`;
  return `${tied} of ${days} days tie out, ${differing} ${differing === 1 ? "differs" : "differ"}`;
}

const yearLinks = (report: Report, current: string): readonly YearLink[] =>
  checkedYears(report).map(({ year, path }) => ({ text: year, path, current: year === current }));

export interface MonthRow {
  readonly id: string;
  readonly month: string;
  readonly tied: number;
  readonly partial: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly unknown: number;
}

export interface DaysYearView {
  readonly year: YearDays;
  readonly years: readonly YearLink[];
  readonly months: readonly MonthRow[];
  /** Days that have a page, newest first. */
  readonly days: readonly DayRow[];
}

export function daysYear(report: Report, year: string): DaysYearView {
  const shown = checkedYears(report).find((one) => one.year === year);
  if (shown === undefined) throw new Error(`Nothing is compared in ${year}`);
  const days = checkedDays(report).filter(({ date }) => date.startsWith(year));
  return {
    year: shown,
    years: yearLinks(report, year),
    months: [...Map.groupBy(days, ({ date }) => date.slice(0, 7))].map(([month, own]) => {
      const count = (state: DayState) => own.filter((day) => day.state === state).length;
      return {
        id: `month-${month}`,
        month: dateText(`${month}-01`).slice(2),
        tied: count("agrees"),
        partial: count("partial"),
        explained: count("explained"),
        unexplained: count("unexplained"),
        unknown: count("unknown"),
      };
    }),
    days: days.filter((day) => day.state !== "agrees").map(dayRow),
  };
}

export interface DayView {
  readonly title: string;
  readonly summary: string;
  readonly year: { readonly text: string; readonly path: string };
  readonly state: CheckState | null;
  readonly differences: readonly DifferenceRow[];
  readonly moreDifferences: number;
  readonly unknown: readonly CheckRow[];
  readonly moreUnknown: number;
  readonly reasons: readonly Reason[];
  readonly counts: readonly RuleCount[];
  /** Days with a page before and after this one. */
  readonly near: readonly { readonly text: string; readonly href: string }[];
  /** The net asset value of the day; null where no statement has it. */
  readonly nav: string | null;
}

const UNKNOWN = 200;
const DIFFERENCES = 500;

export function dayView(report: Report, date: IsoDate): DayView {
  const checks = checksOn(report, date).toSorted(unexplainedFirst);
  const differ = checks.filter(({ status }) => status === "differs");
  const unknown = checks.filter(({ status }) => status === "not-reported");
  const year = date.slice(0, 4);
  return {
    title: longDate(date),
    summary: checkedDay(report, date)?.text.replace(/^.*?: /, "") ?? "",
    year: { text: year, path: daysYearPath(year) },
    state: worstState(checks),
    differences: differ.slice(0, DIFFERENCES).map((check) => differenceRow(report, check)),
    moreDifferences: beyond(differ, DIFFERENCES),
    unknown: rowsOf(report, unknown, UNKNOWN),
    moreUnknown: beyond(unknown, UNKNOWN),
    reasons: reasonsOf(unknown),
    counts: countsOf(report, checks),
    near: nearDays(report, date),
    nav: navAnchor(report, date),
  };
}

function nearDays(report: Report, date: IsoDate): DayView["near"] {
  const paged = checkedDays(report).filter((day) => day.href !== null);
  const at = paged.findIndex((day) => day.date === date);
  return [
    { word: "Before", day: paged[at + 1] },
    { word: "After", day: paged[at - 1] },
  ].flatMap(({ word, day }) =>
    day?.href == null ? [] : [{ text: `${word}: ${dateText(day.date)}`, href: day.href }],
  );
}

/** All years and all days with a page, for the router: one route serves both. */
export function daysPaths(report: Report) {
  const years = checkedYears(report).map(({ year }) => ({
    params: { page: year },
    props: { year, date: null as IsoDate | null },
  }));
  const days = checkedDays(report)
    .filter((day) => day.href !== null)
    .map(({ date }) => ({
      params: { page: date as string },
      props: { year: date.slice(0, 4), date: date as IsoDate | null },
    }));
  return [...years, ...days];
}
