/**
 * Books one instrument of one account: events in booking order, a pool of open lots, closings. An opening lot's basis
 * is what the trade cost, commission and taxes included; a closing realizes its net proceeds less the basis of the lots
 * it closed. A trade that crosses zero closes first and opens the rest, cash and costs split by quantity. (Accounting
 * notes 2.2 to 2.4; identities T3, T4, L3.)
 */
import { type Amount, multiply, negate, shareOf, subtract, sum, unknown } from "../core/amount.ts";
import { dayOf, oneYearAfter } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { LotId } from "../core/ids.ts";
import type { LedgerEvent, PositionTransfer, Trade } from "../events/event.ts";
import type { ClosedLot, Closing } from "./ledger.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import { type Lot, splitLot } from "./lots.ts";

export interface Booked {
  readonly lots: readonly Lot[];
  readonly closings: readonly Closing[];
  readonly unknown: string | null;
  /** What must have been held before the first event, found only when it was closed; signed. */
  readonly missing: Decimal;
}

/** Books the events of one instrument of one account, which come in booking order. Raises `lots/insufficient`. */
export function bookInstrument(
  opening: readonly Lot[],
  events: readonly LedgerEvent[],
  method: LotMethod,
  symbol: string,
  notice: (diagnostic: Diagnostic) => void,
): Booked {
  const pool: Lot[] = [];
  const closings: Closing[] = [];
  let missing = Decimal.zero;
  for (const lot of opening) method.add(pool, lot);
  for (const event of events) {
    if (event.kind === "unbooked" && event.touchesLots)
      return { lots: [], closings, unknown: `${event.reason} (${event.date})`, missing };
    if (event.kind === "transfer") bookTransfer(pool, event, method);
    else if (event.kind === "trade" && event.cancels === null && event.cancelledBy === null) {
      const lot = missingFor(pool, event);
      if (lot !== null) {
        notice(insufficient(event, pool, symbol));
        method.add(pool, lot);
        missing = missing.plus(lot.quantity);
      }
      const closing = bookTrade(pool, event, method);
      if (closing !== null) closings.push(closing);
    }
  }
  return { lots: pool, closings, unknown: null, missing };
}

const quantityOf = (lots: readonly Lot[]): Decimal =>
  Decimal.sum(lots.map(({ quantity }) => quantity));

/** What a trade or transfer of this quantity closes of what is held; signed like what is held. */
function closedBy(held: Decimal, quantity: Decimal): Decimal {
  return held.sign === -quantity.sign ? smaller(held, quantity) : Decimal.zero;
}

/** The lot that a closing trade lacks; null where enough is open or the trade may open. */
function missingFor(pool: readonly Lot[], trade: Trade): Lot | null {
  if (trade.effect !== "closes") return null;
  const beyond = trade.quantity.plus(closedBy(quantityOf(pool), trade.quantity));
  return beyond.isZero ? null : missingLot(trade, beyond.negated());
}

function bookTrade(pool: Lot[], trade: Trade, method: LotMethod): Closing | null {
  if (trade.quantity.isZero) return null;
  const closed = closedBy(quantityOf(pool), trade.quantity);
  const opened = trade.quantity.plus(closed);
  const closedNet = shareOf(trade.net, closed, trade.quantity.negated());
  const lots = closed.isZero ? [] : reduceLots(pool, closed, method);
  if (!opened.isZero) method.add(pool, openedLot(trade, opened, subtract(trade.net, closedNet)));
  return lots.length === 0 ? null : closingOf(trade, lots, closedNet);
}

/** Of two quantities of opposite sign, the held one cut to what the trade can close. */
const smaller = (held: Decimal, traded: Decimal): Decimal =>
  held.abs().compare(traded.abs()) <= 0 ? held : traded.negated();

const openedLot = (trade: Trade, quantity: Decimal, net: Amount): Lot => ({
  id: trade.id as string as LotId,
  account: trade.account,
  instrument: trade.instrument,
  opened: trade.moment,
  holdingFrom: trade.moment,
  openedBy: trade.id,
  transaction: trade.transaction,
  origin: "booked",
  quantity,
  costBasis: negate(net),
  sources: trade.sources,
});

