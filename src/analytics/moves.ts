/** Which figures differ between two digests. */
import type { IsoDate } from "../core/dates.ts";
import { compareText } from "../core/ids.ts";
import { idOn } from "./digest.ts";
import { type DigestIndex, nameOf } from "./digest-index.ts";

/** A figure with both values as a digest writes them; null where there is no such figure. */
export interface Move {
  readonly id: string;
  /** Null for a figure of no single day. */
  readonly date: IsoDate | null;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Moves {
  /** Figures of days that both cover, with another value, or known before and unknown now. By day, then id. */
  readonly moved: readonly Move[];
  /** Figures of days that both cover which were unknown, or not there, for want of a row. */
  readonly known: readonly Move[];
  /** Figures of days that are no longer covered. */
  readonly gone: readonly Move[];
  /** Figures of days that were not covered before. */
  readonly fresh: number;
  /** Weekdays, account by account, that are covered now and were not before. */
  readonly days: number;
  /** Figures of no single day that differ. */
  readonly last: readonly Move[];
}

/** Compares. What became known is no move: nothing was said before. */
export function movesBetween(before: DigestIndex, after: DigestIndex): Moves {
  const found = { moved: [] as Move[], known: [] as Move[], gone: [] as Move[] };
  let fresh = 0;
  for (const [id, date] of pastIds(before, after)) {
    const { account } = nameOf(id);
    if (!before.covers(account, date) && !before.has(id)) {
      if (after.has(id)) fresh++;
      continue;
    }
    const move = { id, date, before: before.value(id, date), after: after.value(id, date) };
    if (move.before === move.after) continue;
    if (!after.covers(account, date) && !after.has(id)) found.gone.push(move);
    else if (isSaid(move.before) || (id.startsWith("closings/") && move.before === null))
      found.moved.push(move);
    else if (isSaid(move.after)) found.known.push(move);
  }
  for (const list of Object.values(found)) list.sort(byDay);
  return { ...found, fresh, days: newDays(before, after), last: lastMoves(before, after) };
}

/** Whether a value says something: it is there and known. */
export const isSaid = (value: string | null): value is string =>
  value !== null && !value.startsWith("?");

const byDay = (a: Move, b: Move): number =>
  compareText(a.date ?? "", b.date ?? "") || compareText(a.id, b.id);

/** Every figure of a day that either side states; a level on every day on which either side states it. */
function pastIds(before: DigestIndex, after: DigestIndex): ReadonlyMap<string, IsoDate> {
  const ids = new Map<string, IsoDate>();
  for (const { digest } of [before, after])
    for (const [id, { date }] of digest.past) if (nameOf(id).series === null) ids.set(id, date);
  for (const series of new Set([...before.series, ...after.series]))
    for (const date of [...before.datesOf(series), ...after.datesOf(series)])
      ids.set(idOn(series, date), date);
  return ids;
}

function newDays(before: DigestIndex, after: DigestIndex): number {
  const known = before.weekdays();
  return [...after.weekdays()].filter((day) => !known.has(day)).length;
}

function lastMoves({ digest: before }: DigestIndex, { digest: after }: DigestIndex): Move[] {
  const ids = new Set([...before.last.keys(), ...after.last.keys()]);
  return [...ids]
    .map((id) => ({
      id,
      date: null,
      before: before.last.get(id) ?? null,
      after: after.last.get(id) ?? null,
    }))
    .filter((move) => move.before !== move.after && (isSaid(move.before) || isSaid(move.after)))
    .sort(byDay);
}
