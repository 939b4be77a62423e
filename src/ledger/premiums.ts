/** Premiums on their way from options to what they deliver, with the rows that they come from. (LOTS.md; identity T5a.) */
import { type Amount, add, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import { type EventId, type RowRef, rowsOnce } from "../core/ids.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import { Deliveries } from "./deliveries.ts";
import type { Lot } from "./lots.ts";
import { lessBasisOf, spread } from "./pool.ts";

export interface Premium {
  /** What was received for the options, less what was paid: signed as it adds to the net of the delivery. */
  readonly amount: Amount;
  /** The exercises or assignments, and what opened the lots of options that they closed. */
  readonly sources: readonly RowRef[];
}

const NONE: Premium = { amount: Decimal.zero, sources: [] };

const UNKNOWN: Premium = {
  amount: unknown(
    "the option that delivered it is not known, so its premium is not",
    "OPENING_BASIS_UNKNOWN",
  ),
  sources: [],
};

export class Premiums {
  readonly #deliveries: Deliveries;
  /** By the first trade of the delivery. */
  readonly #left = new Map<EventId, Premium>();

  constructor(events: readonly LedgerEvent[]) {
    this.#deliveries = new Deliveries(events);
  }

  /** The options that delivered a trade; none for every other trade. */
  behind(trade: Trade): readonly Trade[] {
    return trade.deliveredBy === null ? [] : (this.#deliveries.of(trade)?.exercises ?? []);
  }

  /** Options leave, with the lots that were closed and the net of their own row. */
  leave(exercise: Trade, lots: readonly Lot[]): void {
    const first = exercise.delivers;
    if (first === null) return;
    const before = this.#left.get(first) ?? NONE;
    const rows = [before, exercise, ...lots].flatMap(({ sources }) => sources);
    this.#left.set(first, {
      amount: add(before.amount, add(exercise.net, lessBasisOf(lots))),
      sources: rowsOnce(rows),
    });
  }

  /** What falls on a trade, by units, of all that left for its delivery; once all of {@link behind} is booked. */
  of(trade: Trade): Premium {
    if (trade.deliveredBy === null) return NONE;
    const delivery = this.#deliveries.of(trade);
    const left = delivery === null ? undefined : this.#left.get(delivery.first);
    if (delivery === null || left === undefined) return UNKNOWN;
    const parts = spread(
      left.amount,
      delivery.delivered.map(({ quantity }) => quantity),
    );
    return { ...left, amount: parts[delivery.delivered.indexOf(trade)] ?? left.amount };
  }
}
