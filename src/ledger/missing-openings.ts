/**
 * Since when lots stand that a closing needs and no row opens: from the day that the broker's row of the closed lot says,
 * else from the day after the lists of positions that do not have them yet. Where neither tells, they were held before the
 * first statement. (LOTS.md, "Missing lots".)
 */
import { addDays, dayOf, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { type AccountAlias, compareText, type EventId } from "../core/ids.ts";
import {
  type Assertion,
  type ClosedLotAssertion,
  ofKind,
  type Window,
} from "../events/assertion.ts";
import { span } from "../events/coverage.ts";
import type { LedgerEvent } from "../events/event.ts";
import { bookedOpenings } from "./booked-openings.ts";
import type { Lot } from "./lots.ts";
import type { Pool } from "./pool.ts";
import { type ListedUnits, PositionLists } from "./position-lists.ts";

/** A lot that is missing. */
export interface MissingLot {
  /** Signed like the position. */
  readonly quantity: Decimal;
  /** The first day at whose end it was there; null where it counts as held before the first event. */
  readonly from: IsoDate | null;
  /** The broker's row of it, if that says that it was opened since the first statement. */
  readonly row: ClosedLotAssertion | null;
}

interface Told {
  readonly account: AccountAlias;
  readonly assertions: readonly Assertion[];
  readonly windows: readonly Window[];
  readonly events: readonly LedgerEvent[];
}

export class MissingOpenings {
  readonly #start: IsoDate | null;
  readonly #lists: PositionLists;
  readonly #closed: ReadonlyMap<EventId | null, readonly ClosedLotAssertion[]>;
  readonly #isBooked: (row: ClosedLotAssertion) => boolean;

  /** Facts of one account, with the windows of all. */
  constructor({ account, assertions, windows, events }: Told) {
    this.#isBooked = bookedOpenings(events);
    this.#start = span(windows, account)?.from ?? null;
    const own = windows.filter((window) => window.account === account);
    this.#lists = new PositionLists(own, ofKind(assertions, "position"));
    this.#closed = Map.groupBy(ofKind(assertions, "closed lot"), ({ closing }) => closing);
  }

  /** The lots that an event lacks, a quantity in all. Those whose date no row gives are one. */
  of(
    { id, date }: Pick<LedgerEvent, "id" | "date">,
    pool: Pool,
    quantity: Decimal,
  ): readonly MissingLot[] {
    const lists = this.#lackingIn(pool, date);
    const whole = { quantity, from: listedFrom(lists, quantity), row: null };
    const rows = (this.#closed.get(id) ?? []).filter((row) => !pool.lots.some(isOf(row)));
    if (!unitsOf(rows).eq(quantity.abs())) return [whole];
    const dated = rows
      .filter((row) => this.#isSince(row) && dayOf(row.opened) <= date)
      .map((row): MissingLot => {
        const units = row.quantity.abs();
        const opened = dayOf(row.opened);
        const from = whole.from === null || opened > whole.from ? opened : whole.from;
        return { quantity: quantity.sign < 0 ? units.negated() : units, from, row };
      });
    const rest = quantity.minus(Decimal.sum(dated.map((lot) => lot.quantity)));
    const lots = rest.isZero ? dated : [{ ...whole, quantity: rest }, ...dated];
    return against(lots, lists) > against([whole], lists) ? [whole] : lots;
  }

  /** Whether the lot was opened since the first statement, and not by an event, which another closing has used up then. */
  #isSince(row: ClosedLotAssertion): boolean {
    return (this.#start === null || dayOf(row.opened) >= this.#start) && !this.#isBooked(row);
  }

  /** What lists of earlier days have beside what is booked, oldest first. */
  #lackingIn(pool: Pool, until: IsoDate): readonly ListedUnits[] {
    const booked = levelsOf(pool);
    return this.#lists
      .of(pool.instrument.id)
      .filter(({ date }) => date < until)
      .map(({ date, quantity }) => ({ date, quantity: quantity.minus(booked(date)) }));
  }
}

/**
 * The day after the lists that do not have any of what is missing. Where lists disagree, the day with which the most of
 * them agree, and the latest of such; null where they show it from the beginning.
 */
function listedFrom(lists: readonly ListedUnits[], missing: Decimal): IsoDate | null {
  let [from, wrong, least]: [IsoDate | null, number, number] = [null, 0, 0];
  for (const { date, quantity } of lists) {
    wrong += quantity.sign === missing.sign ? 1 : -1;
    if (wrong > least) continue;
    [from, least] = [addDays(date, 1), wrong];
  }
  return from;
}

/** How many lists have something else than these lots. */
const against = (lots: readonly MissingLot[], lists: readonly ListedUnits[]): number =>
  lists.filter(({ date, quantity }) => {
    const there = lots.filter(({ from }) => from === null || from <= date);
    return !Decimal.sum(there.map((lot) => lot.quantity)).eq(quantity);
  }).length;

const unitsOf = (rows: readonly ClosedLotAssertion[]): Decimal =>
  Decimal.sum(rows.map((row) => row.quantity.abs()));

/** Whether a row is of a lot: opened at the same moment, or on the same day where one of them gives no more. */
const isOf =
  (row: ClosedLotAssertion) =>
  ({ opened }: Lot): boolean =>
    opened !== null &&
    (opened.length === row.opened.length
      ? opened === row.opened
      : dayOf(opened) === dayOf(row.opened));

/** What is booked at the end of days, none of which is earlier than the one asked for before. */
function levelsOf({ start, missing, moves }: Pool): (date: IsoDate) => Decimal {
  const ordered = moves.toSorted((a, b) => compareText(a.date, b.date));
  let [level, next] = [start.plus(missing), 0];
  return (date) => {
    for (let move = ordered[next]; move !== undefined && move.date <= date; move = ordered[++next])
      level = level.plus(move.quantity);
    return level;
  };
}
