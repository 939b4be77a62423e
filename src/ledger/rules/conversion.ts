/**
 * Results in base currency of what is in another one. Nobody has seen by which day's rate the broker converts them, so
 * that ours may differ for no other reason. (Accounting notes 2.7, not verified.)
 */
import { type Amount, isKnown, subtract, type Unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Comparison } from "../checks.ts";
import { unless } from "./totals.ts";

export interface Converted {
  readonly check: Comparison;
  /** Figures of one list: a statement's, of one field. */
  readonly list: string;
  /** Whether it may be converted: a rate other than 1 went into ours, or nobody knows. */
  readonly isConverted: boolean;
  /** What else could be the cause of a difference; null where nothing could. */
  readonly doubt?: Unknown | string | null;
  /** Other ways of converting the same. */
  readonly otherWays?: readonly Amount[];
}

/**
 * The checks of a rule. Where one figure of a list proves a way of converting, by meeting it and not being 0, the others
 * are held to it; where none does, those that differ are not reported.
 */
export function* whereProven(
  converted: readonly Converted[],
  tolerance: Decimal,
): Iterable<Comparison> {
  const proven = new Set<string>();
  for (const one of converted) if (one.isConverted && proves(one, tolerance)) proven.add(one.list);
  for (const one of converted)
    yield unless(
      one.doubt ?? (one.isConverted && !proven.has(one.list) ? UNPROVEN : null),
      one.check,
      tolerance,
    );
}

const UNPROVEN =
  "it is in another currency, and no figure of the statement proves by which day's rates the broker converts it";

/** Whether any of the rates is another than 1. */
export const converts = (rates: readonly Amount[]): boolean =>
  rates.some((rate) => isKnown(rate) && !rate.eq(Decimal.one));

const proves = ({ check: { broker, ours }, otherWays = [] }: Converted, tolerance: Decimal) =>
  isKnown(broker) &&
  broker.abs().compare(tolerance) > 0 &&
  [ours, ...otherWays].some((way) => {
    const off = subtract(way, broker);
    return isKnown(off) && off.abs().compare(tolerance) <= 0;
  });
