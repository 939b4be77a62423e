/**
 * Books the events of one account in booking order: a pool of open lots for each instrument, closings, and what every
 * event did. Instruments are booked together, because an option's premium moves into what it delivers and a corporate
 * action moves lots between instruments. (LOTS.md; accounting notes 2.2 to 2.4 and 2.10; identities T3, T4, L3.)
 */
import {
  type Amount,
  add,
  multiply,
  negate,
  shareOf,
  subtract,
  sum,
  unknown,
} from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { EventId, InstrumentId, LotId } from "../core/ids.ts";
import type { CorporateAction } from "../events/corporate-action.ts";
import {
  instrumentsOf,
  isTakenBack,
  type LedgerEvent,
  type PositionTransfer,
  type Trade,
} from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import type { BookedAction } from "./actions/action.ts";
import { bookAction } from "./actions/book-action.ts";
import type { Settlement } from "./actions/settlement.ts";
import { insufficient } from "./insufficient.ts";
import type { ClosedLot, Closing } from "./ledger.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import { type Lot, termOf } from "./lots.ts";
import type { MissingLot, MissingOpenings } from "./missing-openings.ts";
import { lessBasisOf, Pool, spread } from "./pool.ts";
import { type Premium, Premiums } from "./premiums.ts";
import { TakenBack } from "./taken-back.ts";

export interface BookingInput {
  /** Of one account, in booking order. */
  readonly events: readonly LedgerEvent[];
  readonly opening: ReadonlyMap<InstrumentId, readonly Lot[]>;
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly methodOf: (instrument: Instrument) => LotMethod;
  /** How corporate actions are settled that no row determines. */
  readonly settlement: Settlement;
  /** Since when lots stand that no row opens. */
  readonly openings: () => MissingOpenings;
  readonly notice: (diagnostic: Diagnostic) => void;
}

export interface Booked {
  readonly pools: ReadonlyMap<InstrumentId, Pool>;
  readonly actions: readonly BookedAction[];
}

/** Books one account. Raises `lots/insufficient` and the diagnostics of corporate actions. */
export function bookEvents(input: BookingInput): Booked {
  const books = new Books(input);
  for (const event of input.events) books.book(event);
  return { pools: books.pools, actions: books.actions };
}

/** The books of one account while they are written. */
export class Books {
  readonly pools = new Map<InstrumentId, Pool>();
  readonly actions: BookedAction[] = [];
  readonly input: BookingInput;
  readonly #premiums: Premiums;
  readonly #booked = new Set<EventId>();
  readonly #takenBack = new TakenBack();

  constructor(input: BookingInput) {
    this.input = input;
    this.#premiums = new Premiums(input.events);
    for (const id of input.opening.keys()) this.pool(id);
  }

  /** The pool of an instrument that an event or opening lot names; every such instrument is known. */
  pool(id: InstrumentId): Pool {
    const known = this.pools.get(id);
    if (known !== undefined) return known;
    const instrument = this.input.instruments.get(id) as Instrument;
    const pool = new Pool(
      instrument,
      this.input.methodOf(instrument),
      this.input.opening.get(id) ?? [],
    );
    this.pools.set(id, pool);
    return pool;
  }

  book(event: LedgerEvent): void {
    if (this.#booked.has(event.id)) return;
    this.#booked.add(event.id);
    if (event.kind === "corporate-action") {
      this.actions.push(bookAction(this, event));
      return;
    }
    const [id] = instrumentsOf(event);
    if (id === undefined || event.kind === "cash" || event.kind === "fx-conversion") return;
    const pool = this.pool(id);
    if (pool.unknown !== null) return;
    if (event.kind === "unbooked") {
      if (event.touchesLots) pool.unknown = `${event.reason} (${event.date})`;
    } else if (event.kind === "transfer") this.#bookTransfer(pool, event);
    else if (isTakenBack(event)) this.#takenBack.record(pool, event);
    else this.#bookTrade(pool, event);
  }

  /** Closes what is held of the other side, and opens a lot with the rest. Raises `lots/insufficient`. */
  #bookTrade(pool: Pool, trade: Trade): void {
    const { amount: premium, sources: premiumSources } = this.#premiumOf(trade);
    if (trade.quantity.isZero) return;
    if (trade.effect === "closes" || trade.delivers !== null) {
      // Nothing is added to a position of the other side: a pool never holds both.
      if (pool.held.sign !== trade.quantity.sign) this.addMissing(pool, trade, trade.quantity);
      else this.input.notice(insufficient(trade, trade.quantity, pool, []));
    }
    const net = add(trade.net, premium);
    const closed = pool.closedBy(trade.quantity);
    const opened = trade.quantity.plus(closed);
    const closedNet = shareOf(net, closed, trade.quantity.negated());
    const closedPremium = shareOf(premium, closed, trade.quantity.negated());
    const lots = closed.isZero ? [] : pool.take(closed);
    const openedNet = subtract(net, closedNet);
    if (!opened.isZero)
      pool.add({
        ...lotOf(trade, opened, negate(openedNet)),
        premium: negate(subtract(premium, closedPremium)),
        premiumSources,
      });
    const basis = opened.isZero ? Decimal.zero : negate(openedNet);
    pool.record(trade, trade.date, trade.quantity, add(basis, lessBasisOf(lots)));
    if (lots.length === 0) return;
    if (trade.delivers === null)
      pool.closings.push({ ...closingOf(trade, lots, closedNet, closedPremium), premiumSources });
    else {
      pool.closings.push(exerciseOf(trade, lots));
      this.#premiums.leave(trade, lots);
    }
  }

