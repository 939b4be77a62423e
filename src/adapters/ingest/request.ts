/** Which days to ask for, and whether to ask at all: what the log of runs and the store say. (Design, section 5.) */
import {
  addDays,
  type Days,
  daysBetween,
  easternDay,
  type IsoDate,
  type IsoDateTime,
  previousWeekday,
} from "../../core/dates.ts";
import { type Run, succeeded } from "../raw/runs.ts";

/** Days that are asked for again because rows may be restated later. */
const OVERLAP = 35;
/** From the first to the last day: one request covers 365 days. */
export const LONGEST = 364;

/**
 * The days to ask for: those since the last covered day, and the days before it in which rows may still change, up to the last business day. Null: the query's own period, that is for the first statement, once a month, with
 * `window: query`, and where the service refused dates within a month. The month's own period is put off by one run
 * where it did not come in time, so that a query that is too heavy does not stop the daily data.
 */
export function daysToAsk(
  runs: readonly Run[],
  lastCovered: IsoDate | null,
  today: IsoDate,
): Days | null {
  if (lastCovered === null) return null;
  const recent = runs.filter(({ time }) => daysBetween(easternDay(time), today) <= 30);
  if (recent.some(refusedDates)) return null;
  const isThisMonth = ({ time }: Run) => easternDay(time).slice(0, 7) === today.slice(0, 7);
  const own = runs.filter((run) => isThisMonth(run) && run.asked === null);
  const last = runs.at(-1);
  const putOff = last?.asked === null && last.outcome === "not ready" && isThisMonth(last);
  if (!own.some(succeeded) && !putOff) return null;
  const to = previousWeekday(today);
  const since = addDays(lastCovered < to ? lastCovered : to, -OVERLAP);
  return { from: later(since, addDays(to, -LONGEST)), to };
}

const refusedDates = ({ asked, code, datesRefused }: Run): boolean =>
  datesRefused || (asked !== null && (code === "1003" || code === "1020"));

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);

/** Documented depth of the service: the current calendar year and four before it. */
export const firstServedDay = (today: IsoDate): IsoDate =>
  `${String(Number(today.slice(0, 4)) - 4)}-01-01` as IsoDate;

/**
 * The days of the next request that fills gaps: from the oldest gap on, as many as one request covers. Gaps that the
 * service does not reach back to, and those that were asked for within a month without success, are left out. Null:
 * none is left.
 */
export function daysToFill(
  gaps: readonly Days[],
  runs: readonly Run[],
  today: IsoDate,
): Days | null {
  const last = previousWeekday(today);
  const tried = runs.filter(
    ({ time, asked, outcome }) =>
      asked !== null && outcome !== "not ready" && daysBetween(easternDay(time), today) <= 30,
  );
  const open = gaps
    .map(({ from, to }) => ({
      from: later(from, firstServedDay(today)),
      to: to < last ? to : last,
    }))
    .filter(({ from, to }) => from <= to)
    .filter(
      (gap) =>
        !tried.some(
          ({ asked }) => asked !== null && asked.from <= gap.from && asked.to >= gap.from,
        ),
    )
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const [first] = open;
  if (first === undefined) return null;
  const reach = addDays(first.from, LONGEST);
  const ends = open.filter(({ from }) => from <= reach).map(({ to }) => (to < reach ? to : reach));
  return { from: first.from, to: ends.reduce(later) };
}

/** Why a query is not asked now, and whether that is fine (its statement of today is here) or to be tried later. */
export interface Restraint {
  readonly kind: "done" | "wait";
  readonly why: string;
}

const LOCKED_HOURS = 24;
const FAILED_HOURS = 4;

/**
 * Whether a request would do harm or no good: the token is locked (whole day, all queries), a statement was begun and
 * never came (four hours), or today's is here (until midnight in New York). (Flex protocol notes, sections 7, 8, 16.)
 */
export function restraint(runs: readonly Run[], query: string, now: IsoDateTime): Restraint | null {
  const locked = runs.findLast(({ outcome }) => outcome === "locked");
  const hours = (run: Run) => (Date.parse(`${now}Z`) - Date.parse(`${run.time}Z`)) / 3_600_000;
  if (
    locked !== undefined &&
    hours(locked) < LOCKED_HOURS &&
    !runs.some((run) => run.time > locked.time && succeeded(run))
  )
    return wait(
      `the service locked the token on ${shown(locked)} (code 1025)`,
      `nothing is asked for ${LOCKED_HOURS} hours, because each attempt may prolong it`,
    );
  const own = runs.filter((run) => run.query === query);
  const last = own.at(-1);
  if (last?.generating === true && hours(last) < FAILED_HOURS)
    return wait(
      `the attempt of ${shown(last)} began a statement that never came`,
      `asking again within ${FAILED_HOURS} hours may lock the token`,
    );
  const done = own.findLast((run) => succeeded(run) && easternDay(run.time) === easternDay(now));
  if (done === undefined) return null;
  return { kind: "done", why: `today's statement came already, on ${shown(done)}` };
}

const wait = (what: string, why: string): Restraint => ({ kind: "wait", why: `${what}; ${why}` });

const shown = ({ time }: Run): string => `${time.slice(0, 10)} at ${time.slice(11, 16)} UTC`;
