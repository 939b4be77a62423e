/** What was there before the first event, and what the broker says is there at the end. */
import { isKnown } from "../../core/amount.ts";
import { addDays, dayOf, type IsoDate } from "../../core/dates.ts";
import { compareIds, compareText } from "../../core/ids.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Check } from "../../ledger/checks.ts";
import type { CashBalance } from "../../ledger/ledger.ts";
import type { Lot } from "../../ledger/lots.ts";
import { type Book, cost, dateOf, money } from "./book.ts";
import { amountOf, quoted, type Transaction } from "./syntax.ts";

/** Opening cash, then the lots that there were, oldest first, with the cost that the broker's lots say. */
export function openingTransactions(
  book: Book,
  balances: readonly CashBalance[],
  date: IsoDate,
): Transaction[] {
  const cash = balances.flatMap(({ opening, currency, openingRows }) =>
    isKnown(opening) && !opening.isZero
      ? [opened(book, date, openingRows[0], `Cash in ${currency}`, book.cash(opening, currency))]
      : [],
  );
  const lots = [...book.holdings.values()].flatMap(({ instrument, openingLots }) =>
    book.has(instrument) ? openingLots.filter(({ quantity }) => !quantity.isZero) : [],
  );
  return [...cash, ...lots.toSorted(oldest).map((lot) => openingLot(book, lot, date))];
}

const oldest = (a: Lot, b: Lot): number =>
  compareText(a.opened ?? "", b.opened ?? "") || compareIds(a.transaction, b.transaction);

function openingLot(book: Book, lot: Lot, date: IsoDate): Transaction {
  const { instrument, quantity, costBasis, opened: day, id, sources } = lot;
  const details = book.input.instruments.get(instrument);
  const currency = details?.currency ?? "";
  const rest =
    isKnown(costBasis) && day !== null ? cost(costBasis, currency, dayOf(day), quoted(id)) : "{}";
  const postings = [book.units(instrument, quantity, rest)];
  return opened(book, date, sources[0], `Lot of ${details?.symbol ?? ""}`, postings);
}

const opened = (
  book: Book,
  date: IsoDate,
  row: { readonly file: string; readonly line: number } | undefined,
  what: string,
  postings: Transaction["postings"],
): Transaction => ({
  date,
  payee: "",
  narration: book.input.mask(`${what} from before the first statement`),
  tags: [],
  meta: row === undefined ? {} : { file: book.input.mask(row.file), line: row.line },
  postings: [...postings, book.rest("Equity", "OpeningBalances")],
});

export interface Balance {
  readonly date: IsoDate;
  readonly account: string;
  readonly amount: string;
}

/**
 * The broker's own positions and cash of the last day that it reports on, where that is not before the last event that
 * counts. Beancount's balances hold at the start of a day, so they are of the day after everything.
 */
export function balancesOf(
  book: Book,
  checks: readonly Check[],
  events: readonly LedgerEvent[],
): Balance[] {
  const own = checks.filter(
    ({ account, rule, status }) =>
      account === book.input.account &&
      (rule === "R2" || rule === "R7") &&
      status !== "not-reported",
  );
  const last = events.reduce((day, event) => (event.date > day ? event.date : day), "" as IsoDate);
  const days = [...events.map(dateOf), ...own.map(({ date }) => date)].sort();
  const after = days.at(-1);
  if (after === undefined) return [];
  const newest = own.filter(({ rule, date }) =>
    own.every((other) => other.rule !== rule || other.date <= date),
  );
  return newest
    .filter(({ date }) => date >= last)
    .flatMap((check) => balanceOf(book, check, addDays(after, 1)));
}

function balanceOf(book: Book, check: Check, date: IsoDate): Balance[] {
  const { broker, tolerance, instrument, currency } = check;
  if (!isKnown(broker)) return [];
  if (instrument === null) {
    const [number = "", commodity = ""] = money(broker, currency).split(" ");
    return [
      {
        date,
        account: book.accounts.cash(currency),
        amount: `${number} ~ ${tolerance} ${commodity}`,
      },
    ];
  }
  if (!book.has(instrument)) return [];
  const commodity = book.input.commodities.get(instrument) ?? "";
  const account = book.accounts.holding(commodity);
  return [{ date, account, amount: amountOf(broker, `~ ${tolerance} ${commodity}`) }];
}
