/** The legs of cash of one account in the order of their report dates, to be cut by window. */
import type { Days, IsoDate } from "../../core/dates.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { CashLeg, Ledger } from "../ledger.ts";

export class LegsByDate {
  readonly #legs: readonly CashLeg[];

  constructor({ cash }: Ledger, account: AccountAlias) {
    this.#legs = cash
      .filter((balance) => balance.account === account)
      .flatMap(({ legs }) => legs)
      .toSorted((a, b) => compareText(a.event.date, b.event.date));
  }

  /** The legs of a window, both ends included, in all currencies. */
  within({ from, to }: Days): readonly CashLeg[] {
    return this.#legs.slice(
      this.#first((date) => date >= from),
      this.#first((date) => date > to),
    );
  }

  /** The place of the first leg whose date is so; all later ones are. */
  #first(isSo: (date: IsoDate) => boolean): number {
    let [low, high] = [0, this.#legs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const leg = this.#legs[middle];
      if (leg !== undefined && isSo(leg.event.date)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
