/**
 * Invented accounts of any size: 300 stocks in three currencies, traded long and short at random on the simulated
 * broker's books, so that every figure of the statements follows from their rows.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Books } from "../../fixtures/demo/books.ts";
import { Chance } from "../../fixtures/demo/chance.ts";
import { announceDividends, closeMonth, payDividends } from "../../fixtures/demo/income.ts";
import { Market, type Security, weekdays } from "../../fixtures/demo/market.ts";
import { timeOfDay } from "../../fixtures/demo/player.ts";
import { Extract, statementXml, type Window } from "../../fixtures/demo/statement.ts";
import { commissionOf } from "../../fixtures/demo/tariff.ts";
import { addDays, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";

const SEED = 7;
const DAY_BEFORE = "2023-01-02" as IsoDate;
const FIRST_DAY = "2023-01-03" as IsoDate;
const STOCKS = 300;
const LEAST_DAYS = 260;
const TRADES_A_DAY = 130;
/** Some 80 MB of rows. */
const TRADES_A_STATEMENT = 20_000;
/** A statement goes back into the one before, as fetched ones do. */
const OVERLAP_DAYS = 4;
const OPENING = 34_200;
const TRADING_SECONDS = 23_400;
const HUNDREDTHS_OF_PERCENT = Decimal.of("10000");

const CURRENCIES = {
  EUR: { start: 10_800, drift: 20, deviation: 2200 },
  CHF: { start: 11_100, drift: 20, deviation: 2100 },
};

export interface AccountSize {
  readonly files: number;
  readonly bytes: number;
  readonly trades: number;
}

/** Writes settings and statements of an account with about so many trades into a folder. */
export function writeAccount(root: string, trades: number): AccountSize {
  const folder = join(root, "data/flex/bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, "lotbook.yml"), "accounts:\n  bench: { id: U7654321 }\n");
  const days = Math.max(LEAST_DAYS, Math.ceil(trades / TRADES_A_DAY));
  const trader = new Trader(days);
  let [files, bytes, from, since] = [0, 0, FIRST_DAY, 0];
  for (const [index, day] of trader.days.entries()) {
    trader.trade(day, share(trades, index, days));
    const written = trader.books.executions.length;
    const isLast = index === days - 1;
    if (!isLast && written - since < TRADES_A_STATEMENT) continue;
    bytes += writeStatement(folder, trader.books, from, day);
    files += 1;
    since = written;
    from = trader.days[index - OVERLAP_DAYS + 1] ?? FIRST_DAY;
  }
  return { files, bytes, trades: trader.books.executions.length };
}

/** How many of the trades fall on one of the days. */
const share = (trades: number, index: number, days: number): number =>
  Math.floor((trades * (index + 1)) / days) - Math.floor((trades * index) / days);

/** Writes one statement and says how long it is. */
function writeStatement(folder: string, books: Books, from: IsoDate, to: IsoDate): number {
  const generated = addDays(to, 1).replaceAll("-", "");
  const window: Window = { from, to, generated: `${generated};041530` };
  const extract = new Extract(books, window, { id: "U7654321", name: "Bench" }, {});
  const bytes = Buffer.from(statementXml(extract, false));
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  writeFileSync(join(folder, `${to}_${generated}-041530_${hash}.xml`), bytes);
  return bytes.length;
}

/** Trades at random, day by day. */
class Trader {
  readonly books: Books;
  readonly days: readonly IsoDate[];
  readonly #chance = new Chance(SEED);
  readonly #stocks = Array.from({ length: STOCKS }, (_, index) => stock(index));
  /** What is held, in whole shares. */
  readonly #held = new Map<Security, number>();

  constructor(days: number) {
    const all = weekdays(DAY_BEFORE, addDays(DAY_BEFORE, Math.ceil((days * 7) / 5) + 3));
    const market = new Market(all.slice(0, days + 1), "USD", CURRENCIES, this.#stocks, SEED);
    this.books = new Books(market, new Chance(SEED + 1));
    this.days = market.days.slice(1);
    this.books.closeDay(DAY_BEFORE);
  }

  trade(date: IsoDate, trades: number): void {
    if (date === FIRST_DAY) this.#fund(date);
    announceDividends(this.books, this.#stocks, date);
    for (let index = 0; index < trades; index++) {
      const time = timeOfDay(OPENING + Math.floor((TRADING_SECONDS * index) / trades));
      this.#execute(date, time);
    }
    payDividends(this.books, date);
    closeMonth(this.books, Decimal.of("-4.5"), date);
    this.books.closeDay(date);
  }

  #execute(date: IsoDate, time: string): void {
    const security = this.#stocks[this.#chance.between(0, STOCKS - 1)] ?? stock(0);
    const held = this.#held.get(security) ?? 0;
    const quantity = this.#quantity(held);
    this.#held.set(security, held + quantity);
    const close = this.books.market.price(security, date);
    const away = Decimal.of(String(this.#chance.between(-90, 90)));
    const price = close.plus(Decimal.share(close, away, HUNDREDTHS_OF_PERCENT)).rounded(2);
    const size = Decimal.of(String(Math.abs(quantity)));
    this.books.execute({
      date,
      time,
      order: this.books.number(402000000),
      security,
      quantity: quantity < 0 ? size.negated() : size,
      price,
      commission: commissionOf(security, size, price, true),
      taxes: Decimal.zero,
    });
  }

  /** Opens, adds, closes a part or all, or crosses zero. */
  #quantity(held: number): number {
    const size = this.#chance.between(1, 40) * 5;
    const side = held < 0 ? -1 : 1;
    const choice = this.#chance.between(0, 19);
    if (held === 0) return choice < 5 ? -size : size;
    if (choice < 8) return side * size;
    if (choice < 15) return -side * this.#chance.between(1, Math.abs(held));
    return choice < 19 ? -held : -held - side * size;
  }

  #fund(date: IsoDate): void {
    const description = "CASH RECEIPTS / ELECTRONIC FUND TRANSFERS";
    for (const currency of ["USD", "EUR", "CHF"]) {
      const amount = Decimal.of("5000000");
      const type = "Deposits/Withdrawals";
      this.books.move({ type, date, about: date, currency, amount, description });
    }
  }
}

function stock(index: number): Security {
  const number = String(index).padStart(4, "0");
  const [currency, country, exchange] =
    index % 5 === 3
      ? ["EUR", "DE", "IBIS"]
      : index % 5 === 4
        ? ["CHF", "CH", "EBS"]
        : ["USD", "US", "NYSE"];
  return {
    conid: `72010${number}`,
    symbol: `BX${number}`,
    description: `INVENTED COMPANY ${number} INC`,
    isin: `${country}0BENCH${number}`,
    currency: currency ?? "USD",
    subCategory: "COMMON",
    exchange: exchange ?? "NYSE",
    country: country ?? "US",
    walk: { start: 2000 + index * 61, drift: 200, deviation: 13_000 },
    dividend: {
      perShare: Decimal.of("0.25"),
      months: [3, 6, 9, 12],
      taxPercent: Decimal.of("15"),
    },
  };
}
