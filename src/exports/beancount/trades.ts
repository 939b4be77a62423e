/**
 * Trades: what was paid in total opens a lot, what is closed is left to beancount to choose and its gain to work out. An
 * option that is exercised or assigned stands in one transaction with what it delivered, so that its premium moves by
 * beancount's own arithmetic: into the cost of shares that came, which is left out, or into the gain of shares that went.
 */
import { isKnown, shareOf } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { PositionTransfer, Trade } from "../../events/event.ts";
import { type Book, cost, LOTS_NAMED, money, openCost, priceOf } from "./book.ts";
import { type Posting, quoted, type Transaction } from "./syntax.ts";

export function tradeTransactions(book: Book, trade: Trade, exercise: Trade | null): Transaction[] {
  const { quantity } = trade;
  const closed = closedBy(book, trade);
  const opened = quantity.minus(closed);
  if (exercise !== null && !closed.isZero && !opened.isZero)
    return [
      transactionOf(book, trade, { exercise, closed, opened: Decimal.zero, of: quantity }),
      transactionOf(book, trade, { exercise, closed: Decimal.zero, opened, of: quantity }),
    ];
  return [transactionOf(book, trade, { exercise, closed, opened, of: quantity })];
}

/** An option's exercise whose delivery is not written: the premium leaves. */
export const exerciseTransaction = (book: Book, exercise: Trade): Transaction => ({
  ...book.about(exercise),
  narration: "Exercised or assigned; what it delivered is left out",
  tags: [],
  postings: [
    ...optionPostings(book, exercise, Decimal.one, Decimal.one),
    ...book.moves(exercise).flatMap(({ amount, currency }) => book.cash(amount, currency)),
    book.rest("Equity", "NotBooked"),
  ],
});

/** Units of the trade that close; signed like the trade. */
const closedBy = (book: Book, { id }: Trade): Decimal =>
  Decimal.sum((book.closing(id)?.lots ?? []).map(({ lot }) => lot.quantity)).negated();

/** A trade, or the part of a delivery that closes or opens. */
interface Part {
  readonly exercise: Trade | null;
  readonly closed: Decimal;
  readonly opened: Decimal;
  /** Units of the whole trade. */
  readonly of: Decimal;
}

function transactionOf(book: Book, trade: Trade, part: Part): Transaction {
  const { exercise, closed, opened, of } = part;
  const units = closed.plus(opened);
  const { instrument, currency, proceeds } = trade;
  const lots = (book.closing(trade.id)?.lots ?? []).map(({ lot }) => lot);
  const price = priceOf(shareOf(proceeds, closed, of), currency);
  const isNamed =
    (!closed.isZero && book.holdings.get(instrument)?.method !== "FIFO") ||
    (exercise !== null && book.holdings.get(exercise.instrument)?.method !== "FIFO");
  return {
    ...book.about(trade),
    narration: narrationOf(trade, exercise),
    tags: isNamed ? [LOTS_NAMED] : [],
    postings: [
      ...(exercise === null ? [] : optionPostings(book, exercise, units, of)),
      ...(closed.isZero ? [] : book.closes(instrument, lots, price)),
      ...(opened.isZero
        ? []
        : [book.units(instrument, opened, openingCost(trade, part, exercise !== null))]),
      ...cashPostings(book, trade, units),
      ...(exercise === null ? [] : cashPostings(book, exercise, units, of)),
      ...(closed.isZero ? [] : [book.rest("Income", "PnL")]),
    ],
  };
}

/** The total cost by the trade's net cash; of a delivery it is what is left with the premium in it. */
function openingCost(
  { id, net, currency }: Trade,
  { opened, of }: Part,
  isDelivery: boolean,
): string {
  if (isDelivery) return openCost(currency, quoted(id));
  const total = shareOf(net, opened, of);
  return cost(isKnown(total) ? total : Decimal.zero, currency, quoted(id));
}

/**
 * The option's side of a delivery, or its share where the delivery closes one part and opens another. In parts each lot
 * gives its share, because the premium is spread over all units alike.
 */
function optionPostings(book: Book, exercise: Trade, units: Decimal, of: Decimal): Posting[] {
  const lots = (book.closing(exercise.id)?.lots ?? []).map(({ lot }) => lot);
  if (units.eq(of)) return book.closes(exercise.instrument, lots, "");
  return lots.map((lot) => book.takes(lot, Decimal.share(lot.quantity, units, of)));
}

/**
 * Cash, and for what is not paid in full the notional amount that a lot costs though no cash moved. A commission in
 * another currency, or one that is no part of the cost, is an expense.
 */
function cashPostings(
  book: Book,
  trade: Trade,
  units: Decimal,
  of: Decimal = trade.quantity,
): Posting[] {
  const share = (amount: Decimal): Decimal => Decimal.share(amount, units, of);
  const moves = book.moves(trade);
  const isCost = (currency: string): boolean =>
    currency === trade.currency && trade.settlement !== "by difference";
  const paid = Decimal.sum(moves.map((one) => (isCost(one.currency) ? one.amount : Decimal.zero)));
  const notional = isKnown(trade.net) ? trade.net.minus(paid) : Decimal.zero;
  return [
    ...moves.flatMap(({ amount, currency }) => [
      ...book.cash(share(amount), currency),
      ...(isCost(currency)
        ? []
        : [
            {
              account: book.accounts.other("Expenses", "Commissions"),
              amount: money(share(amount).negated(), currency),
            },
          ]),
    ]),
    ...(notional.isZero
      ? []
      : [
          {
            account: book.accounts.other("Equity", "Notional"),
            amount: money(share(notional), trade.currency),
          },
        ]),
  ];
}

function narrationOf({ quantity }: Trade, exercise: Trade | null): string {
  const side = quantity.sign < 0 ? "Sold" : "Bought";
  const text = `${side} ${quantity.abs()}`;
  return exercise === null ? text : `${text} by exercise or assignment`;
}

/** Shares that come open a lot at the cost that the row gives; shares that go leave with their lots. */
export function transferTransaction(book: Book, transfer: PositionTransfer): Transaction {
  const { instrument, quantity, costBasis, currency, id } = transfer;
  const held = heldBefore(book, transfer);
  const leaves =
    held.sign !== -quantity.sign
      ? Decimal.zero
      : held.abs().compare(quantity.abs()) <= 0
        ? held.negated()
        : quantity;
  const arrives = quantity.minus(leaves);
  const total = shareOf(costBasis, arrives, quantity);
  return {
    ...book.about(transfer),
    narration: quantity.sign < 0 ? "Transferred out" : "Transferred in",
    tags: [],
    postings: [
      ...(leaves.isZero ? [] : [book.units(instrument, leaves, "{}")]),
      ...(arrives.isZero || !isKnown(total)
        ? []
        : [book.units(instrument, arrives, cost(total, currency, quoted(id)))]),
      book.rest("Equity", "Transfers"),
    ],
  };
}

function heldBefore(book: Book, { id, instrument }: PositionTransfer): Decimal {
  const holding = book.holdings.get(instrument);
  if (holding === undefined) return Decimal.zero;
  const place = holding.moves.findLastIndex(({ event }) => event.id === id);
  const before = holding.moves.slice(0, place).map(({ quantity }) => quantity);
  return Decimal.sum([holding.opening, ...before]);
}
