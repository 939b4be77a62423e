/**
 * The account as a file for beancount (2.3.5): what happened, in booking order. What lots cost, which of them a sale takes
 * and what it gained beancount works out itself, first in, first out; so the file is also a second opinion on the ledger.
 * (docs/export.md; integration notes 7.3.)
 */

import type { Report } from "../analytics/report.ts";
import { addDays, type IsoDate } from "../core/dates.ts";
import { type AccountAlias, compareText, type InstrumentId } from "../core/ids.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { inBookingOrder, isTakenBack, type LedgerEvent } from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import { actionTransactions } from "./beancount/actions.ts";
import { Book, dateOf } from "./beancount/book.ts";
import { cashTransactions, conversionTransactions } from "./beancount/cash.ts";
import { deliveryPlaces } from "./beancount/deliveries.ts";
import { type Balance, balancesOf, openingTransactions } from "./beancount/ends.ts";
import { type Accounts, accountsOf, commoditiesOf, currencyName } from "./beancount/names.ts";
import { type LeftOut, leftOutOf } from "./beancount/scope.ts";
import { metaLines, type Transaction, transactionText } from "./beancount/syntax.ts";
import {
  deliveryTransactions,
  exerciseTransaction,
  tradeTransactions,
  transferTransaction,
} from "./beancount/trades.ts";

export interface BeancountFile {
  readonly text: string;
  /** Instruments of which only the cash is in the file. */
  readonly leftOut: readonly LeftOut[];
  /** Beancount's names. */
  readonly commodities: ReadonlyMap<InstrumentId, string>;
}

/** The file of one account, or of all of them together. */
export function beancountFile(report: Report, account?: AccountAlias): BeancountFile {
  const own = report.accounts
    .map((one) => one.account)
    .filter((alias) => account === undefined || alias === account);
  const commodities = commoditiesOf(report.instruments);
  const accounts = accountsOf(report.accounts.map((one) => one.account));
  const parts = own.flatMap((alias) => {
    const names = accounts.get(alias);
    return names === undefined ? [] : [accountPart(report, alias, names, commodities)];
  });
  const used = new Set(parts.flatMap((part) => [...part.instruments]));
  const transactions = parts.flatMap((part) => part.transactions);
  const balances = parts.flatMap((part) => part.balances);
  const leftOut = parts.flatMap((part) => part.leftOut);
  const first = transactions.reduce((day, { date }) => (date < day ? date : day), LAST_DAY);
  const start = transactions.length === 0 ? (report.asOf ?? first) : first;
  const mask = maskFor(report);
  const text = [
    head(report, leftOut, mask),
    options(report, own),
    ...[...used]
      .sort(compareText)
      .map((id) =>
        commodityText(start, commodities.get(id) ?? "", report.instruments.get(id), mask),
      ),
    openings(start, transactions, balances),
    ...transactions.map(transactionText),
    balances.map(({ date, account: of, amount }) => `${date} balance ${of}  ${amount}`).join("\n"),
  ];
  return { text: `${text.filter((one) => one !== "").join("\n\n")}\n`, leftOut, commodities };
}

const LAST_DAY = "9999-12-31" as IsoDate;

interface AccountPart {
  readonly transactions: readonly Transaction[];
  readonly balances: readonly Balance[];
  readonly leftOut: readonly LeftOut[];
  readonly instruments: ReadonlySet<InstrumentId>;
}

function accountPart(
  report: Report,
  account: AccountAlias,
  accounts: Accounts,
  commodities: ReadonlyMap<InstrumentId, string>,
): AccountPart {
  const { ledger, instruments, checks } = report;
  const leftOut = leftOutOf(ledger, account);
  const mask = maskFor(report);
  const book = new Book({ account, accounts, ledger, instruments, commodities, leftOut, mask });
  const events = inBookingOrder(report.events.filter((event) => event.account === account));
  const from = report.accounts.find((one) => one.account === account)?.from ?? LAST_DAY;
  const first = events[0] === undefined || dateOf(events[0]) > from ? from : dateOf(events[0]);
  const balances = ledger.cash.filter((one) => one.account === account);
  return {
    transactions: [
      ...openingTransactions(book, balances, addDays(first, -1)),
      ...transactionsOf(book, events),
    ],
    balances: balancesOf(book, checks, events),
    leftOut: [...leftOut.values()],
    instruments: new Set([...book.holdings.keys()].filter((id) => book.has(id))),
  };
}