  /** The premium that options leave with what they deliver. Their row may come after the delivery's: it is booked first. */
  #premiumOf(trade: Trade): Premium {
    for (const exercise of this.#premiums.behind(trade)) this.book(exercise);
    return this.#premiums.of(trade);
  }

  /**
   * Shares that come in open a lot; shares that go out leave with their lots and realize nothing. A transfer never turns a
   * position around: more than is held leaves only where lots are missing.
   */
  #bookTransfer(pool: Pool, transfer: PositionTransfer): void {
    const { quantity, costBasis, date } = transfer;
    const leaves = pool.held.sign === -quantity.sign;
    this.addMissing(pool, transfer, leaves ? quantity : Decimal.zero);
    const left = leaves ? pool.take(quantity.negated()) : [];
    if (!leaves) pool.add({ ...lotOf(transfer, quantity, costBasis), holdingFrom: null });
    pool.record(transfer, date, quantity, leaves ? lessBasisOf(left) : costBasis);
  }

  /**
   * Adds the lots that a closing of `quantity` (signed like the trade) lacks, because the broker says that it closes: of
   * unknown basis. Raises `lots/insufficient`.
   */
  addMissing(
    pool: Pool,
    event: Trade | PositionTransfer | CorporateAction,
    quantity: Decimal,
  ): void {
    const beyond = quantity.plus(pool.closedBy(quantity)).negated();
    if (beyond.isZero) return;
    const lots = this.input.openings().of(event, pool, beyond);
    this.input.notice(insufficient(event, quantity, pool, lots));
    for (const [index, lot] of lots.entries())
      pool.addMissing(event, missingLot(event, pool, lot, index), lot.from);
  }
}

/** What is read of an event that opens or closes lots, or moves them elsewhere. */
export type Disposal = Pick<
  Trade,
  "id" | "account" | "date" | "moment" | "sources" | "transaction"
>;

/** A lot that an event opens. */
export const lotOf = (
  event: Disposal & { readonly instrument: InstrumentId },
  quantity: Decimal,
  costBasis: Amount,
): Lot => ({
  id: event.id as string as LotId,
  account: event.account,
  instrument: event.instrument,
  opened: event.moment,
  holdingFrom: event.moment,
  openedBy: event.id,
  transaction: event.transaction,
  origin: "booked",
  quantity,
  costBasis,
  premium: Decimal.zero,
  premiumSources: [],
  provisional: null,
  sources: event.sources,
});

const missingLot = (
  event: Disposal,
  { instrument }: Pool,
  { quantity, from, row }: MissingLot,
  index: number,
): Lot => ({
  ...lotOf({ ...event, instrument: instrument.id }, quantity, Decimal.zero),
  id: `${event.id}/missing${index === 0 ? "" : `/${index}`}` as LotId,
  opened: row?.opened ?? null,
  notBefore: from,
  holdingFrom: row?.holdingFrom ?? null,
  openedBy: null,
  transaction: "",
  origin: "inferred",
  costBasis: unknown(
    "the lot was opened before the first statement, or its opening is missing",
    "OPENING_BASIS_UNKNOWN",
  ),
});

/** What a trade or corporate action closed, its net proceeds spread over the lots by quantity. (Identity L3.) */
export function closingOf(
  by: Closing["by"],
  lots: readonly Lot[],
  net: Amount,
  premium: Amount = Decimal.zero,
  {
    id,
    date,
    currency,
    rate,
  }: Pick<Trade, "date" | "currency" | "rate"> & { id: string } = by as Trade,
): Closing {
  const quantities = lots.map(({ quantity }) => quantity);
  const premiums = spread(premium, quantities);
  const closed = spread(net, quantities).map((proceeds, index): ClosedLot => {
    const lot = lots[index] as Lot;
    const realized = subtract(proceeds, lot.costBasis);
    const own = premiums[index] ?? premium;
    return { lot, proceeds, premium: own, realized, term: termOf(lot, by.moment) };
  });
  const realized = sum(closed.map((one) => one.realized));
  const realizedBase = multiply(realized, rate);
  return { id, by, date, currency, lots: closed, premiumSources: [], realized, realizedBase };
}

/** Nothing is realized on an option that delivers; each lot leaves at its basis. (Identity T5a.) */
function exerciseOf(trade: Trade, lots: readonly Lot[]): Closing {
  const closed = lots.map(
    (lot): ClosedLot => ({
      lot,
      proceeds: lot.costBasis,
      premium: Decimal.zero,
      realized: Decimal.zero,
      term: termOf(lot, trade.moment),
    }),
  );
  const { id, date, currency } = trade;
  return {
    id,
    by: trade,
    date,
    currency,
    lots: closed,
    premiumSources: [],
    realized: Decimal.zero,
    realizedBase: Decimal.zero,
  };
}
