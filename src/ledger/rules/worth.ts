/** Price × quantity, and sums in base currency: the arithmetic that several rules share. */
import { type Amount, isKnown, multiply, shareOf } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { quotedPer } from "../../events/instrument.ts";

/** What a quantity is worth at a price; bonds and bills are quoted per 100 of face value. */
export function worth(
  assetCategory: string,
  quantity: Amount,
  price: Amount,
  multiplier: Amount,
): Amount {
  const value = multiply(multiply(quantity, price), multiplier);
  return shareOf(value, Decimal.one, quotedPer(assetCategory));
}

/** An amount in base currency; nothing is nothing at any rate. */
export const inBase = (amount: Amount, rate: Amount): Amount =>
  isKnown(amount) && amount.isZero ? amount : multiply(amount, rate);
