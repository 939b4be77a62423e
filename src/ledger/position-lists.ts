/** The broker's lists of positions: of which days they are whole, and how much of an instrument they have. */
import { type Amount, isKnown } from "../core/amount.ts";
import { type IsoDate, isWeekday, previousWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { type AccountAlias, compareText, type InstrumentId, type RowRef } from "../core/ids.ts";
import type { PositionAssertion, Window } from "../events/assertion.ts";

/** A day for which the broker lists all positions. */
export interface WholeList {
  readonly account: AccountAlias;
  readonly date: IsoDate;
  readonly source: RowRef;
}

/**
 * The days for which the broker lists positions: those of its rows, and the last weekday of a window whose section is
 * there but empty, because then it lists that nothing is held. A statement that lists its last day lists no other: a row
 * of another day beside it is of that instrument alone.
 */
export function wholeLists(
  windows: readonly Window[],
  positions: readonly PositionAssertion[],
): WholeList[] {
  const last = (window: Window): IsoDate =>
    isWeekday(window.to) ? window.to : previousWeekday(window.to);
  const listed = new Map<string, WholeList>();
  const files = new Set<string>();
  const statements = Map.groupBy(windows, fileOf);
  const windowOf = (row: WholeList): Window | undefined =>
    statements.get(fileOf(row))?.findLast(({ source }) => source.line <= row.source.line);
  for (const [window, rows] of Map.groupBy(positions, windowOf)) {
    const days = window === undefined ? [] : [window.to, last(window)];
    const ofLast = rows.filter(({ date }) => days.includes(date));
    for (const one of ofLast.length > 0 ? ofLast : rows)
      listed.set(`${one.account}|${one.date}`, one);
    for (const row of rows) files.add(fileOf(row));
  }
  for (const window of windows) {
    const { account, exports, source } = window;
    if (!exports.has("positions") || files.has(fileOf(window))) continue;
    const date = last(window);
    if (!listed.has(`${account}|${date}`))
      listed.set(`${account}|${date}`, { account, date, source });
  }
  return [...listed.values()];
}

const fileOf = ({ account, source }: Pick<WholeList, "account" | "source">): string =>
  `${account}|${source.file}`;

/** Units of an instrument at the end of a day. */
export interface ListedUnits {
  readonly date: IsoDate;
  readonly quantity: Decimal;
}

/** The lists of one account, to ask for one instrument. */
export class PositionLists {
  readonly #whole: readonly IsoDate[];
  readonly #rows: ReadonlyMap<InstrumentId, readonly PositionAssertion[]>;
  readonly #known = new Map<InstrumentId, readonly ListedUnits[]>();

  constructor(windows: readonly Window[], positions: readonly PositionAssertion[]) {
    this.#whole = wholeLists(windows, positions).map(({ date }) => date);
    this.#rows = Map.groupBy(positions, ({ instrument }) => instrument);
  }

  /** Every list that tells, oldest first; what a whole list leaves out is 0. */
  of(instrument: InstrumentId): readonly ListedUnits[] {
    const known = this.#known.get(instrument);
    if (known !== undefined) return known;
    const days = new Map<IsoDate, Amount>(this.#whole.map((date) => [date, Decimal.zero]));
    for (const { date, quantity } of this.#rows.get(instrument) ?? []) days.set(date, quantity);
    const listed = [...days]
      .flatMap(([date, quantity]) => (isKnown(quantity) ? [{ date, quantity }] : []))
      .sort((a, b) => compareText(a.date, b.date));
    this.#known.set(instrument, listed);
    return listed;
  }
}
