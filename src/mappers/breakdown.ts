/** Rows that hold a total and its parts, column by column, read whole: whatever columns a query selects. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { OfMembers } from "../events/assertion.ts";
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

/** Numbers the account numbers of all rows, so that figures can say whose they are without saying who that is. */
export class Members {
  readonly #numbers = new Map<string, string>();

  of({ accountId }: MergedRow): string {
    const known = this.#numbers.get(accountId) ?? String(this.#numbers.size + 1);
    this.#numbers.set(accountId, known);
    return known;
  }
}

/** Those of several figures that are added up. */
const membersTogether = (left = "", right = ""): string =>
  [...new Set([...left.split("+"), ...right.split("+")])].sort().join("+");

/**
 * Of each account number and key what the newest statement says, its models added up; then the segments of an account
 * joined into one. Takes pairs of row and assertion, newest statement first.
 */
export function newestTogether<T extends OfMembers>(
  pairs: Iterable<readonly [row: MergedRow, one: T]>,
  members: Members,
  keyOf: (one: T) => string,
  join: (left: T, right: T) => T,
): T[] {
  const newest = new Map<string, { statement: MergedRow["statement"]; models: Map<string, T> }>();
  for (const [row, one] of pairs) {
    const member = members.of(row);
    const key = `${member}|${keyOf(one)}`;
    const own = newest.get(key) ?? { statement: row.statement, models: new Map<string, T>() };
    newest.set(key, own);
    const model = row.versions[0].row.attributes().get("model") ?? "";
    if (own.statement === row.statement && !own.models.has(model))
      own.models.set(model, { ...one, members: member });
  }
  return joined(
    [...newest.values()].flatMap(({ models }) => [...models.values()]),
    keyOf,
    join,
  );
}

/** Figures of one key as one, which knows of which account numbers it is. */
export function joined<T extends OfMembers>(
  figures: Iterable<T>,
  keyOf: (one: T) => string,
  join: (left: T, right: T) => T,
): T[] {
  const answer = new Map<string, T>();
  for (const one of figures) {
    const before = answer.get(keyOf(one));
    const both = before === undefined ? one : join(before, one);
    const members =
      before === undefined ? one.members : membersTogether(before.members, one.members);
    answer.set(keyOf(one), members === undefined ? both : { ...both, members });
  }
  return [...answer.values()];
}