/** A lot that must have existed, because the broker says that the trade closes: of unknown date and basis. */
const missingLot = (trade: Trade, quantity: Decimal): Lot => ({
  ...openedLot(trade, quantity, Decimal.zero),
  id: `${trade.id}/missing` as LotId,
  opened: null,
  holdingFrom: null,
  openedBy: null,
  transaction: "",
  origin: "inferred",
  costBasis: unknown(
    "the lot was opened before the first statement, or its opening is missing",
    "OPENING_BASIS_UNKNOWN",
  ),
});

/**
 * Takes a quantity (signed like the pool) out of the pool, lot by lot as the method picks; the only place where lots
 * are split. The pool holds at least that much.
 */
function reduceLots(pool: Lot[], quantity: Decimal, method: LotMethod): Lot[] {
  const taken: Lot[] = [];
  let rest = quantity;
  for (const lot of method.pick(pool)) {
    if (rest.isZero) break;
    const part = lot.quantity.abs().compare(rest.abs()) <= 0 ? lot.quantity : rest;
    taken.push({ ...lot, quantity: part });
    rest = rest.minus(part);
  }
  return taken.map(({ id, quantity: part }) => {
    const index = pool.findIndex((lot) => lot.id === id);
    const whole = pool[index] as Lot;
    const [own, remainder] = splitLot(whole, part);
    if (remainder === null) pool.splice(index, 1);
    else pool[index] = remainder;
    return own;
  });
}

function closingOf(trade: Trade, lots: readonly Lot[], net: Amount): Closing {
  const quantity = quantityOf(lots);
  let rest = net;
  const closed = lots.map((lot, index): ClosedLot => {
    const proceeds = index === lots.length - 1 ? rest : shareOf(net, lot.quantity, quantity);
    rest = subtract(rest, proceeds);
    return { lot, proceeds, realized: subtract(proceeds, lot.costBasis), term: termOf(lot, trade) };
  });
  const realized = sum(closed.map((one) => one.realized));
  return { trade, lots: closed, realized, realizedBase: multiply(realized, trade.rate) };
}

/**
 * Long-term is more than a year from the day after the opening, so beyond the same day of the next year. A short sale
 * is short-term however long it is open. (IRS Publication 550, "Holding Period" and "Short Sales".)
 */
function termOf(lot: Lot, trade: Trade): ClosedLot["term"] {
  if (lot.quantity.sign < 0) return "short";
  if (lot.holdingFrom === null) return null;
  return dayOf(trade.moment) > oneYearAfter(dayOf(lot.holdingFrom)) ? "long" : "short";
}

/** Shares that come in open a lot; shares that go out leave with their lots and realize nothing. */
function bookTransfer(pool: Lot[], transfer: PositionTransfer, method: LotMethod): void {
  const leaves = closedBy(quantityOf(pool), transfer.quantity);
  if (!leaves.isZero) reduceLots(pool, leaves, method);
  const arrives = transfer.quantity.plus(leaves);
  if (arrives.isZero) return;
  method.add(pool, {
    id: transfer.id as string as LotId,
    account: transfer.account,
    instrument: transfer.instrument,
    opened: transfer.moment,
    holdingFrom: null,
    openedBy: transfer.id,
    transaction: transfer.transaction,
    origin: "booked",
    quantity: arrives,
    costBasis: shareOf(transfer.costBasis, arrives, transfer.quantity),
    sources: transfer.sources,
  });
}

function insufficient(trade: Trade, pool: readonly Lot[], symbol: string): Diagnostic {
  const held = closedBy(quantityOf(pool), trade.quantity);
  const lots = pool.map(
    (lot) => `${lot.quantity} opened ${lot.opened ?? "before the first statement"}`,
  );
  return {
    code: "lots/insufficient",
    message: `closing of ${trade.quantity.abs()} ${symbol}, but only ${held.abs()} are open`,
    at: trade.sources,
    expected: `${trade.quantity.abs()} or more open on ${trade.date}`,
    actual: lots.length === 0 ? "none" : lots.slice(0, 5).join("; "),
    hint: "is an earlier statement missing, or did the position come in by transfer?",
  };
}
