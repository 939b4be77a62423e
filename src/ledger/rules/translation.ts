/** What the rates of a day make of cash and positions in other currencies that were there the day before. */
import { type Amount, isKnown, multiply, subtract, sum, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { Facts } from "../checks.ts";
import { Running } from "./cash-levels.ts";
import { baseOf } from "./totals.ts";
import { Prices, RunningHoldings } from "./valuation.ts";

interface Translated {
  readonly value: Amount;
  /** Whether anything of the day is in another currency than the base currency. */
  readonly isForeign: boolean;
}

/** Moves forward in time; ask for days in their order. */
export class Translation {
  readonly #facts: Facts;
  readonly #base: string;
  readonly #cash: readonly Running[];
  readonly #holdings: RunningHoldings;

  constructor(facts: Facts, account: AccountAlias) {
    this.#facts = facts;
    this.#base = baseOf(facts, account);
    this.#cash = facts.ledger.cash
      .filter((one) => one.account === account && one.currency !== this.#base)
      .map((one) => new Running(one, true));
    this.#holdings = new RunningHoldings(facts, account, new Prices(facts));
  }

  /** What was held at the end of one day × the change of its rate until another. Takes the rows of the latter, too. */
  between(
    before: IsoDate,
    day: IsoDate,
    isFlat: boolean,
    rows: readonly { readonly currency: string }[],
  ): Translated {
    const held = [...this.#cashOn(before), ...(isFlat ? [] : this.#positionsOn(before))];
    const moved = this.#cash.some((one) => one.movesUntil(day));
    const isForeign =
      held.length > 0 || moved || rows.some(({ currency }) => this.#isOther(currency));
    const value = sum(
      held.map(({ currency, value }) => multiply(value, this.#change(currency, before, day))),
    );
    return { value, isForeign };
  }

  #isOther(currency: string): boolean {
    return currency !== "" && currency !== this.#base;
  }

  #cashOn(date: IsoDate) {
    return this.#cash.flatMap((one) => {
      one.until(date);
      const { balance: value, currency } = one;
      return isKnown(value) && value.isZero ? [] : [{ currency, value }];
    });
  }

  /** Futures and contracts for difference are worth nothing in net asset value: they are settled or have a column. */
  #positionsOn(date: IsoDate) {
    const isHeld = (assetCategory: string) => !/^(FUT|CFD|FXCFD|CASH)$/.test(assetCategory);
    return this.#holdings.on(date, isHeld).filter(({ currency }) => this.#isOther(currency));
  }

  #change(currency: string, before: IsoDate, day: IsoDate): Amount {
    const on = (date: IsoDate): Amount =>
      this.#facts.rates.on(date, currency, this.#base)?.rate ??
      unknown(`no row gives the rate of ${currency} in ${this.#base} on ${date}`);
    return subtract(on(day), on(before));
  }
}
