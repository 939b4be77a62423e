/**
 * Which lots a disposal takes from. A method only chooses; the pool alone splits lots, so that no method can lose a
 * unit or a cent. A new method is a new value of {@link LotMethod}, not a branch in an old one.
 */
import { compareIds, compareText } from "../../core/ids.ts";
import { endOfDay } from "../../events/event.ts";
import type { Lot } from "../lots.ts";

export type LotMethodName = "FIFO" | "LIFO" | "HIFO" | "AVERAGE";

export interface LotMethod {
  readonly name: LotMethodName;
  /** Puts a lot into the pool, which stays in the order in which lots are taken. Only average cost changes the others. */
  add(pool: Lot[], lot: Lot): void;
  /** The lots to take from, in order; the disposal stops taking when it has enough. */
  pick(pool: readonly Lot[]): Iterable<Lot>;
}

export type Compare = (a: Lot, b: Lot) => number;

/**
 * The order in which lots were opened, as events are booked: moment (a date without a time is the end of its day), then
 * numeric transaction id. Lots of before the first statement, whose date no row gives, come first, or behind those that the
 * broker closed without them. Ties end at the id, never at input order. (Accounting notes 2.2.)
 */
export const oldest: Compare = (a, b) =>
  compareText(momentOf(a), momentOf(b)) ||
  compareIds(a.transaction, b.transaction) ||
  compareText(a.id, b.id);

const momentOf = ({ opened, notBefore = null }: Lot): string => {
  if (opened !== null) return endOfDay(opened);
  return notBefore === null ? "" : `${endOfDay(notBefore)} or later`;
};

/** A method that takes whole lots in an order. */
export const inOrder = (name: LotMethodName, order: Compare): LotMethod => ({
  name,
  add: (pool, lot) => pool.splice(place(pool, lot, order), 0, lot),
  pick: (pool) => pool,
});

/** Where a lot belongs in a sorted pool, by bisection; the end is tried first, where most lots go. */
function place(pool: readonly Lot[], lot: Lot, order: Compare): number {
  const last = pool.at(-1);
  if (last === undefined || order(last, lot) <= 0) return pool.length;
  let [low, high] = [0, pool.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = pool[middle];
    if (there !== undefined && order(there, lot) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
