/** Bars in tables, in percent of their width: one zero line for gains and losses. Pixels, not money. */
import type { Amount } from "../../core/amount.ts";
import { isKnown } from "../../core/amount.ts";

export interface Bar {
  readonly x: string;
  readonly width: string;
  readonly zero: string;
  readonly tone: "pos" | "neg";
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** A bar for each amount; null where it is not known or nothing. */
export function barsOf(amounts: readonly Amount[]): readonly (Bar | null)[] {
  const values = amounts.map((amount) => (isKnown(amount) ? amount.approximate() : null));
  const known = values.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const span = Math.max(0, ...known) - low;
  const zero = span === 0 ? 0 : -low / span;
  return values.map((value) => {
    if (value === null || value === 0 || span === 0) return null;
    const width = Math.max(0.005, Math.abs(value) / span);
    const x = value < 0 ? zero - width : zero;
    return {
      x: percent(Math.max(0, x)),
      width: percent(width),
      zero: percent(zero),
      tone: value < 0 ? "neg" : "pos",
    };
  });
}

export interface Segment {
  readonly x: string;
  readonly width: string;
}

/**
 * Parts of one stacked bar with a gap between them; null for what is negative or too small to see. Where a part is not
 * known there is no bar: the others would look larger than they are.
 */
export function segmentsOf(amounts: readonly (Amount | null)[]): readonly (Segment | null)[] {
  if (amounts.some((amount) => amount === null || !isKnown(amount))) return amounts.map(() => null);
  const values = amounts.map((amount) =>
    amount !== null && isKnown(amount) ? Math.max(0, amount.approximate()) : 0,
  );
  const whole = values.reduce((sum, value) => sum + value, 0);
  let from = 0;
  return values.map((value) => {
    const share = whole === 0 ? 0 : value / whole;
    const x = from;
    from += share;
    return share < 0.005 ? null : { x: percent(x), width: percent(Math.max(0.002, share - 0.004)) };
  });
}

/** The width of a small share bar, in pixels of 64, scaled to the largest; null for what is not positive. */
export function shareBars(amounts: readonly Amount[]): readonly (string | null)[] {
  const values = amounts.map((amount) => (isKnown(amount) ? amount.approximate() : 0));
  const largest = Math.max(...values, 0);
  return values.map((value) =>
    value <= 0 || largest === 0 ? null : ((value / largest) * 64).toFixed(1),
  );
}
