/** What the rules on totals and their parts share. */
import {
  type Amount,
  absent,
  add,
  isKnown,
  sum,
  type Unknown,
  unknown,
} from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, RowRef } from "../../core/ids.ts";
import { type Comparison, compare, type Facts } from "../checks.ts";

export const CENT = Decimal.of("0.01");
export const HALF_CENT = Decimal.of("0.005");
export const MILLIONTH = Decimal.of("0.000001");

/** What the rounding of so many amounts can add up to: the broker prints six decimals. (Accounting notes 1.1 and 3.) */
export const roundingOf = (amounts: number): Decimal =>
  Decimal.of("0.0000005").times(Decimal.of(String(amounts)));

/** A total as the sum of its lines, from what it started with. */
export const sumOf = (start: Amount, lines: ReadonlyMap<string, Amount>): Amount =>
  add(start, sum(lines.values()));

/** Why a figure may differ though nothing is wrong with it; null where nothing says so. */
type Doubt = Unknown | string | null;

/**
 * A comparison that can fail for a reason beside the figures. Where they agree, they agree; where not, nobody can say
 * whether a figure or the reason is to blame, so nothing is reported but the reason. One that has to be searched for is
 * given as a function, and is searched for only where the figures differ.
 */
export function unless(
  reason: Doubt | (() => Doubt),
  comparison: Comparison,
  tolerance: Decimal,
): Comparison {
  if (reason === null || compare("", comparison, tolerance).status !== "differs") return comparison;
  const doubt = typeof reason === "function" ? reason() : reason;
  if (doubt === null) return comparison;
  return { ...comparison, ours: typeof doubt === "string" ? unknown(doubt) : doubt };
}

/** Why the sum of lines may be too small; null where the query exports all usual ones. */
export function withoutLines(lacking: readonly string[]): Unknown | null {
  if (lacking.length === 0) return null;
  const [first, second, third, ...others] = lacking;
  const named = [first, second, third].filter((name) => name !== undefined).join(", ");
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return absent(`the query does not export ${named}${more}, so the sum lacks a line`);
}

/** A line by name: zero where it is exported and nothing happened. */
export const lineOf = (
  { lines, exported }: { lines: ReadonlyMap<string, Amount>; exported: readonly string[] },
  name: string,
): Amount =>
  lines.get(name) ??
  (exported.includes(name)
    ? Decimal.zero
    : absent(`the query does not export ${name} of the cash report`));

/**
 * Why two rows may differ that are not of the same statement, where nothing says what was restated since; null where
 * they are.
 */
export const ofTwoStatements = (one: RowRef, other: RowRef): string | null =>
  one.file === other.file
    ? null
    : "another statement has a newer value of that day, and the two are not the same";

export const baseOf = ({ accounts }: Facts, account: AccountAlias): string =>
  accounts.find(({ alias }) => alias === account)?.baseCurrency ?? "";

/** A comparison of an account as a whole. */
export function ofAccount(
  id: string,
  { account, date, currency }: { account: AccountAlias; date: IsoDate; currency: string },
  field: string,
  figures: { readonly broker: Amount; readonly ours: Amount },
  rows: readonly RowRef[],
): Comparison {
  return { id, account, date, instrument: null, currency, field, ...figures, rows };
}

/** Known and not zero. */
export const isSomething = (amount: Amount | undefined): boolean =>
  amount !== undefined && isKnown(amount) && !amount.isZero;
