/** What actions with one reading do to lots: more units, another instrument, cash for units, units for cash. */
import { type Amount, add, isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId, LotId, NonEmpty, RowRef } from "../../core/ids.ts";
import type { ActionLeg, CorporateAction } from "../../events/corporate-action.ts";
import { type Books, closingOf, lotOf } from "../booking.ts";
import type { Closing } from "../ledger.ts";
import type { Lot } from "../lots.ts";
import { basisOf, lessBasisOf, spread } from "../pool.ts";
import type { BookedAction } from "./action.ts";
import type { Reading } from "./reading.ts";

/**
 * More units of what is held, or fewer: each lot grows or shrinks by its share; basis, dates and holding period stay. Lots
 * may become provisional.
 */
export function split(
  books: Books,
  action: CorporateAction,
  leg: ActionLeg,
  provisional: string | null = null,
): BookedAction {
  const pool = books.pool(leg.instrument);
  if (pool.held.isZero && !addBefore(books, action, leg)) {
    const reading = `not booked: ${pool.unknown}`;
    return { event: action, reading, before: [], after: [], closings: [], case: null };
  }
  const before = pool.takeAll();
  const more = spread(
    leg.quantity,
    before.map(({ quantity }) => quantity),
  );
  const after = before.map((lot, index) => ({
    ...moved(action, lot, leg, lot.quantity.plus(more[index] as Decimal), lot.costBasis),
    provisional: provisional ?? lot.provisional,
  }));
  for (const lot of after) pool.add(lot);
  pool.record(action, leg.date, leg.quantity, Decimal.zero);
  const grows = leg.quantity.sign === before[0]?.quantity.sign;
  const reading = `each lot has ${grows ? "more" : "fewer"} units at the same total cost`;
  return { event: action, reading, before, after, closings: [], case: null };
}

/** What must have been held before a split of which nothing is open, by its terms; false where they do not say. */
function addBefore(books: Books, action: CorporateAction, leg: ActionLeg): boolean {
  const { terms } = action;
  const pool = books.pool(leg.instrument);
  if (terms !== null && !terms.to.eq(terms.from)) {
    const held = Decimal.share(leg.quantity, terms.from, terms.to.minus(terms.from));
    books.addMissing(pool, action, held.negated());
    return true;
  }
  pool.unknown = `nothing is open of what the ${action.type} ${action.action} acts on (${leg.date})`;
  return false;
}

/** One instrument becomes another: lots move with basis, dates and holding period; what was paid is added to the basis. */
export function exchange(
  books: Books,
  action: CorporateAction,
  { from, to, paid }: Extract<Reading, { kind: "exchange" }>,
): BookedAction {
  const before = takeOut(books, action, from);
  const quantities = before.map(({ quantity }) => quantity);
  const units = spread(to.quantity, quantities);
  const added = spread(paid, quantities);
  const isConverted = from.currency !== to.currency;
  const after = before.map((lot, index) => {
    const basis = isConverted ? CONVERTED : add(lot.costBasis, added[index] ?? Decimal.zero);
    return moved(action, lot, to, units[index] as Decimal, basis);
  });
  putIn(books, action, to, after);
  const reading =
    isKnown(paid) && paid.isZero
      ? "the lots move to the new instrument with their cost and dates"
      : "the lots move to the new instrument with their dates; what was paid is added to their cost";
  return { event: action, reading, before, after, closings: [], case: null };
}

/** Money of two currencies does not add, and no row gives the rate. */
export const CONVERTED = unknown(
  "a corporate action moved the lot into an instrument of another currency, and no row gives its cost there",
  "CORP_ACTION_BASIS_FROM_BROKER",
);

/** Units go, for cash or for nothing, as in a sale. */
export function sale(
  books: Books,
  action: CorporateAction,
  legs: readonly ActionLeg[],
): BookedAction {
  const closings: Closing[] = [];
  const before = legs.flatMap((leg) => {
    const lots = takeOut(books, action, leg);
    closings.push(closeBy(books, action, leg, lots, leg.proceeds));
    return lots;
  });
  const isPaid = legs.some(({ proceeds }) => !isKnown(proceeds) || !proceeds.isZero);
  const reading = isPaid ? "the lots are closed for the cash" : "the lots are lost";
  return { event: action, reading, before, after: [], closings, case: null };
}

/** Cash for units that are gone already: their basis went with them, so that all of it is realized. */
export function payment(
  books: Books,
  action: CorporateAction,
  legs: readonly ActionLeg[],
): BookedAction {
  const closings = legs.map((leg) => {
    const gone = { ...newLot(action, leg, Decimal.zero), holdingFrom: null };
    return closeBy(books, action, leg, [gone], leg.proceeds);
  });
  const reading = "cash for units that are gone; all of it is realized";
  return { event: action, reading, before: [], after: [], closings, case: null };
}

/** Units come for cash, as in a purchase. */
export function purchase(
  books: Books,
  action: CorporateAction,
  { leg, paid }: Extract<Reading, { kind: "purchase" }>,
): BookedAction {
  const lot = newLot(action, leg, paid);
  putIn(books, action, leg, [lot]);
  const reading = "a lot is opened for the cash";
  return { event: action, reading, before: [], after: [lot], closings: [], case: null };
}

/** Takes the units of a leg out of its pool. Of what is not there, a lot of unknown basis. Raises `lots/insufficient`. */
export function takeOut(books: Books, action: CorporateAction, leg: ActionLeg): Lot[] {
  const pool = books.pool(leg.instrument);
  books.addMissing(pool, action, leg.quantity);
  const lots = pool.take(leg.quantity.negated());
  pool.record(action, leg.date, leg.quantity, lessBasisOf(lots));
  return lots;
}

/** Puts lots into the pool of a leg. */
export function putIn(
  books: Books,
  action: CorporateAction,
  leg: ActionLeg,
  lots: readonly Lot[],
): void {
  const pool = books.pool(leg.instrument);
  for (const lot of lots) pool.add(lot);
  pool.record(action, leg.date, leg.quantity, basisOf(lots));
}

/** Closes lots that were taken out. */
export function closeBy(
  books: Books,
  action: CorporateAction,
  leg: ActionLeg,
  lots: readonly Lot[],
  proceeds: Amount,
): Closing {
  const closing = closingOf(action, lots, proceeds, Decimal.zero, {
    ...leg,
    id: `${action.id}/${leg.instrument}`,
    rate: action.rate,
  });
  books.pool(leg.instrument).closings.push(closing);
  return closing;
}

/** A lot as it goes on after an action: its history stays, and the action's row is added to its sources. */
export function moved(
  action: CorporateAction,
  lot: Lot,
  { instrument, source }: Pick<ActionLeg, "instrument" | "source">,
  quantity: Decimal,
  costBasis: Amount,
): Lot {
  const sources: NonEmpty<RowRef> = [...lot.sources, source];
  return {
    ...lot,
    id: idAfter(action, lot.id, instrument),
    instrument,
    quantity,
    costBasis,
    sources,
  };
}

/** What a lot is called after an action, by what it was called before. */
export const idAfter = (action: CorporateAction, lot: LotId, instrument: InstrumentId): LotId =>
  `${lot}@${action.action.slice(action.account.length + 1)}/${instrument}` as LotId;

/** A lot that an action opens. */
export const newLot = (action: CorporateAction, leg: ActionLeg, costBasis: Amount): Lot => ({
  ...lotOf(
    { ...action, instrument: leg.instrument, transaction: leg.transaction },
    leg.quantity,
    costBasis,
  ),
  id: `${action.id}/${leg.instrument}` as LotId,
  sources: [leg.source],
});
