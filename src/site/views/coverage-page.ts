/** The coverage page: the calendar of each account, its gaps and what closes them, its files and what each proves. */
import type { Report } from "../../analytics/report.ts";
import type { Topic } from "../../events/assertion.ts";
import {
  type AccountCoverage,
  type FileCoverage,
  type Gap,
  LEDGER_TOPICS,
  TOLD_FROM_ROWS,
} from "../../events/coverage.ts";
import { isFetching, remedyFor, TOPIC_TEXTS } from "../../events/remedy.ts";
import { dateText, longDate, readable } from "../format/date.ts";
import { countText } from "../format/number.ts";
import { capital, counted, spoken } from "../format/words.ts";
import { rawMask } from "../raw/files.ts";
import { type Banner, bannerOf } from "./banner.ts";
import {
  type CalendarYear,
  calendarYears,
  type DayMark,
  gapId,
  missingText,
  yearPath,
} from "./calendar.ts";
import { accountsCovered, daysText, panelId } from "./coverage.ts";
import { type FetchingView, fetchingView } from "./ingestion.ts";
import { once } from "./once.ts";
import { placesOf } from "./places.ts";

export interface GapRow {
  readonly id: string;
  readonly days: string;
  readonly weekdays: string;
  readonly what: string;
  /** What closes it: text, and commands to copy. */
  readonly remedy: readonly { readonly text: string; readonly isCommand: boolean }[];
}

export interface ProofRow {
  readonly name: string;
  readonly href: string | null;
  readonly days: string;
  readonly generated: string;
  readonly topics: string;
  readonly newestFor: number;
}

export interface TopicRow {
  readonly topic: string;
  /** Whether it is in no file. */
  readonly isMissing: boolean;
  readonly proven: string;
  /** What is unknown where a statement leaves it out; empty where none does. */
  readonly without: string;
}

export interface CoverageAccount {
  readonly account: string;
  readonly id: string;
  readonly title: string;
  readonly years: readonly CalendarYear[];
  readonly otherYears: readonly YearLink[];
  readonly gaps: readonly GapRow[];
  readonly moreGaps: number;
  readonly gapsTitle: string;
  readonly files: readonly ProofRow[];
  readonly moreFiles: number;
  readonly topics: readonly TopicRow[];
}

export interface CoverageView {
  readonly banner: Banner;
  readonly accounts: readonly CoverageAccount[];
  readonly fetching: FetchingView;
}

interface YearLink {
  readonly text: string;
  readonly path: string;
  readonly current: boolean;
}

/** How many years, gaps and files the page of all years shows of an account; the pages of years show the rest. */
const YEARS = 3;
const GAPS = 40;
const FILES = 30;
/** Beyond so many links the days of that page lead to the pages of their years instead of to files. */
const LINKS = 900;

const yearsOf = once(
  (report): ReadonlyMap<AccountCoverage, readonly CalendarYear[]> =>
    new Map(accountsCovered(report).map((one) => [one, calendarYears(report, one)])),
);

export function coverageView(report: Report): CoverageView {
  const all = [...yearsOf(report)];
  const links = all.flatMap(([, years]) =>
    years.slice(0, YEARS).flatMap(({ proven }) => proven),
  ).length;
  const share = all.length > 4 ? 10 : FILES;
  return {
    banner: bannerOf(report),
    fetching: fetchingView(report),
    accounts: all.map(([coverage, years]) => {
      const { account, gaps, files } = coverage;
      const shown = years.slice(0, YEARS);
      return {
        account,
        id: panelId(account),
        title: titleOf(coverage),
        years: links > LINKS ? shown.map(coarse) : shown,
        otherYears: years
          .slice(YEARS)
          .map(({ year, path }) => ({ text: year, path, current: false })),
        gaps: gaps
          .toReversed()
          .slice(0, GAPS)
          .map((gap) => gapRow(report, gap)),
        moreGaps: gaps.length > GAPS ? gaps.length - GAPS : 0,
        gapsTitle: gapsTitle(gaps),
        files: files.slice(0, share).map((file) => proofRow(report, coverage, file)),
        moreFiles: files.length > share ? files.length - share : 0,
        topics: topicRows(coverage),
      };
    }),
  };
}

/** The year with one link for all days that are well, to the page of the year. */
function coarse(year: CalendarYear): CalendarYear {
  const days = year.proven.flatMap((mark) => mark.days);
  const all: DayMark = { state: "proven", days, href: null, text: `the files of ${year.year}` };
  return { ...year, proven: days.length === 0 ? [] : [all] };
}

/** What is certain about all days, as a title. */
function titleOf({ gaps, from, weekdays, topics }: AccountCoverage): string {
  const missing = gaps.reduce((days, gap) => days + gap.weekdays, 0);
  if (missing > 0)
    return `${countText(weekdays - missing)} of ${counted(weekdays, "weekday")} are proven`;
  const never = LEDGER_TOPICS.filter((topic) => !topics.has(topic));
  return never.length === 0
    ? `Every weekday since ${longDate(from)} is proven`
    : `Every weekday since ${longDate(from)} is in a statement, none with ${never.join(" or ")}`;
}

