/** Where the transaction of an exercised or assigned option and what it delivered stands among the others. */
import type { EventId } from "../../core/ids.ts";
import { instrumentsOf, isTakenBack, type LedgerEvent, type Trade } from "../../events/event.ts";
import type { Book } from "./book.ts";

export interface Together {
  readonly exercise: Trade;
  readonly delivery: Trade;
  /** The event in whose place it stands. */
  readonly at: EventId;
}

/** For both events of every delivery that is written. */
export function deliveryPlaces(
  book: Book,
  events: readonly LedgerEvent[],
): ReadonlyMap<EventId, Together> {
  const places = new Map<EventId, Together>();
  const order = new Map(events.map((event, index) => [event.id, index]));
  for (const delivery of events) {
    if (!isWritten(book, delivery) || delivery.deliveredBy === null) continue;
    const exercise = events[order.get(delivery.deliveredBy) ?? -1];
    if (exercise === undefined || !isWritten(book, exercise)) continue;
    const between = events.slice((order.get(exercise.id) ?? 0) + 1, order.get(delivery.id));
    const at = between.some((event) => takesLotsOf(event, exercise)) ? exercise.id : delivery.id;
    for (const id of [exercise.id, delivery.id]) places.set(id, { exercise, delivery, at });
  }
  return places;
}

const isWritten = (book: Book, event: LedgerEvent): event is Trade =>
  event.kind === "trade" &&
  book.has(event.instrument) &&
  !isTakenBack(event) &&
  !event.quantity.isZero;

/** Whether an event between the two would take lots of the option too early. Other exercises stand where their deliveries do. */
const takesLotsOf = (event: LedgerEvent, exercise: Trade): boolean =>
  instrumentsOf(event).includes(exercise.instrument) &&
  !(event.kind === "trade" && event.delivers !== null);
