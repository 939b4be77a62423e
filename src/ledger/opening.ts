/**
 * What was there before the first statement. Lots come from the broker's own: open lots of the earliest day that lists
 * them, and lots closed until then, if they were opened before the first day. Where the broker lists no lots, a quantity
 * follows from the position at the end less what was traded, and its basis is unknown, never zero. (Accounting notes,
 * explanation codes OPENING_LOTS_FROM_BROKER and OPENING_BASIS_UNKNOWN.)
 */
import { type Amount, add, isKnown, negate } from "../core/amount.ts";
import { dayOf, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { AccountAlias, InstrumentId, LotId, RowRef } from "../core/ids.ts";
import {
  type Assertion,
  type ClosedLotAssertion,
  type OpenLotAssertion,
  ofKind,
  type Window,
} from "../events/assertion.ts";
import type { ActionLeg } from "../events/corporate-action.ts";
import { span } from "../events/coverage.ts";
import { instrumentsOf, type LedgerEvent } from "../events/event.ts";
import { type Instrument, isBooked } from "../events/instrument.ts";
import { bookedOpenings } from "./booked-openings.ts";
import { inferredLot, newestClosed } from "./inferred-lot.ts";
import type { Lot } from "./lots.ts";
import { quantityOf } from "./pool.ts";
import { type Listed, unwound } from "./unwind.ts";

/** The assertions and events of one account. */
export interface AccountFacts {
  readonly account: AccountAlias;
  /** The day the account was opened, where a row says so. */
  readonly opened: IsoDate | null;
  /** In booking order. */
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
  readonly windows: readonly Window[];
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
}

/** Opening lots by instrument. Raises `lots/opening-basis-unknown`. */
export function openingLots(
  facts: AccountFacts,
  notice: (diagnostic: Diagnostic) => void,
): ReadonlyMap<InstrumentId, readonly Lot[]> {
  const start = span(facts.windows, facts.account)?.from;
  if (start === undefined || startsFlat(facts, start)) return new Map();
  noticeUnlisted(facts, start, notice);
  const lots = new Map<InstrumentId, Map<string, Lot>>();
  for (const piece of brokerLots(facts, start)) {
    const own = lots.get(piece.instrument) ?? new Map<string, Lot>();
    const before = own.get(piece.id);
    own.set(piece.id, before === undefined ? piece : joined(before, piece));
    lots.set(piece.instrument, own);
  }
  const answer = new Map([...lots].map(([id, own]) => [id, [...own.values()]]));
  const transferred = transferredIn(facts);
  const acted = facts.events.flatMap((one) =>
    one.kind === "corporate-action" ? instrumentsOf(one) : [],
  );
  const unlisted = listsAllLots(facts) ? new Set([...transferred, ...acted]) : null;
  for (const { lot, isAll } of inferredLots(
    facts,
    answer,
    { only: unlisted, transferred },
    notice,
  )) {
    const known = isAll ? [] : (answer.get(lot.instrument) ?? []);
    answer.set(lot.instrument, lot.quantity.isZero ? known : [...known, lot]);
  }
  return answer;
}

/** Whether the account was opened later, or the broker's net asset value before the first day shows no shares. */
function startsFlat({ assertions, opened }: AccountFacts, start: IsoDate): boolean {
  if (opened !== null && opened >= start) return true;
  return assertions.some(
    (one) => one.kind === "nav" && one.date < start && isKnown(one.stock) && one.stock.isZero,
  );
}

/** Shares that the net asset value shows before the first day, while no statement lists positions at all. */
function noticeUnlisted(
  { assertions, windows, account }: AccountFacts,
  start: IsoDate,
  notice: (diagnostic: Diagnostic) => void,
): void {
  if (windows.some((window) => window.account === account && window.exports.has("positions")))
    return;
  const held = assertions.find((one) => one.kind === "nav" && one.date < start);
  if (held?.kind !== "nav" || !isKnown(held.stock)) return;
  notice({
    code: "lots/opening-basis-unknown",
    message: `shares worth ${held.stock} were held before the first statement, and no statement lists positions`,
    at: [held.source],
    expected: "the section Open Positions, with Lot",
    hint: "quantities may be too small until it is exported: select it in the query and fetch again",
  });
}

/**
 * Whether the broker lists every lot there was: open lots on the first day for which it lists positions, and closed
 * lots for every trade that closed something until then. What it does not list did not exist.
 */
function listsAllLots({ assertions }: AccountFacts): boolean {
  const first = firstOf(ofKind(assertions, "position"));
  if (!assertions.some((one) => one.kind === "open lot" && one.date === first)) return false;
  const closed = new Set(assertions.map((one) => (one.kind === "closed lot" ? one.closing : null)));
  return assertions.every(
    (one) =>
      one.kind !== "trade" ||
      (one.assetCategory !== "STK" && one.assetCategory !== "OPT") ||
      (one.isBooking && one.assetCategory === "OPT") ||
      (one.effect !== "closes" && one.effect !== "both") ||
      one.cancelled ||
      one.date > (first ?? "") ||
      closed.has(one.event),
  );
}

/** The first day of rows. */
const firstOf = (rows: readonly { readonly date: IsoDate }[]): IsoDate | undefined =>
  rows.map(({ date }) => date).sort()[0];

/** The broker's lots that were opened before the first day, as they were then; closed and open parts apart. */
function brokerLots(facts: AccountFacts, start: IsoDate): Lot[] {
  const isOpened = bookedOpenings(facts.events);
  return unwound(listedLots(facts), facts.events, isOpened)
    .map(({ lot }) => lot)
    .filter((lot) => lot.opened !== null && dayOf(lot.opened) < start && !isOpened(lot));
}

/** Open lots of the first day that lists any, and what was closed until then. */
function listedLots({ assertions, events }: AccountFacts): Listed[] {
  const open = ofKind(assertions, "open lot");
  const snapshot = firstOf(open);
  const lots = open
    .filter((lot) => lot.date === snapshot)
    .map((lot): Listed => ({ lot: lotOf(lot, lot.quantity, lot.costBasis), date: lot.date }));
  const closings = new Map(events.map((event) => [event.id, event]));
  for (const lot of assertions) {
    if (lot.kind !== "closed lot" || lot.closing === null) continue;
    const closing = closings.get(lot.closing);
    if (closing?.kind === "trade" && closing.cancelledBy !== null) continue;
    if (snapshot !== undefined && lot.date > snapshot) continue;
    const isShort = closing?.kind === "trade" && closing.quantity.sign > 0;
    const piece = isShort
      ? lotOf(lot, lot.quantity.negated(), negate(lot.costBasis))
      : lotOf(lot, lot.quantity, lot.costBasis);
    lots.push({ lot: piece, date: lot.date });
  }
  return lots;
}

const lotOf = (
  lot: OpenLotAssertion | ClosedLotAssertion,
  quantity: Decimal,
  costBasis: Amount,
): Lot => ({
  id: `${lot.account}/opening/${lot.instrument}/${lot.opened}/${lot.transaction}` as LotId,
  account: lot.account,
  instrument: lot.instrument,
  opened: lot.opened,
  holdingFrom: lot.holdingFrom,
  openedBy: null,
  transaction: lot.transaction,
  origin: "broker",
  quantity,
  costBasis,
  premium: Decimal.zero,
  premiumSources: [],
  provisional: null,
  sources: [lot.source],
});

const joined = (left: Lot, right: Lot): Lot => ({
  ...left,
  quantity: left.quantity.plus(right.quantity),
  costBasis: add(left.costBasis, right.costBasis),
  sources: [left.sources[0], ...left.sources.slice(1), ...right.sources],
});

/**
 * Quantities that must have been there, because the position at the end is not what was traded: of all instruments, or
 * of the given ones alone. Raises `lots/opening-basis-unknown`. They are all there was, instead of the broker's lots, where these are of the other side, or more
 * than there can have been; and for instruments that were transferred, of which the broker's lots say nothing: those that
 * came in keep their old opening, those that left are listed nowhere.
 */
function inferredLots(
  facts: AccountFacts,
  known: ReadonlyMap<InstrumentId, readonly Lot[]>,
  { only, transferred }: Unlisted,
  notice: (diagnostic: Diagnostic) => void,
): { readonly lot: Lot; readonly isAll: boolean }[] {
  const positions = ofKind(facts.assertions, "position");
  const date = firstOf(positions);
  if (date === undefined) return [];
  const ending = new Map(
    positions.filter((one) => one.date === date).map((one) => [one.instrument, one]),
  );
  const traded = tradedUntil(facts, date);
  const unbooked = new Set(
    facts.events.flatMap((one) =>
      one.kind === "unbooked" && one.touchesLots && one.date <= date ? [one.instrument] : [],
    ),
  );
  const newest = newestClosed(facts, date);
  const lots: { lot: Lot; isAll: boolean }[] = [];
  for (const instrument of new Set([...ending.keys(), ...traded.keys()])) {
    const details = facts.instruments.get(instrument);
    if (details === undefined || !isBooked(details) || unbooked.has(instrument)) continue;
    if (only !== null && !only.has(instrument)) continue;
    const position = ending.get(instrument);
    const end = position?.quantity ?? Decimal.zero;
    if (!isKnown(end)) continue;
    const listed = known.get(instrument) ?? [];
    const held = quantityOf(listed);
    const rest = end.minus(traded.get(instrument)?.quantity ?? Decimal.zero).minus(held);
    const source = position?.source ?? traded.get(instrument)?.source;
    if (rest.isZero || source === undefined) continue;
    const isAll = transferred.has(instrument) || held.sign === -rest.sign;
    const quantity = isAll ? rest.plus(held) : rest;
    const notBefore = isAll ? null : newest(instrument, listed);
    const { account } = facts;
    lots.push({ lot: inferredLot({ account, instrument, quantity, source, notBefore }), isAll });
    if (!quantity.isZero) notice(unlistedLot(details, quantity, source));
  }
  return lots;
}

/** Instruments of which the broker's lots do not say everything. */
interface Unlisted {
  /** Those in which lots may be missing; null where that is all of them. */
  readonly only: ReadonlySet<InstrumentId> | null;
  readonly transferred: ReadonlySet<InstrumentId>;
}

const transferredIn = ({ events }: AccountFacts): ReadonlySet<InstrumentId> =>
  new Set(events.flatMap((one) => (one.kind === "transfer" ? [one.instrument] : [])));

const unlistedLot = ({ symbol }: Instrument, quantity: Decimal, source: RowRef): Diagnostic => ({
  code: "lots/opening-basis-unknown",
  message: `${quantity} ${symbol} were held before the first statement, at an unknown basis`,
  at: [source],
  expected:
    "lot rows of the broker (Open Positions with Lot, Trades with Closed Lots), or an earlier statement",
  hint: "add earlier statements, or select both options in the query and fetch again",
});

function tradedUntil(
  { events }: AccountFacts,
  date: IsoDate,
): ReadonlyMap<InstrumentId, { quantity: Decimal; source: RowRef }> {
  const traded = new Map<InstrumentId, { quantity: Decimal; source: RowRef }>();
  for (const event of events) {
    for (const { instrument, date: day, quantity } of unitsOf(event)) {
      if (day > date) continue;
      const before = traded.get(instrument)?.quantity ?? Decimal.zero;
      traded.set(instrument, { quantity: before.plus(quantity), source: event.sources[0] });
    }
  }
  return traded;
}

/** The units that an event moves, by instrument. */
function unitsOf(
  event: LedgerEvent,
): readonly Pick<ActionLeg, "instrument" | "date" | "quantity">[] {
  if (event.kind === "corporate-action") return event.legs;
  return event.kind === "trade" || event.kind === "transfer" ? [event] : [];
}
