/**
 * Since when a difference exists, and what hangs on it: back through the causes that name another check, and back
 * through the days on which the same figure differed before.
 */
import type { Report } from "../../analytics/report.ts";
import type { IsoDate } from "../../core/dates.ts";
import { compareText } from "../../core/ids.ts";
import type { Check } from "../../ledger/checks.ts";
import { once } from "./once.ts";

/** Rules that compare one event each: two days of them are two figures, not one that goes on. */
const SINGLE: ReadonlySet<string> = new Set(["A1", "A2", "X1", "X2", "X4"]);

interface Chains {
  readonly byId: ReadonlyMap<string, Check>;
  /** The first day of the run of differing days that a check belongs to, and how many days of it there are so far. */
  readonly runs: ReadonlyMap<string, Run>;
  /** By the id of a check, the differences that name it as what they follow from. */
  readonly followers: ReadonlyMap<string, readonly Check[]>;
}

interface Run {
  readonly start: Check;
  readonly days: number;
}

const chainsOf = once((report): Chains => {
  const differing = report.checks.filter(({ status }) => status === "differs");
  const followers = new Map<string, Check[]>();
  for (const check of differing)
    for (const id of new Set(check.causes.map(({ from }) => from)))
      if (id !== undefined && id !== check.id)
        followers.set(id, [...(followers.get(id) ?? []), check]);
  return {
    byId: new Map(report.checks.map((check) => [check.id, check])),
    runs: runsOf(report.checks, new Set(differing.map(seriesOf))),
    followers,
  };
});

/**
 * The same for all days of one figure: the id without its day, and the field. A sum over a window, whose id has two days,
 * stands for itself: the next window is another sum.
 */
function seriesOf({ id, rule, field }: Check): string {
  const parts = id.split("/");
  const name = parts.filter((part) => !/^\d{4}-\d\d-\d\d$/.test(part));
  return SINGLE.has(rule) || parts.length - name.length > 1 ? id : `${name.join("/")} ${field}`;
}

function runsOf(
  checks: readonly Check[],
  differing: ReadonlySet<string>,
): ReadonlyMap<string, Run> {
  const runs = new Map<string, Run>();
  const series = Map.groupBy(
    checks.filter((check) => differing.has(seriesOf(check))),
    seriesOf,
  );
  for (const all of series.values()) {
    const ordered = all.toSorted((a, b) => compareText(a.date, b.date));
    for (const [index, check] of ordered.entries()) {
      if (check.status !== "differs") continue;
      const before = runs.get(ordered[index - 1]?.id ?? "");
      runs.set(check.id, { start: before?.start ?? check, days: (before?.days ?? 0) + 1 });
    }
  }
  return runs;
}

/** The checks that the causes of a difference name, nearest first. */
export const precedingOf = (report: Report, { id, causes }: Check): readonly Check[] =>
  [...new Set(causes.map(({ from }) => from))].flatMap((from) => {
    const check = from === undefined || from === id ? undefined : chainsOf(report).byId.get(from);
    return check === undefined ? [] : [check];
  });

/** Where a difference begins: the earliest check that its causes, or the earlier days of its figure, lead back to. */
export function rootOf(report: Report, check: Check): Check {
  let root = check;
  const seen = new Set<string>();
  const open = [check];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one.id)) continue;
    seen.add(one.id);
    if (one.date < root.date) root = one;
    open.push(...precedingOf(report, one));
    const start = chainsOf(report).runs.get(one.id)?.start;
    if (start !== undefined) open.push(start);
  }
  return root;
}

/** The day on which a difference begins. */
export const sinceOf = (report: Report, check: Check): IsoDate => rootOf(report, check).date;

/** On how many compared days in a row, up to its own, the figure of a check differs. */
export const daysOf = (report: Report, { id }: Check): number =>
  chainsOf(report).runs.get(id)?.days ?? 1;

/** The differences whose causes name this one. */
export const followersOf = (report: Report, { id }: Check): readonly Check[] =>
  chainsOf(report).followers.get(id) ?? [];

/** How many differences follow from one, directly or through others. */
export function countFollowers(report: Report, check: Check): number {
  const seen = new Set([check.id]);
  const open = [...followersOf(report, check)];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one.id)) continue;
    seen.add(one.id);
    open.push(...followersOf(report, one));
  }
  return seen.size - 1;
}
