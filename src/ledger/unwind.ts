/**
 * The broker's lots as they were before corporate actions. What was there before the first statement is read from lists
 * of later days, which have the units, the instrument and the cost of after the actions until then; the booking applies
 * these once more, so that they are taken back here first, the newest before the older ones. (Accounting notes 2.15.)
 */
import { type Amount, add, isKnown, shareOf, subtract, sum, unknown } from "../core/amount.ts";
import { dayOf, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { InstrumentId, LotId } from "../core/ids.ts";
import type { ActionLeg, CorporateAction } from "../events/corporate-action.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Lot } from "./lots.ts";

/** A lot of the broker's, or a part of one, and the day as of which it is listed. */
export interface Listed {
  readonly lot: Lot;
  readonly date: IsoDate;
}

/**
 * The lots before the first of the events, which come in booking order; of some, events book the opening themselves. An
 * action that was taken back is in the lists of the days until then.
 */
export function unwound(
  listed: readonly Listed[],
  events: readonly LedgerEvent[],
  isBooked: (lot: Lot) => boolean,
): Listed[] {
  const days = new Map(events.map(({ id, date }) => [id, date]));
  let lots = [...listed];
  for (const event of events.toReversed()) {
    if (event.kind !== "corporate-action" || event.cancels !== null) continue;
    const until = event.cancelledBy === null ? null : (days.get(event.cancelledBy) ?? null);
    lots = before(event, lots, until, isBooked);
  }
  return lots;
}

function before(
  action: CorporateAction,
  lots: readonly Listed[],
  until: IsoDate | null,
  isBooked: (lot: Lot) => boolean,
): Listed[] {
  const ofInstrument = (id: InstrumentId): Listed[] =>
    lots.filter(
      ({ lot, date }) =>
        lot.instrument === id &&
        isOlder(lot, action) &&
        date >= action.date &&
        (until === null || date < until),
    );
  const legs = action.legs.filter(({ quantity }) => !quantity.isZero);
  const held = legs.map(({ instrument }) => unitsOf(ofInstrument(instrument)).sign);
  const side = held.find((sign) => sign !== 0) ?? 1;
  const gone = legs.filter(({ quantity }) => legs.length > 1 && quantity.sign === -side);
  const come = legs.filter((leg) => !gone.includes(leg));
  const [from, to] = [gone[0], come[0]];
  if (to === undefined || gone.length > 1) return [...lots];
  if (from !== undefined) return exchanged(action, lots, from, come, ofInstrument, isBooked);
  const { parent } = action;
  const isBeside = parent !== null && come.every(({ instrument }) => instrument !== parent);
  if (isBeside)
    return joined(
      lots,
      come.flatMap(({ instrument }) => ofInstrument(instrument)),
      ofInstrument(parent),
    );
  if (come.length > 1) return [...lots];
  return isGrowth(action, lots, to) ? shrunk(lots, ofInstrument(to.instrument), to) : [...lots];
}

const isOlder = ({ opened }: Lot, { moment }: CorporateAction): boolean =>
  opened !== null &&
  (opened.length === moment.length ? opened < moment : dayOf(opened) < dayOf(moment));

/** A split; a stock dividend too, unless its units are listed as a lot of their own. */
const isGrowth = (
  action: CorporateAction,
  lots: readonly Listed[],
  { instrument }: ActionLeg,
): boolean =>
  action.type === "split" ||
  action.type === "reverse split" ||
  (action.type === "stock dividend" &&
    !lots.some(
      ({ lot }) =>
        lot.instrument === instrument &&
        lot.opened !== null &&
        dayOf(lot.opened) === dayOf(action.moment),
    ));

const unitsOf = (lots: readonly Listed[]): Decimal =>
  Decimal.sum(lots.map(({ lot }) => lot.quantity));

/** Fewer units at the same cost. */
function shrunk(
  lots: readonly Listed[],
  own: readonly Listed[],
  { quantity }: ActionLeg,
): Listed[] {
  const after = unitsOf(own);
  const units = after.minus(quantity);
  if (after.isZero || units.sign !== after.sign) return [...lots];
  return lots.map((listed) =>
    own.includes(listed)
      ? withLot(listed, { quantity: Decimal.share(listed.lot.quantity, units, after) })
      : listed,
  );
}

/**
 * The old instrument instead of the new ones, whose costs add up. Only where all older lots of the first new instrument
 * came from the action, but for those whose opening is an event; where others were there before, which ones is not known,
 * and their cost is left unknown.
 */
function exchanged(
  action: CorporateAction,
  lots: readonly Listed[],
  from: ActionLeg,
  come: readonly ActionLeg[],
  ofInstrument: (id: InstrumentId) => readonly Listed[],
  isBooked: (lot: Lot) => boolean,
): Listed[] {
  const [to] = come as [ActionLeg];
  if (to.instrument === from.instrument)
    return shrunk(lots, ofInstrument(to.instrument), {
      ...to,
      quantity: to.quantity.plus(from.quantity),
    });
  const own = come.map(({ instrument }) =>
    ofInstrument(instrument).filter(({ lot }) => !isBooked(lot)),
  );
  const rest = lots.filter((listed) => !own.some((some) => some.includes(listed)));
  const [first = []] = own;
  const others = own.slice(1).flat();
  const isAll = unitsOf(first).eq(to.quantity);
  const cash = cashBeyondGain(action, from);
  const old = first.map((listed): Listed => {
    const { lot } = listed;
    const basis = others
      .filter(
        (other) => other.lot.opened === lot.opened && other.lot.transaction === lot.transaction,
      )
      .reduce<Amount>((total, other) => add(total, other.lot.costBasis), lot.costBasis);
    return withLot(listed, {
      instrument: from.instrument,
      id: `${lot.id}/before` as LotId,
      quantity: Decimal.share(lot.quantity, from.quantity.abs(), to.quantity.abs()),
      costBasis: isAll ? add(basis, shareOf(cash, lot.quantity, to.quantity)) : UNKNOWN,
    });
  });
  return isAll ? [...rest, ...old] : rest;
}

/**
 * What the old lots had cost beside what the new ones cost: cash that came, less the gain that the broker booked on it;
 * what was paid is in the cost of the new ones. A result of 0 does not tell whether one was booked.
 */
function cashBeyondGain({ legs }: CorporateAction, from: ActionLeg): Amount {
  const cash = sum(legs.map(({ proceeds }) => proceeds));
  if (!isKnown(cash) || cash.sign !== -from.quantity.sign) return cash;
  const gain = sum(legs.map(({ realized }) => realized).filter(isKnown));
  return isKnown(gain) && gain.isZero ? UNKNOWN : subtract(cash, gain);
}

const UNKNOWN = unknown(
  "it was held before the first statement, and the broker's lots of after a corporate action do not tell what it had cost",
  "OPENING_BASIS_UNKNOWN",
);

/**
 * What was spun off goes back into the lots of the parent that were opened at the same time and were there; lots of another
 * opening were held beside.
 */
function joined(
  lots: readonly Listed[],
  spun: readonly Listed[],
  parents: readonly Listed[],
): Listed[] {
  const openings = new Set(parents.map(({ lot }) => lot.opened));
  const own = spun.filter(({ lot }) => openings.has(lot.opened));
  const rest = lots.filter((listed) => !own.includes(listed));
  return rest.map((listed) => {
    const { lot } = listed;
    if (!parents.includes(listed)) return listed;
    const isOfOne = (other: Listed): boolean => other.lot.opened === lot.opened;
    const units = unitsOf(parents.filter(isOfOne));
    const basis = sum(own.filter(isOfOne).map((part) => part.lot.costBasis));
    const share = isKnown(basis) ? Decimal.share(basis, lot.quantity, units) : basis;
    return withLot(listed, { costBasis: add(lot.costBasis, share) });
  });
}

const withLot = (listed: Listed, change: Partial<Lot>): Listed => ({
  ...listed,
  lot: { ...listed.lot, ...change },
});
