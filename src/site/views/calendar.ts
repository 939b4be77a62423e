/** The coverage calendar: for each year of an account, which days are proven by which file, and which are not. */
import type { Report } from "../../analytics/report.ts";
import { addDays, type IsoDate, isWeekday } from "../../core/dates.ts";
import type { AccountCoverage, Gap } from "../../events/coverage.ts";
import { counted } from "../format/words.ts";
import { slugOf } from "../links.ts";
import { rawMask } from "../raw/files.ts";
import { daysText } from "./coverage.ts";
import { placesOf } from "./places.ts";

/** `proven` for all topics, `partial`: some topics are missing, `gap`: in no statement. */
export type DayState = "proven" | "partial" | "gap";

/** Days of one year that lead to the same place. */
export interface DayMark {
  readonly state: DayState;
  readonly days: readonly IsoDate[];
  /** The statement in its file, or the gap in the list beside the calendar. */
  readonly href: string | null;
  readonly text: string;
}

export interface CalendarYear {
  readonly year: string;
  readonly path: string;
  /** How many days of the year are in which state. */
  readonly summary: string;
  /** What the calendar shows, for those who do not see it. */
  readonly label: string;
  readonly proven: readonly DayMark[];
  readonly notable: readonly DayMark[];
  readonly weekends: readonly IsoDate[];
}

/** The page of one year of an account. */
export const yearPath = (account: string, year: string): string =>
  `/coverage/${slugOf(account)}/${year}/`;

export const gapId = ({ account, from }: Pick<Gap, "account" | "from">): string =>
  `gap-${slugOf(account)}-${from}`;

/** What is missing: `no statement`, `no trades, no transfers`. */
export const missingText = ({ topics }: Pick<Gap, "topics">): string =>
  topics === null ? "no statement" : topics.map((topic) => `no ${topic}`).join(", ");

/** Newest year first. */
export function calendarYears(report: Report, coverage: AccountCoverage): readonly CalendarYear[] {
  const gaps = gapsByDay(coverage.gaps);
  const years = new Map<string, Map<string, Mark>>();
  for (const { from, to, newest } of coverage.stretches)
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const gap = gaps.get(day);
      const year = years.get(day.slice(0, 4)) ?? new Map<string, Mark>();
      years.set(day.slice(0, 4), year);
      const mark = !isWeekday(day) ? WEEKEND : (gap ?? newest?.file ?? "");
      const key = typeof mark === "string" ? mark : gapId(mark);
      const before = year.get(key);
      if (before === undefined)
        year.set(key, { of: mark, at: newest?.source ?? null, days: [day] });
      else before.days.push(day);
    }
  return [...years]
    .map(([year, marks]) => yearOf(report, coverage.account, year, [...marks.values()]))
    .toReversed();
}

const WEEKEND = "weekend";

interface Mark {
  /** A gap, the path of a file, or a weekend. */
  readonly of: Gap | string;
  readonly at: Parameters<ReturnType<typeof placesOf>["row"]>[0] | null;
  readonly days: IsoDate[];
}

function gapsByDay(gaps: readonly Gap[]): ReadonlyMap<IsoDate, Gap> {
  const days = new Map<IsoDate, Gap>();
  for (const gap of gaps)
    for (let day = gap.from; day <= gap.to; day = addDays(day, 1)) days.set(day, gap);
  return days;
}

function yearOf(
  report: Report,
  account: string,
  year: string,
  marks: readonly Mark[],
): CalendarYear {
  const proven: DayMark[] = [];
  const notable: DayMark[] = [];
  for (const { of, at, days } of marks)
    if (of === WEEKEND) continue;
    else if (typeof of === "string")
      proven.push({
        state: "proven",
        days,
        href: at === null ? null : placesOf(report).row(at),
        text: rawMask(report).text(of.split("/").at(-1) ?? of),
      });
    else
      notable.push({
        state: of.topics === null ? "gap" : "partial",
        days,
        href: `#${gapId(of)}`,
        text: `${daysText(of)}: ${missingText(of)}`,
      });
  const summary = summaryOf([...proven, ...notable]);
  return {
    year,
    path: yearPath(account, year),
    summary,
    label: `${account}, ${year}: ${summary}`,
    proven,
    notable,
    weekends: marks.find(({ of }) => of === WEEKEND)?.days ?? [],
  };
}

function summaryOf(marks: readonly DayMark[]): string {
  const count = (state: DayState) =>
    marks.filter((mark) => mark.state === state).reduce((days, mark) => days + mark.days.length, 0);
  const [proven, partial, gap] = [count("proven"), count("partial"), count("gap")];
  return [
    `${counted(proven, "weekday")} proven`,
    ...(partial === 0 ? [] : [`${partial} with topics missing`]),
    ...(gap === 0 ? [] : [`${gap} in no statement`]),
  ].join(", ");
}
