/**
 * An amount is a decimal, or unknown for a stated reason. Unknown is contagious: whatever is computed from it is
 * unknown for the same reason. It is never zero.
 */
import { Decimal } from "./decimal.ts";

export interface Unknown {
  /** Why, as a sentence without a full stop that a page can print. */
  readonly unknown: string;
  /** The explanation code for it, where there is one; see `ledger/causes/codes.ts`. */
  readonly code?: string;
}

export type Amount = Decimal | Unknown;

export const unknown = (why: string, code?: string): Unknown =>
  code === undefined ? { unknown: why } : { unknown: why, code };

/** Unknown because the query does not export what it needs. */
export const absent = (why: string): Unknown => unknown(why, "SECTION_ABSENT");

/** Whether a value that may be unknown is known. */
export const isKnown = <T>(value: T | Unknown): value is T =>
  !(typeof value === "object" && value !== null && "unknown" in value);

export function add(left: Amount, right: Amount): Amount {
  return isKnown(left) ? (isKnown(right) ? left.plus(right) : right) : left;
}

export function subtract(left: Amount, right: Amount): Amount {
  return isKnown(left) ? (isKnown(right) ? left.minus(right) : right) : left;
}

export function multiply(left: Amount, right: Amount): Amount {
  return isKnown(left) ? (isKnown(right) ? left.times(right) : right) : left;
}

export const negate = (amount: Amount): Amount => (isKnown(amount) ? amount.negated() : amount);

export function sum(amounts: Iterable<Amount>): Amount {
  let total = Decimal.zero;
  for (const amount of amounts) {
    if (!isKnown(amount)) return amount;
    total = total.plus(amount);
  }
  return total;
}

/** `total × part ÷ whole` where the total may be unknown; see {@link Decimal.share}. */
export const shareOf = (total: Amount, part: Decimal, whole: Decimal): Amount =>
  isKnown(total) ? Decimal.share(total, part, whole) : total;
