/** What our quantities were worth at the broker's prices, day by day. */
import { type Amount, absent, isKnown, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type AccountAlias, compareText, type InstrumentId } from "../../core/ids.ts";
import type { PositionAssertion } from "../../events/assertion.ts";
import type { Facts } from "../checks.ts";
import type { Holding } from "../ledger.ts";
import { worth } from "./worth.ts";

/** What rows of an instrument say about its value. */
interface Terms {
  readonly assetCategory: string;
  readonly currency: string;
  readonly multiplier: Amount;
}

/** A holding at the end of a day, in the instrument's currency. */
export interface Worth extends Terms {
  readonly value: Amount;
}

/** Prices of a day: of open positions, of positions held over night, of the close that a trade carries. */
export class Prices {
  readonly #quotes = new Map<string, Amount>();
  readonly #terms = new Map<InstrumentId, Terms>();
  readonly #positions: ReadonlyMap<string, PositionAssertion>;

  constructor({ assertions }: Facts) {
    this.#positions = new Map(
      assertions.position.map((one) => [`${one.account}|${one.instrument}|${one.date}`, one]),
    );
    for (const row of assertions["position row"]) this.#see(row, row.markPrice);
    for (const row of assertions["prior mark"]) this.#see(row, row.price);
    for (const row of assertions.trade) this.#see(row, row.closePrice);
  }

  #see(
    row: Terms & { readonly instrument: InstrumentId | null; readonly date: IsoDate },
    price: Amount,
  ): void {
    const { instrument, date } = row;
    if (instrument === null) return;
    if (!this.#terms.has(instrument)) this.#terms.set(instrument, row);
    const key = `${instrument}|${date}`;
    if (isKnown(price) && !price.isZero && !this.#quotes.has(key)) this.#quotes.set(key, price);
  }

  termsOf(instrument: InstrumentId): Terms | undefined {
    return this.#terms.get(instrument);
  }

  /** The broker's own value where it lists the same quantity that day, else quantity × price. */
  worth(account: AccountAlias, instrument: InstrumentId, quantity: Decimal, date: IsoDate): Amount {
    const listed = this.#positions.get(`${account}|${instrument}|${date}`);
    if (listed !== undefined && isKnown(listed.quantity) && listed.quantity.eq(quantity))
      if (isKnown(listed.marketValue)) return listed.marketValue;
    const terms = this.#terms.get(instrument);
    const quote = this.#quotes.get(`${instrument}|${date}`);
    if (terms === undefined || quote === undefined)
      return absent(`no row gives the price of every instrument on ${date}`);
    return worth(terms.assetCategory, quantity, quote, terms.multiplier);
  }
}

/** The holdings of one account, moving forward in time by report date. */
export class RunningHoldings {
  readonly #own: readonly RunningHolding[];
  readonly #prices: Prices;

  constructor({ ledger }: Facts, account: AccountAlias, prices: Prices) {
    this.#prices = prices;
    this.#own = ledger.holdings
      .filter((holding) => holding.account === account)
      .map((holding) => new RunningHolding(holding));
  }

  /** What is held of a class at the end of a day that is not earlier than any asked for before. */
  on(date: IsoDate, isOf: (assetCategory: string) => boolean): readonly Worth[] {
    return this.#own.flatMap((running) => {
      const { account, instrument, unknown: reason } = running.holding;
      const terms = this.#prices.termsOf(instrument);
      const quantity = running.until(date);
      if (reason === null && quantity.isZero) return [];
      if (terms === undefined) return [{ ...NO_TERMS, value: unknown(reason ?? UNDESCRIBED) }];
      if (!isOf(terms.assetCategory)) return [];
      const value =
        reason === null ? this.#prices.worth(account, instrument, quantity, date) : unknown(reason);
      return [{ ...terms, value }];
    });
  }
}

const NO_TERMS: Terms = { assetCategory: "", currency: "", multiplier: Decimal.one };
const UNDESCRIBED = "no row of a trade or position describes an instrument that is held";

class RunningHolding {
  readonly holding: Holding;
  readonly #moves: Holding["moves"];
  #next = 0;
  #quantity: Decimal;

  constructor(holding: Holding) {
    this.holding = holding;
    this.#moves = holding.moves.toSorted((a, b) => compareText(a.date, b.date));
    this.#quantity = holding.opening;
  }

  until(date: IsoDate): Decimal {
    for (
      let move = this.#moves[this.#next];
      move !== undefined && move.date <= date;
      move = this.#moves[++this.#next]
    )
      this.#quantity = this.#quantity.plus(move.quantity);
    return this.#quantity;
  }
}
