/** Plays a story of story/story.ts: books it, and prints what was closed, what is open and what is to be decided. */
import { isKnown, unknown } from "../core/amount.ts";
import { assert } from "../core/assert.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Assertion } from "../events/assertion.ts";
import { inBookingOrder, type LedgerEvent, type Trade } from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import type { Case, ProposedField } from "./actions/action.ts";
import { BrokerLots } from "./actions/broker-lots.ts";
import { type Booked, bookEvents } from "./booking.ts";
import type { ClosedLot } from "./ledger.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import type { Lot } from "./lots.ts";
import { MissingOpenings } from "./missing-openings.ts";
import type { Pool } from "./pool.ts";
import { read, storyOf } from "./story/story.ts";
import { main, Told, XYZ } from "./story/told.ts";

export { lines } from "./story/story.ts";

/** One line of a story that is a trade, as the event of that number, counted from 0. */
export function tradeOf(line: string, index: number): Trade {
  const told = new Told();
  read(told, line, index, index + 1);
  const [trade] = told.events;
  assert(trade?.kind === "trade", `"${line}" is no trade`);
  return trade;
}

/** Books what a story tells; events may be given in another order, or without some of them. */
export function bookStory(
  method: LotMethod,
  told: Told,
  notice: (diagnostic: Diagnostic) => void = () => {},
  given: readonly LedgerEvent[] = told.events,
): Booked {
  const events = inBookingOrder(given);
  return bookEvents({
    opening: told.opening,
    events,
    instruments: told.instruments,
    methodOf: () => method,
    openings: () =>
      new MissingOpenings({
        account: main,
        assertions: withClosings(told.assertions, events),
        windows: [],
        events,
      }),
    settlement: {
      decisions: told.decisions,
      broker: () => new BrokerLots(told.assertions, events),
      priceOn: (instrument, date) =>
        told.prices.get(`${instrument}|${date}`) ?? unknown("no row gives the price"),
    },
    notice,
  });
}

/** What the broker says was closed, with the trade of the day that closed it. */
const withClosings = (assertions: readonly Assertion[], events: readonly LedgerEvent[]) =>
  assertions.map((one) => {
    if (one.kind !== "closed lot") return one;
    const closing = events.find(
      (event) =>
        event.kind === "trade" && event.instrument === one.instrument && event.date === one.date,
    );
    return { ...one, closing: closing?.id ?? null };
  });

/** Books trades of the one instrument of most stories. */
export function bookOne(
  method: LotMethod,
  events: readonly Trade[],
  opening: readonly Lot[] = [],
  notice?: (diagnostic: Diagnostic) => void,
): Pool {
  const told = new Told();
  const { id } = told.instrument(XYZ);
  told.opening.set(id, [...opening]);
  return bookStory(method, told, notice, events).pools.get(id) as Pool;
}

/** Books a story and prints, one a line: what was noticed, closed, is open, missing, unknown, and is to be decided. */
export function play(method: LotMethod, story: string): string {
  const told = storyOf(story);
  const notices: string[] = [];
  const booked = bookStory(method, told, ({ code, message }) =>
    notices.push(`${code}: ${message}`),
  );
  const names = namesOf(told.instruments);
  const pools = [...told.instruments.keys()].flatMap((id) => booked.pools.get(id) ?? []);
  return [
    ...notices,
    ...pools.flatMap((pool) => closedIn(pool, names)),
    ...pools.flatMap((pool) => openIn(pool, names)),
    ...booked.actions.flatMap((action) => (action.case === null ? [] : asked(action.case, told))),
  ].join("\n");
}

/** How each corporate action of a story was read. */
export const readingsIn = (method: LotMethod, story: string): string[] =>
  bookStory(method, storyOf(story)).actions.map(({ reading }) => reading);

/** The name of an instrument with a space before it; nothing where a story has one instrument only. */
type Names = (id: InstrumentId) => string;

const namesOf =
  (instruments: ReadonlyMap<InstrumentId, Instrument>): Names =>
  (id) =>
    instruments.size === 1 ? "" : ` ${instruments.get(id)?.symbol}`;

const closedIn = ({ closings }: Pool, names: Names): string[] =>
  closings.flatMap(({ lots }) => lots.map((closed) => closedLine(closed, names)));

function closedLine({ lot, realized, premium, term }: ClosedLot, names: Names): string {
  const extra = isKnown(premium) && premium.isZero ? "" : ` with premium ${text(premium)}`;
  return `closed ${described(lot, names)} realized ${text(realized)}${extra} ${term ?? "unknown"}`;
}

function openIn({ lots, missing, moves, unknown: why, instrument }: Pool, names: Names): string[] {
  const name = names(instrument.id);
  return [
    ...(why === null ? lots.map((lot) => `open ${described(lot, names)}`) : []),
    ...(missing.isZero ? [] : [`missing ${missing}${name}`]),
    ...moves.flatMap((move) =>
      move.missing ? [`missing ${move.quantity}${name} from ${move.date}`] : [],
    ),
    ...(why === null ? [] : [`unknown${name}: ${why}`]),
  ];
}

function described(lot: Lot, names: Names): string {
  const { quantity, instrument, opened, costBasis, premium, provisional } = lot;
  const when = opened ?? (lot.notBefore ? `${lot.notBefore} or later` : "before");
  const own = isKnown(premium) && premium.isZero ? "" : ` premium ${text(premium)}`;
  const mark = provisional === null ? "" : " provisional";
  return `${quantity}${names(instrument)} opened ${when} basis ${text(costBasis)}${own}${mark}`;
}

const text = (amount: Lot["costBasis"]): string =>
  isKnown(amount) ? amount.toString() : "unknown";

/** `case spin-off open: basisFraction ?` */
const asked = ({ kind, status, proposal }: Case, { instruments }: Told): string =>
  `case ${kind} ${status}: ${proposal.map((field) => proposed(field, instruments)).join(", ")}`;

function proposed(
  { name, value }: ProposedField,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): string {
  if (value === null) return `${name} ?`;
  if (typeof value === "string" || value instanceof Decimal) return `${name} ${value}`;
  const each = [...value].map(([id, part]) => `${instruments.get(id)?.symbol}=${part}`);
  return `${name} ${each.join(",")}`;
}
