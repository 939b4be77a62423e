/** Which days to ask for, and whether to ask at all: what the log of runs and the store say. (Design, section 5.) */
import {
  addDays,
  type Days,
  daysBetween,
  easternDay,
  firstServedDay,
  type IsoDate,
  type IsoDateTime,
  LONGEST_STATEMENT,
  previousWeekday,
} from "../../core/dates.ts";
import { succeeded } from "../../core/outcomes.ts";
import type { Run } from "../raw/runs.ts";

/** Days that are asked for again because rows may be restated later. */
const OVERLAP = 35;

/**
 * The days to ask for: those since the last covered day, and the days before it in which rows may still change, up to
 * the last business day. Null: the query's own period, that is for the first statement, once a month, with
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
  return { from: later(since, addDays(to, -LONGEST_STATEMENT)), to };
}

const refusedDates = ({ asked, code, datesRefused }: Run): boolean =>
  datesRefused || (asked !== null && (code === "1003" || code === "1020"));

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);

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
    ({ time, asked, outcome, code }) =>
      asked !== null &&
      (outcome !== "not ready" || code === "1003") &&
      daysBetween(easternDay(time), today) <= 30,
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
  const reach = addDays(first.from, LONGEST_STATEMENT);
  const ends = open.filter(({ from }) => from <= reach).map(({ to }) => (to < reach ? to : reach));
  return { from: first.from, to: ends.reduce(later) };
}

/** Why a query is not asked now. */
export interface Restraint {
  /**
   * `done`: nothing is to be had; `locked`: each attempt may prolong it; `begun`: an earlier attempt may still be at
   * work; `other`: something else came in between.
   */
  readonly kind: "done" | "locked" | "begun" | "other";
  readonly why: string;
}

const LOCKED_HOURS = 24;
const FAILED_HOURS = 4;
const FORCE = "--force asks all the same";

/**
 * Whether a request would do harm or no good: the token is locked (whole day, all queries), a statement was begun and
 * never came (four hours), today's was refused, or today's is here (until midnight in New York). Runs of days to come,
 * of a clock that was wrong, count for nothing. (Flex protocol notes, sections 7, 8, 16.)
 */
export function restraint(runs: readonly Run[], query: string, now: IsoDateTime): Restraint | null {
  const past = runs.filter(({ time }) => time <= now);
  const hours = (run: Run) => (Date.parse(`${now}Z`) - Date.parse(`${run.time}Z`)) / 3_600_000;
  const isToday = (run: Run) => easternDay(run.time) === easternDay(now);
  const locked = past.findLast(({ outcome }) => outcome === "locked");
  if (
    locked !== undefined &&
    hours(locked) < LOCKED_HOURS &&
    !past.some((run) => run.time > locked.time && succeeded(run))
  )
    return {
      kind: "locked",
      why: `the service locked the token on ${shown(locked)} (code 1025), and each attempt may prolong it; nothing is asked for ${LOCKED_HOURS} hours (${FORCE})`,
    };
  const own = past.filter((run) => run.query === query);
  const last = own.at(-1);
  if (last?.generating === true && last.outcome === "refused" && isToday(last))
    return {
      kind: "begun",
      why: `the answer of ${shown(last)} was refused, and the service makes one a day; once the query is mended, ${FORCE}`,
    };
  if (last?.generating === true && hours(last) < FAILED_HOURS)
    return {
      kind: "begun",
      why: `the attempt of ${shown(last)} began a statement that never came, and asking again within ${FAILED_HOURS} hours may lock the token (${FORCE})`,
    };
  const done = own.findLast((run) => succeeded(run) && isToday(run));
  if (done === undefined) return null;
  return {
    kind: "done",
    why: `today's statement came already, on ${shown(done)} (--force asks again)`,
  };
}

const shown = ({ time }: Run): string => `${time.slice(0, 10)} at ${time.slice(11, 16)} UTC`;
