/** Numbers as the site prints them: thousands by comma, a true minus sign, only rounded for display. */
import { Decimal } from "../../core/decimal.ts";

export const MINUS = "−";
const HUNDRED = Decimal.of("100");
const FIGURE_SPACE = "\u2007";
const PUNCTUATION_SPACE = "\u2008";

/**
 * What kind of number a figure is; decides its digits and whether it carries a plus. A result is good or bad and has a
 * colour, a change (of cash, by a purchase) is neither.
 */
export type NumberStyle =
  | "money"
  | "result"
  | "change"
  | "price"
  | "average"
  | "quantity"
  | "exact";

/** Currencies whose amounts are not written with two digits. */
const DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  HUF: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

export const digitsOf = (unit: string): number => DIGITS[unit] ?? 2;

/** A decimal with exactly so many decimals; `plus` marks changes and results, never levels. */
export function fixed(value: Decimal, decimals: number, plus = false): string {
  const rounded = value.rounded(decimals);
  const [whole, fraction] = rounded.parts(decimals);
  const sign = rounded.sign < 0 ? MINUS : plus && rounded.sign > 0 ? "+" : "";
  return sign + grouped(whole) + (fraction === "" ? "" : `.${fraction}`);
}

/** All digits that a decimal has, at least `least` and at most `most` decimals. */
export const exact = (value: Decimal, least = 0, most = 8): string =>
  fixed(value, decimalsOf(value, least, most));

/** How many decimals it takes to write a decimal in full, within bounds. */
export function decimalsOf(value: Decimal, least = 0, most = 8): number {
  const length = value.toString().split(".")[1]?.length ?? 0;
  return length < least ? least : length > most ? most : length;
}

/** A number in its style, without its unit. */
export function numberText(value: Decimal, style: NumberStyle, unit: string): string {
  if (style === "money") return fixed(value, digitsOf(unit));
  if (style === "result" || style === "change") return fixed(value, digitsOf(unit), true);
  if (style === "price") return exact(value, 2);
  if (style === "average") return fixed(value, isSmall(value) ? 4 : 2);
  return exact(value);
}

/** A fraction as percent: `0.0123` is `+1.23%`. */
export const percentText = (fraction: Decimal, decimals: 1 | 2, plus = false): string =>
  `${fixed(fraction.times(HUNDRED), decimals, plus)}%`;

/** A whole number with its thousands. */
export const countText = (count: number): string => grouped(String(count));

/** Spaces that make a quantity's point stand where the column's other points stand. */
export function padding(value: Decimal, columnDecimals: number): string {
  const own = decimalsOf(value);
  if (own >= columnDecimals) return "";
  return (own === 0 ? PUNCTUATION_SPACE : "") + FIGURE_SPACE.repeat(columnDecimals - own);
}

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ",");

const isSmall = (value: Decimal): boolean =>
  !value.isZero && value.abs().toString().startsWith("0");
