/** Where the transactions of exercised or assigned options and what they delivered stand among the others. */
import type { EventId } from "../../core/ids.ts";
import { instrumentsOf, isTakenBack, type LedgerEvent, type Trade } from "../../events/event.ts";
import { Deliveries } from "../../ledger/deliveries.ts";
import type { Book } from "./book.ts";

/** A row that was delivered, with everything that belongs to its delivery. All of them are written. */
export interface Delivered extends Whole {
  readonly delivery: Trade;
}

/** Both in booking order. */
interface Whole {
  readonly exercises: readonly Trade[];
  readonly delivered: readonly Trade[];
}

/** What stands in the place of each event of a delivery that is written: often nothing. */
export function deliveryPlaces(
  book: Book,
  events: readonly LedgerEvent[],
): ReadonlyMap<EventId, readonly Delivered[]> {
  const places = new Map<EventId, readonly Delivered[]>();
  const order = new Map(events.map(({ id }, index) => [id, index]));
  const placeOf = (trade: Trade | undefined): number => (trade && order.get(trade.id)) ?? 0;
  for (const { exercises, delivered } of writtenDeliveries(book, events)) {
    const isTaken = events
      .slice(placeOf(exercises[0]) + 1, placeOf(delivered.at(-1)))
      .some((event) => takesLotsOf(event, exercises, delivered.length > 1));
    const rows = delivered.map((delivery) => ({ delivery, exercises, delivered }));
    for (const one of exercises) places.set(one.id, isTaken && one === exercises[0] ? rows : []);
    for (const row of rows) places.set(row.delivery.id, isTaken ? [] : [row]);
  }
  return places;
}

function writtenDeliveries(book: Book, events: readonly LedgerEvent[]): Whole[] {
  const deliveries = new Deliveries(events);
  const found = new Map<EventId, Whole>();
  for (const event of events) {
    const whole = event.kind === "trade" ? deliveries.of(event) : null;
    if (whole === null || found.has(whole.first)) continue;
    const exercises = whole.exercises.filter((one) => isWritten(book, one));
    const delivered = whole.delivered.filter((one) => isWritten(book, one));
    found.set(whole.first, { exercises, delivered });
  }
  return [...found.values()].filter(
    ({ exercises, delivered }) => exercises.length > 0 && delivered.length > 0,
  );
}

const isWritten = (book: Book, event: Trade): boolean =>
  book.has(event.instrument) && !isTakenBack(event) && !event.quantity.isZero;

/**
 * Whether an event before the last row that was delivered would take lots of the options too early. Other exercises stand
 * where their deliveries do, but where a delivery is of several rows, the lots that it names must not be taken in between.
 */
function takesLotsOf(event: LedgerEvent, exercises: readonly Trade[], isInParts: boolean): boolean {
  if (
    event.kind === "trade" &&
    event.delivers !== null &&
    (!isInParts || exercises.includes(event))
  )
    return false;
  const options = new Set(exercises.map(({ instrument }) => instrument));
  return instrumentsOf(event).some((id) => options.has(id));
}
