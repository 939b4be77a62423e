/** Cash in base currency day by day: every balance moves forward in time and is valued at the rates of each day. */
import { type Amount, add, isKnown, multiply, sum, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { compareText } from "../../core/ids.ts";
import type { Facts } from "../checks.ts";
import type { CashBalance, CashMove } from "../ledger.ts";

/** Rates are printed with five digits: what is translated may be off by that much. */
const ROUNDING = Decimal.of("0.00005");

/** Cash in base currency at the end of a day. */
export interface Level {
  readonly value: Amount;
  /** The part in other currencies, all signs positive: what the rates apply to. */
  readonly translated: Amount;
  /** What moved since the level before. */
  readonly moves: readonly CashMove[];
}

/** Moves all balances on to the end of a day and values them at its rates. */
export function levelOn(
  { rates }: Facts,
  running: readonly Running[],
  date: IsoDate,
  base: string,
): Level {
  const parts = running.map((one) => {
    const moves = one.until(date);
    const { balance, currency } = one;
    const nothing = isKnown(balance) && balance.isZero;
    const rate: Amount =
      currency === base || nothing
        ? Decimal.one
        : (rates.on(date, currency, base)?.rate ??
          unknown(`no row gives the rate of ${currency} in ${base} on ${date}`));
    const value = multiply(balance, rate);
    return { moves, value, translated: currency === base ? Decimal.zero : size(value) };
  });
  return {
    value: sum(parts.map(({ value }) => value)),
    translated: sum(parts.map(({ translated }) => translated)),
    moves: parts.flatMap(({ moves }) => moves),
  };
}

const size = (amount: Amount): Amount => (isKnown(amount) ? amount.abs() : amount);

/** How far the rounding of rates can move what they translate. */
export const roomOf = (translated: Amount): Amount => multiply(translated, ROUNDING);

/** A balance that moves forward in time by report date. */
export class Running {
  readonly currency: string;
  balance: Amount;
  readonly #moves: readonly CashMove[];
  #next = 0;

  /** The change from day to day needs no opening balance unless rates apply to it. */
  constructor({ moves, opening, currency }: CashBalance, needsOpening: boolean) {
    this.#moves = moves.toSorted((a, b) => compareText(a.event.date, b.event.date));
    this.currency = currency;
    this.balance = needsOpening ? opening : Decimal.zero;
  }

  /** Whether something moves it before the end of a day. */
  movesUntil(date: IsoDate): boolean {
    return (this.#moves[this.#next]?.event.date ?? "9") <= date;
  }

  /** Moves on to the end of a day and answers what moved it. */
  until(date: IsoDate): readonly CashMove[] {
    const moved: CashMove[] = [];
    for (
      let move = this.#moves[this.#next];
      move !== undefined && move.event.date <= date;
      move = this.#moves[++this.#next]
    ) {
      this.balance = add(this.balance, move.amount);
      moved.push(move);
    }
    return moved;
  }
}