function gapsTitle(gaps: readonly Gap[]): string {
  const days = gaps.filter(({ topics }) => topics === null).length;
  const partly = gaps.length - days;
  const parts = [
    ...(days > 0 || partly === 0 ? [spoken(days, "gap")] : []),
    ...(partly > 0 ? [`${spoken(partly, "period")} without some topics`] : []),
  ];
  return capital(parts.join(", "));
}

function gapRow(report: Report, gap: Gap): GapRow {
  const { builtAt, ingestion } = report;
  const { text } = remedyFor(gap, { now: builtAt, hasQuery: isFetching(ingestion) });
  const parts = text.includes("`") ? capital(text).split("`") : ["", text];
  return {
    id: gapId(gap),
    days: daysText(gap),
    weekdays: counted(gap.weekdays, "weekday"),
    what: missingText(gap),
    remedy: parts
      .map((part, index) => ({ text: readable(part), isCommand: index % 2 === 1 }))
      .filter((part) => part.text !== ""),
  };
}

function proofRow(report: Report, { topics }: AccountCoverage, file: FileCoverage): ProofRow {
  const { window, lacks, exports, newestFor } = file;
  return {
    name: rawMask(report).text(file.file.split("/").at(-1) ?? file.file),
    href: placesOf(report).row(window.source),
    days: daysText(file),
    generated: window.generated === null ? "" : dateText(window.generated),
    topics:
      lacks.length > 0
        ? `all but ${lacks.join(", ")}`
        : exports.size === topics.size
          ? `all ${topics.size} topics`
          : `${counted(exports.size, "topic")}`,
    newestFor,
  };
}

/** Topics that a statement gives day by day; the others stand at its end, or on single rows. */
const BY_DAY: ReadonlySet<Topic> = new Set<Topic>([
  "trades",
  "cash transactions",
  "transfers",
  "corporate actions",
  "net asset value",
]);

function topicRows({ topics, weekdays, gaps, files }: AccountCoverage): readonly TopicRow[] {
  const uncovered = gaps.filter((gap) => gap.topics === null);
  const covered = uncovered.reduce((days, gap) => days - gap.weekdays, weekdays);
  return (Object.keys(TOPIC_TEXTS) as Topic[]).map((topic) => {
    const having = files.filter(({ exports }) => exports.has(topic)).length;
    const name = capital(topic);
    if (having === 0) {
      const { section, without } = TOPIC_TEXTS[topic];
      const advice = `${capital(without)}. Select ${section} in the query.`;
      return { topic: name, isMissing: true, proven: "in no file", without: advice };
    }
    const isDaily = BY_DAY.has(topic);
    const [own, all] = isDaily ? [topics.get(topic) ?? 0, weekdays] : [having, files.length];
    const unit = isDaily ? "weekday" : "file";
    const isWhole = own === (isDaily ? covered : all) || TOLD_FROM_ROWS.includes(topic);
    return {
      topic: name,
      isMissing: false,
      proven: own === all ? `every ${unit}` : `${countText(own)} of ${counted(all, unit)}`,
      without: isWhole ? "" : `In the other statements ${TOPIC_TEXTS[topic].without}.`,
    };
  });
}

export interface CoverageYearView {
  readonly account: string;
  readonly year: CalendarYear;
  readonly years: readonly YearLink[];
  readonly gaps: readonly GapRow[];
  readonly gapsTitle: string;
  readonly files: readonly ProofRow[];
}

/** One year of one account. */
export function coverageYear(report: Report, account: string, year: string): CoverageYearView {
  const [coverage, years] = [...yearsOf(report)].find(([one]) => one.account === account) ?? [];
  const shown = years?.find((one) => one.year === year);
  if (coverage === undefined || years === undefined || shown === undefined)
    throw new Error(`No statement of ${account} covers ${year}`);
  const within = ({ from, to }: Pick<Gap, "from" | "to">) =>
    from.slice(0, 4) <= year && to.slice(0, 4) >= year;
  const gaps = coverage.gaps.filter(within).toReversed();
  const proving = new Set(
    coverage.stretches
      .filter(within)
      .flatMap(({ newest }) => (newest === null ? [] : [newest.file])),
  );
  return {
    account,
    year: shown,
    years: years.map((one) => ({ text: one.year, path: one.path, current: one === shown })),
    gaps: gaps.map((gap) => gapRow(report, gap)),
    gapsTitle: gapsTitle(gaps),
    files: coverage.files
      .filter(({ file }) => proving.has(file))
      .map((file) => proofRow(report, coverage, file)),
  };
}

/** All years of all accounts, for the router. */
export const coveragePaths = (report: Report) =>
  [...yearsOf(report)].flatMap(([{ account }, years]) =>
    years.map(({ year }) => ({
      params: { page: yearPath(account, year).replace(/^\/coverage\/|\/$/g, "") },
      props: { account, year },
    })),
  );
