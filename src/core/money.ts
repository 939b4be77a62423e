/** Money of one currency, and bags of several. Money of two currencies does not add. */
import { type Amount, add, isKnown } from "./amount.ts";
import { Decimal } from "./decimal.ts";

export interface Money {
  readonly amount: Amount;
  /** ISO 4217, or what the broker writes instead (CNH). */
  readonly currency: string;
}

/** Amounts by currency, built up one by one. */
export class Bag {
  readonly #amounts = new Map<string, Amount>();

  add(money: Money): void {
    const before = this.#amounts.get(money.currency);
    this.#amounts.set(
      money.currency,
      before === undefined ? money.amount : add(before, money.amount),
    );
  }

  /** Zero where nothing was added. */
  of(currency: string): Amount {
    return this.#amounts.get(currency) ?? Decimal.zero;
  }

  get currencies(): readonly string[] {
    return [...this.#amounts.keys()].sort();
  }
}

/** Whether an amount is known and zero. */
export const isZero = (amount: Amount): boolean => isKnown(amount) && amount.isZero;
