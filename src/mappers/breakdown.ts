/** Rows that hold a total and its parts, column by column, read whole: whatever columns a query selects. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { InParts } from "../events/breakdown.ts";

/** Columns of these rows that are no amounts. */
const WORDS: ReadonlySet<string> = new Set([
  "accountId",
  "acctAlias",
  "model",
  "currency",
  "levelOfDetail",
  "fromDate",
  "toDate",
  "reportDate",
  "fxRateToBase",
]);

/** The names of all amounts of a row. Rows of one shape share the list that this is taken from. */
export const amountNames = (row: MergedRow): readonly string[] =>
  row.versions[0].row
    .attributes()
    .names()
    .filter((name) => !WORDS.has(name));

/** The named columns that are not zero; a blank is zero. */
export function linesOf(fields: Fields, names: readonly string[]): Map<string, Amount> {
  const lines = new Map<string, Amount>();
  for (const name of names) {
    const amount = fields.amountOrZero(name);
    if (!isKnown(amount) || !amount.isZero) lines.set(name, amount);
  }
  return lines;
}

/**
 * Columns that are reported in parts too: `cash` = `cashLong` + `cashShort`. Those where all is zero are left out, and
 * lines whose parts are never filled, such as sales tax. (Accounting notes C2.)
 */
export function inParts(
  fields: Fields,
  names: readonly string[],
  needed: readonly string[],
  further: readonly string[],
): Map<string, InParts> {
  const answer = new Map<string, InParts>();
  const all = new Set(names);
  for (const name of names) {
    if (!needed.every((suffix) => all.has(name + suffix))) continue;
    const parts = [...needed, ...further.filter((suffix) => all.has(name + suffix))]
      .map((suffix) => fields.amountOrZero(name + suffix))
      .reduce(add, Decimal.zero);
    const whole = fields.amountOrZero(name);
    if (isNothing(parts) && (isNothing(whole) || NEVER_SPLIT.has(name))) continue;
    answer.set(name, { whole, parts });
  }
  return answer;
}

const NEVER_SPLIT: ReadonlySet<string> = new Set(["salesTax", "billableSalesTax"]);

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

/** What a query leaves out of the usual columns, as the settings of a query name them. */
export const lackingOf = (
  element: string,
  names: readonly string[],
  usual: readonly string[],
): readonly string[] =>
  usual.filter((name) => !names.includes(name)).map((name) => `${element}.${name}`);

/** The lines of two segments of an account (U1234567 and U1234567F) together. */
export function linesTogether(
  left: ReadonlyMap<string, Amount>,
  right: ReadonlyMap<string, Amount>,
): ReadonlyMap<string, Amount> {
  const joined = new Map(left);
  for (const [name, amount] of right) joined.set(name, add(left.get(name) ?? Decimal.zero, amount));
  return joined;
}

/** The parts of two segments of an account together. */
export function partsTogether(
  left: ReadonlyMap<string, InParts>,
  right: ReadonlyMap<string, InParts>,
): ReadonlyMap<string, InParts> {
  const joined = new Map(left);
  for (const [name, { whole, parts }] of right) {
    const before = left.get(name);
    joined.set(
      name,
      before === undefined
        ? { whole, parts }
        : { whole: add(before.whole, whole), parts: add(before.parts, parts) },
    );
  }
  return joined;
}

/**
 * Of each account number and key the first, which is the newest; then the segments of an account joined into one.
 * Takes pairs of account number and assertion, newest first.
 */
export function newestTogether<T>(
  pairs: Iterable<readonly [number: string, one: T]>,
  keyOf: (one: T) => string,
  join: (left: T, right: T) => T,
): T[] {
  const newest = new Map<string, T>();
  for (const [number, one] of pairs) {
    const key = `${number}|${keyOf(one)}`;
    if (!newest.has(key)) newest.set(key, one);
  }
  const joined = new Map<string, T>();
  for (const one of newest.values()) {
    const before = joined.get(keyOf(one));
    joined.set(keyOf(one), before === undefined ? one : join(before, one));
  }
  return [...joined.values()];
}
