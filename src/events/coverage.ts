/** Which days the statements of an account cover, as a whole and topic by topic. */
import { addDays, type IsoDate, isWeekday, nextWeekday } from "../core/dates.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { Topic, Window } from "./assertion.ts";

export interface Days {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** First and last day that any statement of the account covers; null where there is none. */
export function span(windows: readonly Window[], account: AccountAlias): Days | null {
  const own = windows.filter((window) => window.account === account);
  if (own.length === 0) return null;
  const froms = own.map(({ from }) => from).sort();
  const tos = own.map(({ to }) => to).sort();
  return { from: froms[0] as IsoDate, to: tos.at(-1) as IsoDate };
}

/**
 * The stretches of weekdays within the account's span that no statement covers, or that none covers which exports the
 * topic. Weekends are never missing.
 */
export function missingDays(
  windows: readonly Window[],
  account: AccountAlias,
  topic?: Topic,
): Days[] {
  const whole = span(windows, account);
  if (whole === null) return [];
  const own = windows
    .filter(
      (window) => window.account === account && (topic === undefined || window.exports.has(topic)),
    )
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const missing: Days[] = [];
  let next = whole.from;
  for (const { from, to } of own) {
    push(missing, next, addDays(from, -1));
    if (to >= next) next = addDays(to, 1);
  }
  push(missing, next, whole.to);
  return missing;
}

/** Adds the stretch, cut to its weekdays, unless it has none. */
function push(missing: Days[], from: IsoDate, to: IsoDate): void {
  const first = isWeekday(from) ? from : nextWeekday(from);
  if (first > to) return;
  let last = to;
  while (!isWeekday(last)) last = addDays(last, -1);
  missing.push({ from: first, to: last });
}