function transactionsOf(book: Book, events: readonly LedgerEvent[]): Transaction[] {
  const places = deliveryPlaces(book, events);
  return events.flatMap((event) => {
    const delivered = places.get(event.id);
    if (delivered === undefined) return transactionsFor(book, event);
    return delivered.flatMap((one) => deliveryTransactions(book, one));
  });
}

function transactionsFor(book: Book, event: LedgerEvent): Transaction[] {
  switch (event.kind) {
    case "cash":
      return cashTransactions(book, event);
    case "fx-conversion":
      return conversionTransactions(book, event);
    case "corporate-action":
      return actionTransactions(book, event);
    case "unbooked":
      return book.cashOnly(event, event.what);
    case "transfer":
      return book.has(event.instrument) ? [transferTransaction(book, event)] : [];
    case "trade":
      if (isTakenBack(event) || !book.has(event.instrument) || event.quantity.isZero)
        return book.cashOnly(event, "Trade");
      if (event.delivers !== null) return [exerciseTransaction(book, event)];
      return tradeTransactions(book, event);
  }
}

/** Takes every account number of the raw files out of a text, and whatever looks like one. */
function maskFor({ accountNumbers }: Report): (text: string) => string {
  const numbers = accountNumbers.filter((number) => number.length > 3);
  return (text) =>
    withoutAccountNumbers(
      numbers.reduce((masked, number) => masked.replaceAll(number, "•••"), text),
    );
}

function head(report: Report, leftOut: readonly LeftOut[], mask: (text: string) => string): string {
  return [
    ";; What happened, from the broker's statements. Cost of lots, choice of lots and gains are beancount's own,",
    ";; but for transactions with #from-lotbook or #lots-named. Balances are the broker's figures.",
    ...(report.demo ? [";; Demo account: invented data."] : []),
    ...leftOut.map(({ account, instrument, reason }) => {
      const symbol = report.instruments.get(instrument)?.symbol ?? "";
      return `;; Left out: ${oneLine(mask(`${account} ${symbol} (${instrument}): ${reason}`))}`;
    }),
  ].join("\n");
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

/** Gains are worked out to eight decimals: by itself beancount rounds them like the cash of their transaction. */
function options(report: Report, own: readonly AccountAlias[]): string {
  const currencies = new Set(
    report.ledger.cash.flatMap((one) =>
      own.includes(one.account) ? [currencyName(one.currency)] : [],
    ),
  );
  const base = new Set(
    report.accounts.flatMap((one) =>
      own.includes(one.account) && one.baseCurrency !== "" ? [currencyName(one.baseCurrency)] : [],
    ),
  );
  return [
    `option "title" "Lotbook"`,
    `option "booking_method" "FIFO"`,
    `option "inferred_tolerance_multiplier" "0.000001"`,
    ...[...currencies]
      .sort(compareText)
      .map((one) => `option "inferred_tolerance_default" "${one}:0.00000001"`),
    ...[...base].sort(compareText).map((one) => `option "operating_currency" "${one}"`),
  ].join("\n");
}

function commodityText(
  date: IsoDate,
  name: string,
  instrument: Instrument | undefined,
  mask: (text: string) => string,
): string {
  const { symbol = "", description = "", id = "", isin = "" } = instrument ?? {};
  const meta = { symbol: mask(symbol), conid: id, isin, name: mask(description) };
  return [`${date} commodity ${name}`, ...metaLines(meta)].join("\n");
}

function openings(
  date: IsoDate,
  transactions: readonly Transaction[],
  balances: readonly Balance[],
): string {
  const accounts = new Set([
    ...transactions.flatMap(({ postings }) => postings.map(({ account }) => account)),
    ...balances.map(({ account }) => account),
  ]);
  return [...accounts]
    .sort(compareText)
    .map((account) => `${date} open ${account}`)
    .join("\n");
}
