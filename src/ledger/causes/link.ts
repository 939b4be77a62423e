/** One link of a chain: which difference another one inherits, and how much of it. */
import { type Amount, isKnown, multiply, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Check } from "../checks.ts";
import { baseOf } from "../rules/totals.ts";
import { isAbout, type Question } from "./cause.ts";

export interface Inherited {
  readonly from: Check;
  readonly amount: Decimal;
}

export type Link = (question: Question) => Inherited | null;

/** All of what is left, where there is a check to inherit it from. */
export const whole = ({ rest }: Question, from: Check | null | undefined): Inherited | null =>
  from == null ? null : { from, amount: rest };

/** The sum of differences, where it accounts for what is left. */
export function summed(question: Question, from: readonly Check[], part: (one: Check) => Amount) {
  const [first] = from;
  if (first === undefined) return null;
  const amount = sum(from.map(part));
  return isKnown(amount) && isAbout(question, amount, question.rest)
    ? { from: first, amount: question.rest }
    : null;
}

export const isSame = (question: Question, { difference }: Check): boolean =>
  isKnown(difference) && isAbout(question, difference.abs(), question.rest.abs());

/** Whether a difference in any currency is what is left in base currency at the rate of a day, as exactly as rates are printed. */
export function isSameInBase(
  { check, rest, facts }: Question,
  { currency, difference }: Check,
  day = check.date,
): boolean {
  const amount = multiply(difference, facts.rates.at(day, currency, baseOf(facts, check.account)));
  if (!isKnown(amount)) return false;
  const room = amount.abs().times(PRINTED).plus(check.tolerance);
  return amount.abs().minus(rest.abs()).abs().compare(room) <= 0;
}

/** Rates have five significant digits. */
const PRINTED = Decimal.of("0.00005");
