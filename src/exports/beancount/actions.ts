/**
 * Corporate actions. Beancount has no split that keeps lots: each lot is taken out by name and put back under a new one
 * with its date, one transaction a lot, so that its cost is what beancount works out. Lots of which the statement does not
 * say what they cost come from Lotbook, and their transactions say so.
 */
import { isKnown, subtract } from "../../core/amount.ts";
import { dayOf } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import { instrumentsOf } from "../../events/event.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import type { Lot } from "../../ledger/lots.ts";
import { basisOf, spread } from "../../ledger/pool.ts";
import { type Book, cost, FROM_LOTBOOK, money, openCost, priceOf } from "./book.ts";
import { type Posting, quoted, type Transaction } from "./syntax.ts";

export function actionTransactions(book: Book, action: CorporateAction): Transaction[] {
  const booked = book.actions.get(action.id);
  const name = `Corporate action (${action.type})`;
  if (booked === undefined || !instrumentsOf(action).every((id) => book.has(id)))
    return book.cashOnly(action, name);
  const { before, after, closings } = booked;
  if (before.length === 0 && after.length === 0) return book.cashOnly(action, name);
  const head = {
    ...book.about(action),
    narration: book.input.mask(`${name}: ${booked.reading}`),
    tags: [],
  };
  if (after.length === 0) return [{ ...head, postings: salePostings(book, booked) }];
  if (closings.length === 0 && before.length === after.length)
    return before.map((lot, index) => ({
      ...head,
      postings: movedPostings(book, booked, lot, after[index] as Lot, index),
    }));
  const [lot, ...others] = after;
  if (lot !== undefined && others.length + before.length === 0 && booked.case === null)
    return [
      {
        ...head,
        postings: [
          book.units(lot.instrument, lot.quantity, openCost(currencyOf(book, lot), named(lot))),
          ...cashPostings(book, action),
        ],
      },
    ];
  return [{ ...head, tags: [FROM_LOTBOOK], postings: sharedPostings(book, booked) }];
}

const cashPostings = (book: Book, action: CorporateAction): Posting[] =>
  book.moves(action).flatMap(({ amount, currency }) => book.cash(amount, currency));

const named = ({ id }: Lot): string => quoted(id);

const currencyOf = (book: Book, { instrument }: Lot): string =>
  book.input.instruments.get(instrument)?.currency ?? "";

/** Units for cash or for nothing: beancount chooses the lots and works out the gain. */
const salePostings = (book: Book, { event, closings }: BookedAction): Posting[] => [
  ...closings.flatMap(({ lots, currency }) =>
    book.closes(
      lots[0]?.lot.instrument ?? event.legs[0].instrument,
      lots.map(({ lot }) => lot),
      priceOf(
        lots.reduce<Decimal>(
          (sum, { proceeds }) => (isKnown(proceeds) ? sum.plus(proceeds) : sum),
          Decimal.zero,
        ),
        currency,
      ),
    ),
  ),
  ...cashPostings(book, event),
  book.rest("Income", "PnL"),
];

/** One lot before and after; of what was paid its share. */
function movedPostings(
  book: Book,
  { event, before }: BookedAction,
  lot: Lot,
  moved: Lot,
  index: number,
): Posting[] {
  const quantities = before.map(({ quantity }) => quantity);
  const paid = book.moves(event).flatMap(({ amount, currency }) => {
    const share = spread(amount, quantities)[index];
    return share !== undefined && isKnown(share) ? book.cash(share, currency) : [];
  });
  return [
    book.takes(lot),
    book.units(
      moved.instrument,
      moved.quantity,
      openCost(currencyOf(book, moved), ...dated(moved), named(moved)),
    ),
    ...paid,
  ];
}

const dated = ({ opened }: Lot): string[] => (opened === null ? [] : [dayOf(opened)]);

/**
 * Lots as Lotbook has them. Cost that is shared out among lots must add up for beancount to accept it; what came for
 * itself has its cost from outside; a gain that was recognized is what is left over.
 */
function sharedPostings(book: Book, { event, before, after, closings, case: of }: BookedAction) {
  const isReceived = of === null || of.isOwnCost;
  const come = after.flatMap((lot): Posting[] => {
    if (!isKnown(lot.costBasis)) return [];
    const currency = currencyOf(book, lot);
    return [
      book.units(
        lot.instrument,
        lot.quantity,
        cost(lot.costBasis, currency, ...dated(lot), named(lot)),
      ),
    ];
  });
  const grown = subtract(basisOf(after), basisOf(before));
  const [leg] = event.legs;
  const account = book.accounts.other("Equity", "CorporateActions");
  return [
    ...before.map((lot) => book.takes(lot)),
    ...come,
    ...(isReceived && isKnown(grown) && !grown.isZero
      ? [{ account, amount: money(grown.negated(), leg.currency) }]
      : []),
    ...cashPostings(book, event),
    ...(closings.length > 0 ? [book.rest("Income", "PnL")] : []),
  ];
}
