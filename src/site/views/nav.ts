/** Net asset value by day, as the broker reports it, in pages of a year; the overview shows the end of each month. */
import type { NavReport, Report } from "../../analytics/report.ts";
import type { Figure } from "../../core/figures.ts";
import { compareText } from "../../core/ids.ts";
import { dateText } from "../format/date.ts";
import { counted } from "../format/words.ts";
import { dayHref } from "./days.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { once } from "./once.ts";
import { placesOf } from "./places.ts";
import { NAV_LEVELS } from "./portfolio.ts";
import { onlyRow } from "./trace.ts";
import { navPath } from "./traced.ts";

export interface NavCell {
  readonly figure: Figure;
  /** The raw row that it repeats; null where the trace below tells more, or nothing is to tell. */
  readonly row: string | null;
  /** Whether the cell itself is where links to the figure arrive. */
  readonly isAnchor: boolean;
}

export interface NavRow {
  readonly date: string;
  /** The checks of the day; null where nothing is compared. */
  readonly checks: string | null;
  /** Empty where there is only one. */
  readonly account: string;
  readonly cells: readonly NavCell[];
}

export const NAV_COLUMNS = [
  "Total",
  "Cash",
  "Stocks",
  "Options",
  "Accrued dividends",
  "Accrued interest",
  "Paid in or out",
];

const byYear = once(
  (report): ReadonlyMap<string, readonly NavReport[]> =>
    Map.groupBy(
      report.nav.toSorted(
        (a, b) => compareText(b.date, a.date) || compareText(a.account, b.account),
      ),
      ({ date }) => date.slice(0, 4),
    ),
);

export interface NavOverview {
  readonly summary: string;
  readonly years: readonly {
    readonly text: string;
    readonly path: string;
    readonly current: boolean;
  }[];
  readonly months: readonly NavRow[];
}

export function navOverview(report: Report): NavOverview {
  const years = byYear(report);
  const ends = [
    ...Map.groupBy(
      [...years.values()].flat(),
      ({ account, date }) => `${account}/${date.slice(0, 7)}`,
    ),
  ];
  return {
    summary: `${counted(report.nav.length, "day")}, as the broker reports them`,
    years: yearLinks(report, ""),
    months: ends.flatMap(([, [last]]) => (last === undefined ? [] : [rowOf(report, last)])),
  };
}

export interface NavYear {
  readonly year: string;
  readonly years: NavOverview["years"];
  readonly rows: readonly NavRow[];
  readonly traced: readonly Labelled[];
}

export function navYear(report: Report, year: string): NavYear {
  const days = byYear(report).get(year) ?? [];
  const rows = days.map((day) => rowOf(report, day));
  const traced = days.flatMap((day) =>
    NAV_LEVELS.flatMap((name, index) =>
      isSimple(day[name])
        ? []
        : [
            labelled(
              `${NAV_COLUMNS[index]} on ${dateText(day.date)}`,
              day[name],
              index === 6 ? "change" : "money",
            ),
          ],
    ),
  );
  return { year, years: yearLinks(report, year), rows, traced };
}

export const navPaths = (report: Report) =>
  [...byYear(report).keys()].map((year) => ({ params: { year } }));

/** The row of a day in the table of its year; null where no statement values that day. */
export function navAnchor(report: Report, date: string): string | null {
  const day = byYear(report)
    .get(date.slice(0, 4))
    ?.find((one) => one.date === date);
  return day === undefined ? null : placesOf(report).figure(day.total.id);
}

const yearLinks = (report: Report, current: string): NavOverview["years"] =>
  [...byYear(report).keys()].map((year) => ({
    text: year,
    path: navPath(year),
    current: year === current,
  }));

/** Nothing to tell, or nothing but one row. */
const isSimple = (figure: Figure): boolean =>
  figure.lines().length === 0 || onlyRow(figure) !== null;

function rowOf(report: Report, day: NavReport): NavRow {
  const places = placesOf(report);
  return {
    date: dateText(day.date),
    checks: dayHref(report, day.date),
    account: report.accounts.length > 1 ? day.account : "",
    cells: NAV_LEVELS.map((name) => {
      const row = onlyRow(day[name]);
      return {
        figure: day[name],
        row: row === null ? null : places.row(row),
        isAnchor: isSimple(day[name]),
      };
    }),
  };
}
