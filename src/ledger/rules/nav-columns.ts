/** What net asset value is made of day by day, for the rules that follow it from rows. */
import { type Amount, isKnown } from "../../core/amount.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { Facts } from "../checks.ts";
import { isSomething } from "./totals.ts";

/** Columns of net asset value that were seen to follow the bridge. */
const FOLLOWING = /^(cash|stock|options)$|Accruals$/;

/** The columns of each day of net asset value. */
export class NavColumns {
  readonly #lines: ReadonlyMap<string, ReadonlyMap<string, Amount>>;

  constructor({ assertions }: Facts) {
    this.#lines = new Map(
      assertions["nav columns"].map((day) => [`${day.account}|${day.date}`, day.lines]),
    );
  }

  #of({ account, date }: NavAssertion): ReadonlyMap<string, Amount> {
    return this.#lines.get(`${account}|${date}`) ?? new Map();
  }

  /** Accruals that are no dividends and no interest. */
  otherAccruals(day: NavAssertion): readonly Amount[] {
    return [...this.#of(day)]
      .filter(([name]) => /Accruals$/.test(name) && !/^(dividend|interest)Accruals$/.test(name))
      .map(([, amount]) => amount);
  }

  /** All columns but cash and what positions of shares and options make. */
  others(day: NavAssertion): readonly Amount[] {
    return [...this.#of(day)]
      .filter(([name]) => !/^(cash|stock|options)$/.test(name))
      .map(([, amount]) => amount);
  }

  /** A column that is filled and of which nobody has seen how it follows from rows. */
  unsettled(day: NavAssertion): string | undefined {
    return [...this.#of(day)].find(
      ([name, amount]) => !FOLLOWING.test(name) && (!isKnown(amount) || isSomething(amount)),
    )?.[0];
  }

  /** Whether the broker says that nothing was held. */
  isFlat(day: NavAssertion): boolean {
    const isNothing = (amount: Amount) => isKnown(amount) && amount.isZero;
    return isNothing(day.stock) && isNothing(day.options) && this.unsettled(day) === undefined;
  }
}
