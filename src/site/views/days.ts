/** The comparison with the broker day by day: how each day came out, and which days have a page of their own. */
import type { Report } from "../../analytics/report.ts";
import { addDays, type IsoDate, isWeekday } from "../../core/dates.ts";
import { compareText } from "../../core/ids.ts";
import { type Check, countByRule, type RuleCounts } from "../../ledger/checks.ts";
import { longDate } from "../format/date.ts";
import { countText } from "../format/number.ts";
import { counted } from "../format/words.ts";
import { href } from "../links.ts";
import { totalOf } from "./banner.ts";
import { once } from "./once.ts";

/** `partial`: what could be compared agrees, and some could not. `unknown`: nothing could. */
export type DayState = "agrees" | "partial" | "unknown" | "explained" | "unexplained";

export interface CheckedDay {
  readonly date: IsoDate;
  readonly state: DayState;
  readonly counts: RuleCounts;
  /** `20 November 2026: 412 agree, 1 unexplained`. */
  readonly text: string;
  /** Its page; null for a day that ties out, or one beyond the bound. */
  readonly href: string | null;
}

/** How many days have a page of their own. */
const PAGES = 1000;

export const dayState = ({ agrees, explained, unexplained, notReported }: RuleCounts): DayState => {
  if (unexplained > 0) return "unexplained";
  if (explained > 0) return "explained";
  if (notReported > 0) return agrees > 0 ? "partial" : "unknown";
  return "agrees";
};

const checksByDay = once(
  (report): ReadonlyMap<IsoDate, readonly Check[]> =>
    Map.groupBy(report.checks, ({ date }) => date),
);

export const checksOn = (report: Report, date: IsoDate): readonly Check[] =>
  checksByDay(report).get(date) ?? [];

/** Every day that anything is compared for, newest first. */
export const checkedDays = once((report): readonly CheckedDay[] => {
  const days = [...checksByDay(report)]
    .map(([date, checks]) => ({ date, counts: totalOf(Object.values(countByRule(checks))) }))
    .map((day) => ({ ...day, state: dayState(day.counts) }))
    .toSorted((a, b) => compareText(b.date, a.date));
  const differ = days.filter(({ state }) => state === "unexplained" || state === "explained");
  const unknown = days.filter(({ state }) => state === "partial" || state === "unknown");
  const paged = new Set([...differ, ...unknown].slice(0, PAGES).map(({ date }) => date));
  return days.map((day) => ({
    ...day,
    text: `${longDate(day.date)}: ${countsText(day.counts)}`,
    href: paged.has(day.date) ? href(dayPath(day.date)) : null,
  }));
});

const byDate = once((report) => new Map(checkedDays(report).map((day) => [day.date, day])));

export const checkedDay = (report: Report, date: IsoDate): CheckedDay | null =>
  byDate(report).get(date) ?? null;

export const dayPath = (date: string): string => `/reconciliation/days/${date}/`;
export const daysYearPath = (year: string): string => `/reconciliation/days/${year}/`;

/** Where the checks of a day are: on its own page, else in its month; null where nothing is compared. */
export function dayHref(report: Report, date: IsoDate): string | null {
  const day = checkedDay(report, date);
  if (day === null) return null;
  return day.href ?? `${href(daysYearPath(date.slice(0, 4)))}#month-${date.slice(0, 7)}`;
}

/** `412 agree, 1 unexplained`; what there is none of is left out. */
export function countsText({ agrees, explained, unexplained, notReported }: RuleCounts): string {
  const parts: [count: number, words: string][] = [
    [agrees, `${countText(agrees)} ${agrees === 1 ? "agrees" : "agree"}`],
    [explained, `${counted(explained, "difference")} explained`],
    [unexplained, `${counted(unexplained, "difference")} unexplained`],
    [notReported, `${countText(notReported)} cannot be checked`],
  ];
  const said = parts.filter(([count]) => count > 0).map(([, words]) => words);
  return said.length === 0 ? "nothing to compare" : said.join(", ");
}

export interface YearDays {
  readonly year: string;
  readonly path: string;
  readonly summary: string;
  /** What the calendar shows, for those who do not see it. */
  readonly label: string;
  readonly agreeing: readonly IsoDate[];
  /** Days that differ or cannot be checked in full, in the order of the calendar. */
  readonly notable: readonly CheckedDay[];
  /** Weekdays for which nothing is compared, between the first and the last compared day. */
  readonly empty: readonly IsoDate[];
  readonly weekends: readonly IsoDate[];
}

/** The years that anything is compared for, newest first. */
export const checkedYears = once((report): readonly YearDays[] => {
  const days = checkedDays(report);
  const [first, last] = [days.at(-1)?.date, days[0]?.date];
  if (first === undefined || last === undefined) return [];
  return [...Map.groupBy(days, ({ date }) => date.slice(0, 4))].map(([year, own]) =>
    yearOf(report, year, own, { from: first, to: last }),
  );
});

function yearOf(
  report: Report,
  year: string,
  days: readonly CheckedDay[],
  range: { readonly from: IsoDate; readonly to: IsoDate },
): YearDays {
  const summary = yearSummary(days);
  const inOrder = days.toReversed();
  const blank = blankDays(report, year, range);
  return {
    year,
    path: daysYearPath(year),
    summary,
    label: `${year}: ${summary}`,
    agreeing: inOrder.filter(({ state }) => state === "agrees").map(({ date }) => date),
    notable: inOrder.filter(({ state }) => state !== "agrees"),
    empty: blank.filter(isWeekday),
    weekends: blank.filter((date) => !isWeekday(date)),
  };
}

/** The days of a year, within a range, for which nothing is compared. */
function blankDays(
  report: Report,
  year: string,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
): readonly IsoDate[] {
  const blank: IsoDate[] = [];
  const start = `${year}-01-01` as IsoDate;
  const end = `${year}-12-31`;
  for (let day = from > start ? from : start; day <= to && day <= end; day = addDays(day, 1))
    if (checkedDay(report, day) === null) blank.push(day);
  return blank;
}

function yearSummary(days: readonly CheckedDay[]): string {
  const count = (state: DayState) => days.filter((day) => day.state === state).length;
  const parts: [state: DayState, words: string][] = [
    ["partial", "tie out where they can be checked"],
    ["explained", "with explained differences"],
    ["unexplained", "with unexplained differences"],
    ["unknown", "cannot be checked"],
  ];
  const agrees = count("agrees");
  return [
    `${counted(agrees, "day")} ${agrees === 1 ? "ties" : "tie"} out`,
    ...parts.flatMap(([state, words]) => {
      const own = count(state);
      return own === 0 ? [] : [`${countText(own)} ${words}`];
    }),
  ].join(", ");
}
