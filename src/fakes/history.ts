/**
 * An invented account's history on the simulated broker's books of the demo account: what is asked of any window of it
 * agrees with every other window, because all of them are read from the same days, played again from the first.
 */
import { Books } from "../../fixtures/demo/books.ts";
import { Chance } from "../../fixtures/demo/chance.ts";
import { announceDividends, dayOfMonth, payDividends } from "../../fixtures/demo/income.ts";
import { Market, type Security, weekdays } from "../../fixtures/demo/market.ts";
import { timeOfDay } from "../../fixtures/demo/player.ts";
import { assert } from "../core/assert.ts";
import { type IsoDate, isWeekday, nextWeekday, previousWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";

/** One thing that happens to an account. Dates are weekdays such as `2025-03-03`; amounts are positive texts. */
export type Deed = Transfer | Order;

export interface Transfer {
  readonly date: string;
  readonly kind: "deposit" | "withdraw" | "fee";
  readonly amount: string;
}

export interface Order {
  readonly date: string;
  readonly kind: "buy" | "sell";
  readonly quantity: string;
  /** Default: {@link COMPANY}. */
  readonly symbol?: string;
  /** What the broker takes for it. Default: 1. */
  readonly commission?: string;
}

/**
 * Something that the broker states differently in every statement generated on the day `known` or later, although it
 * lies in days that earlier statements already covered.
 */
export type Correction = { readonly known: string; readonly date: string } & (
  | {
      /** The first trade of the date costs another commission; its row keeps its ids. */
      readonly kind: "commission";
      readonly commission: string;
    }
  | {
      /** The dividend paid on the date is taken back and booked again: two more rows. */
      readonly kind: "dividend";
      readonly perShare: string;
      /**
       * The day that the two rows are reported on. Default: the date, so that cash at the end of earlier statements is
       * no longer what they said.
       */
      readonly booked?: string;
    }
);

export interface AccountOptions {
  readonly id: string;
  /** Instead of the usual deeds. */
  readonly deeds?: readonly Deed[];
}

export interface HistoryOptions {
  /** One statement each. Default: U1234567 alone. */
  readonly accounts?: readonly (string | AccountOptions)[];
  /** The first day, a weekday. Default: 2025-01-02. */
  readonly start?: string;
  /** What happens, in every account that has no deeds of its own; see {@link usualDeeds}. */
  readonly deeds?: readonly Deed[];
  readonly corrections?: readonly Correction[];
}

/** The company whose shares the usual deeds buy: 0.42 per share in March, June, September and December. */
export const COMPANY = "QLMR";
/** A fund that pays nothing. */
export const FUND = "TFNW";
export const FIRST_DAY = "2025-01-02";

const SEED = 4217;
const INTEREST_FREE = Decimal.of("1000");
const walk = { start: 5230, drift: 300, deviation: 6000 };
const listed = { currency: "USD", exchange: "NYSE", country: "US", walk } as const;
const SECURITIES: readonly Security[] = [
  {
    ...listed,
    conid: "730110001",
    symbol: COMPANY,
    description: "QUILLMARSH & SONS INC",
    isin: "US7300INVEN1",
    subCategory: "COMMON",
    dividend: {
      perShare: Decimal.of("0.42"),
      months: [3, 6, 9, 12],
      taxPercent: Decimal.of("15"),
    },
  },
  {
    ...listed,
    conid: "730110002",
    symbol: FUND,
    description: "TERN WORLD FUND",
    isin: "US7300INVEN2",
    subCategory: "ETF",
  },
];
const CURRENCIES = { EUR: { start: 10_800, drift: 0, deviation: 2200 } };

/**
 * What happens where nothing else is said: a deposit on the first day, a purchase on the next, a few more shares at the
 * start of every month; the dividends of {@link COMPANY} and a little interest come by themselves. From the 13th to the 27th of a month nothing ever happens.
 */
export function usualDeeds(start: IsoDate, end: IsoDate): readonly Deed[] {
  const second = nextWeekday(start);
  const monthly = weekdays(nextWeekday(second), end).filter((date) => date === dayOfMonth(date, 5));
  return [
    { date: start, kind: "deposit", amount: "25000" },
    { date: second, kind: "buy", quantity: "100" },
    ...monthly.map((date) => ({ date, kind: "buy", quantity: "3" }) as const),
  ];
}

/** Numbers depend on the day and the account alone, so that a later correction leaves those of all other rows. */
class DatedBooks extends Books {
  readonly #account: number;
  #day = 0;
  #used = 0;

  constructor(market: Market, account: number) {
    super(market, new Chance(SEED + account));
    this.#account = account;
  }

  startDay(index: number): void {
    this.#day = index;
    this.#used = 0;
  }

  override number(start: number): string {
    this.#used += 1;
    return String(start + this.#account * 10_000_000 + this.#day * 1000 + this.#used);
  }
}

/** The books of each account at the close of a day, as they stood for a statement generated on another. */
export function playHistory(
  options: HistoryOptions,
  to: IsoDate,
  generated: string,
): readonly { readonly id: string; readonly books: Books }[] {
  const start = firstDayOf(options);
  const days = weekdays(previousWeekday(start), to);
  const market = new Market(days, "USD", CURRENCIES, SECURITIES, SEED);
  const corrections = onWeekdays(options.corrections ?? []).filter(
    ({ known }) => known <= generated,
  );
  return (options.accounts ?? ["U1234567"]).map((account, index) => {
    const { id, deeds } = typeof account === "string" ? { id: account, deeds: undefined } : account;
    const books = new DatedBooks(market, index);
    const own = onWeekdays(deeds ?? options.deeds ?? usualDeeds(start, to));
    for (const date of days) playDay(books, { date, deeds: own, corrections });
    return { id, books };
  });
}

/** The first day of a history. */
export function firstDayOf({ start = FIRST_DAY }: HistoryOptions): IsoDate {
  const date = start as IsoDate;
  assert(isWeekday(date), `a history starts on a weekday, and ${start} is none`);
  return date;
}

/** The same items. What is dated on a weekend would silently never happen, so it is refused. */
function onWeekdays<T extends { readonly date: string }>(items: readonly T[]): readonly T[] {
  const off = items.find(({ date }) => !isWeekday(date as IsoDate));
  assert(off === undefined, `nothing happens on a weekend such as ${off?.date}`);
  return items;
}

interface Day {
  readonly date: IsoDate;
  readonly deeds: readonly Deed[];
  readonly corrections: readonly Correction[];
}

type CostCorrection = Correction & { readonly kind: "commission" };
const isAboutCosts = (one: Correction): one is CostCorrection => one.kind === "commission";

function playDay(books: DatedBooks, { date, deeds, corrections }: Day): void {
  books.startDay(books.closes.length);
  announceDividends(books, SECURITIES, date);
  let costs = corrections.filter(isAboutCosts).find((one) => one.date === date);
  for (const [index, deed] of deeds.filter((one) => one.date === date).entries()) {
    if ("amount" in deed) move(books, deed);
    else {
      trade(books, { ...deed, ...(costs && { commission: costs.commission }) }, index);
      costs = undefined;
    }
  }
  payDividends(books, date);
  if (date === dayOfMonth(date, 1)) payInterest(books, date);
  for (const one of corrections)
    if (one.kind === "dividend" && (one.booked ?? one.date) === date) bookAgain(books, one, date);
  books.closeDay(date);
}

function trade(books: Books, order: Order, index: number): void {
  const date = order.date as IsoDate;
  const security = SECURITIES.find(({ symbol }) => symbol === (order.symbol ?? COMPANY));
  assert(security !== undefined, `the history knows no ${order.symbol}`);
  const buying = order.kind === "buy";
  const quantity = Decimal.of(order.quantity);
  const away = Decimal.of(buying ? "0.11" : "-0.07");
  books.execute({
    date,
    time: timeOfDay(36_000 + index * 900),
    order: books.number(402000000),
    security,
    quantity: buying ? quantity : quantity.negated(),
    price: books.market.price(security, date).plus(away),
    commission: Decimal.of(order.commission ?? "1").negated(),
    taxes: Decimal.zero,
  });
}

const DESCRIPTIONS = {
  deposit: "CASH RECEIPTS / ELECTRONIC FUND TRANSFERS",
  withdraw: "DISBURSEMENT INITIATED BY Invented Owner",
  fee: "INVENTED SERVICE FEE",
};

function move(books: Books, { date, kind, amount }: Transfer): void {
  const size = Decimal.of(amount);
  books.move({
    type: kind === "fee" ? "Other Fees" : "Deposits/Withdrawals",
    date: date as IsoDate,
    about: date as IsoDate,
    currency: "USD",
    amount: kind === "deposit" ? size : size.negated(),
    description: DESCRIPTIONS[kind],
  });
}

/** The same amount every month, whatever the balance: a correction changes the rows that it is about, and no other. */
function payInterest(books: Books, date: IsoDate): void {
  if ((books.balances.get("USD") ?? Decimal.zero).compare(INTEREST_FREE) <= 0) return;
  books.move({
    type: "Broker Interest Received",
    date,
    about: date,
    currency: "USD",
    amount: Decimal.of("21.35"),
    description: "USD CREDIT INT FOR THE MONTH BEFORE",
  });
}

/** Takes the dividend of a day back and books it at another rate; the tax stays as it was. */
function bookAgain(
  books: Books,
  { date: paidOn, perShare }: Correction & { readonly kind: "dividend" },
  date: IsoDate,
): void {
  const paid = books.movements.filter((one) => one.type === "Dividends" && one.date === paidOn);
  for (const { transaction, amount, entitlement, ...about } of paid) {
    if (entitlement === undefined) continue;
    const gross = entitlement.quantity.times(Decimal.of(perShare)).rounded(2);
    books.move({ ...about, entitlement, date, amount: amount.negated() });
    books.move({
      ...about,
      entitlement,
      date,
      amount: gross,
      description: about.description.replace(String(entitlement.perShare), perShare),
    });
  }
}
