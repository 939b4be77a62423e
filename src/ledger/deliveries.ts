/** Which exercises and assignments of an account delivered which of its trades: nearly always one of each. */
import type { EventId } from "../core/ids.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";

export interface BookedDelivery {
  /** The event that stands for all of what was delivered. */
  readonly first: EventId;
  readonly exercises: readonly Trade[];
  readonly delivered: readonly Trade[];
}

/** Looks through events once. */
export class Deliveries {
  /** The first trade of what each exercise delivered, by the exercise. */
  readonly #firstOf = new Map<EventId, EventId>();
  /** Both by the first; what is of no delivery is under null. */
  readonly #exercises: ReadonlyMap<EventId | null, readonly Trade[]>;
  readonly #delivered: ReadonlyMap<EventId | null, readonly Trade[]>;

  constructor(events: readonly LedgerEvent[]) {
    const trades = events.filter((event) => event.kind === "trade");
    for (const { id, delivers } of trades) if (delivers !== null) this.#firstOf.set(id, delivers);
    this.#exercises = Map.groupBy(trades, ({ delivers }) => delivers);
    this.#delivered = Map.groupBy(trades, (trade) => this.#firstBy(trade));
  }

  /** The delivery that a trade is of, on either side; null where the option is not known. */
  of(trade: Trade): BookedDelivery | null {
    const first = trade.delivers ?? this.#firstBy(trade);
    if (first === null) return null;
    return {
      first,
      exercises: this.#exercises.get(first) ?? [],
      delivered: this.#delivered.get(first) ?? [],
    };
  }

  #firstBy({ deliveredBy }: Trade): EventId | null {
    return deliveredBy === null ? null : (this.#firstOf.get(deliveredBy) ?? null);
  }
}
