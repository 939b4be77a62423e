/**
 * Trades: what was paid in total opens a lot, what is closed is left to beancount to choose and its gain to work out. An
 * option that is exercised or assigned stands in one transaction with what it delivered, so that its premium moves by
 * beancount's own arithmetic: into the cost of shares that came, which is left out, or into the gain of shares that went.
 */
import { isKnown, shareOf } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { PositionTransfer, Trade } from "../../events/event.ts";
import type { Lot } from "../../ledger/lots.ts";
import { spread } from "../../ledger/pool.ts";
import { type Book, cost, LOTS_NAMED, money, openCost, priceOf } from "./book.ts";
import type { Delivered } from "./deliveries.ts";
import { type Posting, quoted, type Transaction } from "./syntax.ts";

export function tradeTransactions(book: Book, trade: Trade): Transaction[] {
  const closed = closedBy(book, trade);
  return [transactionOf(book, { trade, closed, opened: trade.quantity.minus(closed) }, null)];
}

/** A row that was delivered: two transactions where it closes one part and opens another. */
export function deliveryTransactions(
  book: Book,
  { delivery, exercises, delivered }: Delivered,
): Transaction[] {
  const parts = delivered.flatMap((trade) => partsOf(book, trade));
  const units = parts.map(({ closed, opened }) => closed.plus(opened).abs());
  return parts.flatMap((part, index) => {
    if (part.trade !== delivery) return [];
    return [transactionOf(book, part, { exercises, units, index })];
  });
}

function partsOf(book: Book, trade: Trade): Part[] {
  const closed = closedBy(book, trade);
  const opened = trade.quantity.minus(closed);
  if (closed.isZero || opened.isZero) return [{ trade, closed, opened }];
  return [
    { trade, closed, opened: Decimal.zero },
    { trade, closed: Decimal.zero, opened },
  ];
}

/** An option's exercise whose delivery is not written: the premium leaves. */
export const exerciseTransaction = (book: Book, exercise: Trade): Transaction => ({
  ...book.about(exercise),
  narration: "Exercised or assigned; what it delivered is left out",
  tags: [],
  postings: [
    ...book.closes(exercise.instrument, lotsOf(book, exercise), ""),
    ...book.moves(exercise).flatMap(({ amount, currency }) => book.cash(amount, currency)),
    book.rest("Equity", "NotBooked"),
  ],
});

/** Units of the trade that close; signed like the trade. */
const closedBy = (book: Book, trade: Trade): Decimal =>
  Decimal.sum(lotsOf(book, trade).map(({ quantity }) => quantity)).negated();

/** A trade, or the part of one that closes or opens. */
interface Part {
  readonly trade: Trade;
  readonly closed: Decimal;
  readonly opened: Decimal;
}

/** What one part of a delivery has of the options that delivered it. */
interface OptionsPart {
  readonly exercises: readonly Trade[];
  /** Of all parts, without a sign. */
  readonly units: readonly Decimal[];
  /** Which of them this part is. */
  readonly index: number;
}

function transactionOf(book: Book, part: Part, options: OptionsPart | null): Transaction {
  const { trade, closed, opened } = part;
  const units = closed.plus(opened);
  const { instrument, currency, proceeds, quantity } = trade;
  const exercises = options?.exercises ?? [];
  const price = priceOf(shareOf(proceeds, closed, quantity), currency);
  const closing = [...(closed.isZero ? [] : [trade]), ...exercises];
  const isNamed = closing.some((one) => book.holdings.get(one.instrument)?.method !== "FIFO");
  return {
    ...book.about(trade),
    narration: narrationOf(trade, options !== null),
    tags: isNamed ? [LOTS_NAMED] : [],
    postings: [
      ...exercises.flatMap((exercise) => optionPostings(book, exercise, options)),
      ...(closed.isZero ? [] : book.closes(instrument, lotsOf(book, trade), price)),
      ...(opened.isZero
        ? []
        : [book.units(instrument, opened, openingCost(part, options !== null))]),
      ...cashPostings(book, trade, (amount) => Decimal.share(amount, units, quantity)),
      ...exercises.flatMap((one) => cashPostings(book, one, (amount) => partOf(amount, options))),
      ...(closed.isZero ? [] : [book.rest("Income", "PnL")]),
    ],
  };
}

const lotsOf = (book: Book, { id }: Trade): Lot[] =>
  (book.closing(id)?.lots ?? []).map(({ lot }) => lot);

/** What of an amount of the options falls on a part. */
const partOf = (total: Decimal, options: OptionsPart | null): Decimal =>
  options === null ? total : (spread(total, options.units)[options.index] as Decimal);

/** The total cost by the trade's net cash; of a delivery it is what is left with the premium in it. */
function openingCost({ trade, opened }: Part, isDelivery: boolean): string {
  const { id, net, currency, quantity } = trade;
  if (isDelivery) return openCost(currency, quoted(id));
  const total = shareOf(net, opened, quantity);
  return cost(isKnown(total) ? total : Decimal.zero, currency, quoted(id));
}

/**
 * The option's side of a delivery, or its share where the delivery has several parts. There each lot gives its share,
 * because the premium is spread over all units alike.
 */
function optionPostings(book: Book, exercise: Trade, options: OptionsPart | null): Posting[] {
  const lots = lotsOf(book, exercise);
  if (options === null || options.units.length === 1)
    return book.closes(exercise.instrument, lots, "");
  return lots.map((lot) => book.takes(lot, partOf(lot.quantity, options)));
}

/**
 * Cash, and for what is not paid in full the notional amount that a lot costs though no cash moved. A commission in
 * another currency, or one that is no part of the cost, is an expense.
 */
function cashPostings(book: Book, trade: Trade, share: (amount: Decimal) => Decimal): Posting[] {
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

function narrationOf({ quantity }: Trade, isDelivery: boolean): string {
  const side = quantity.sign < 0 ? "Sold" : "Bought";
  const text = `${side} ${quantity.abs()}`;
  return isDelivery ? `${text} by exercise or assignment` : text;
}

/** As the ledger books it: shares that come open a lot at the cost that the row gives, shares that go leave with their lots. */
export function transferTransaction(book: Book, transfer: PositionTransfer): Transaction {
  const { instrument, quantity, costBasis, currency, id } = transfer;
  const leaves = heldBefore(book, transfer).sign === -quantity.sign;
  const arrived = isKnown(costBasis)
    ? [book.units(instrument, quantity, cost(costBasis, currency, quoted(id)))]
    : [];
  return {
    ...book.about(transfer),
    narration: quantity.sign < 0 ? "Transferred out" : "Transferred in",
    tags: [],
    postings: [
      ...(leaves ? [book.units(instrument, quantity, "{}")] : arrived),
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
