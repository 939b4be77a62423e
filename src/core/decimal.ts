/**
 * Exact decimal numbers: a BigInt that counts units of 10⁻¹⁸. Sums and differences are exact; products and shares round
 * half to even at the 18th decimal, far below anything a statement prints. This is the only file that does arithmetic
 * on decimals, so no float can creep in.
 */
import { assert } from "./assert.ts";

const DIGITS = 18;
const SCALE = 10n ** BigInt(DIGITS);
const POWERS = Array.from({ length: DIGITS + 1 }, (_, power) => 10n ** BigInt(power));

export class Decimal {
  static readonly zero = new Decimal(0n);
  static readonly one = new Decimal(SCALE);
  readonly #units: bigint;

  private constructor(units: bigint) {
    this.#units = units;
  }

  /** Reads a plain decimal such as `-12.5`: optional sign, digits, optional point. Answers null for anything else. */
  static parse(text: string): Decimal | null {
    const negative = text.charCodeAt(0) === 45;
    const start = negative || text.charCodeAt(0) === 43 ? 1 : 0;
    const point = text.indexOf(".", start);
    const end = point < 0 ? text.length : point;
    const decimals = point < 0 ? 0 : text.length - point - 1;
    if (end - start + decimals === 0 || !onlyDigits(text, start, end)) return null;
    if (decimals > 0 && !onlyDigits(text, point + 1, text.length)) return null;
    const digits = text.slice(start, end) + (point < 0 ? "" : text.slice(point + 1));
    const units =
      decimals <= DIGITS
        ? BigInt(digits) * (POWERS[DIGITS - decimals] ?? 1n)
        : divideRounded(BigInt(digits), 10n ** BigInt(decimals - DIGITS));
    return new Decimal(negative ? -units : units);
  }

  /** A decimal written in our own code or settings. Asserts that the text is one. */
  static of(text: string): Decimal {
    const value = Decimal.parse(text);
    assert(value !== null, `"${text}" is not a decimal`);
    return value;
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let units = 0n;
    for (const value of values) units += value.#units;
    return new Decimal(units);
  }

  plus(other: Decimal): Decimal {
    return new Decimal(this.#units + other.#units);
  }

  minus(other: Decimal): Decimal {
    return new Decimal(this.#units - other.#units);
  }

  times(other: Decimal): Decimal {
    return new Decimal(divideRounded(this.#units * other.#units, SCALE));
  }

  negated(): Decimal {
    return new Decimal(-this.#units);
  }

  abs(): Decimal {
    return this.#units < 0n ? this.negated() : this;
  }

  /** -1, 0 or 1. */
  get sign(): -1 | 0 | 1 {
    return this.#units === 0n ? 0 : this.#units < 0n ? -1 : 1;
  }

  get isZero(): boolean {
    return this.#units === 0n;
  }

  eq(other: Decimal): boolean {
    return this.#units === other.#units;
  }

  /** Negative, zero or positive, for sorting. */
  compare(other: Decimal): -1 | 0 | 1 {
    return this.#units === other.#units ? 0 : this.#units < other.#units ? -1 : 1;
  }

  /** All digits, no trailing zeros: `-0.5`, `12`. */
  toString(): string {
    const [whole, fraction] = this.#digits();
    const trimmed = fraction.replace(/0+$/, "");
    return (this.#units < 0n ? "-" : "") + whole + (trimmed === "" ? "" : `.${trimmed}`);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Rounded half to even at so many decimals (0 to 18). Display and named tolerances only. */
  rounded(decimals: number): Decimal {
    const step = POWERS[DIGITS - decimals] ?? 1n;
    return new Decimal(divideRounded(this.#units, step) * step);
  }

  /** Whole part and exactly so many decimals, without a sign: what a page prints. */
  parts(decimals: number): readonly [whole: string, fraction: string] {
    const [whole, fraction] = this.rounded(decimals).#digits();
    return [whole, fraction.slice(0, decimals)];
  }

  /** The nearest float. For rates of return, pixels and charts; never for money. */
  approximate(): number {
    return Number(this.toString());
  }

  /**
   * `total × part ÷ whole`, the one division: a share of a total. What is not taken is `total − share`, so that parts
   * always add up. Rounds half to even at the 18th decimal. Asserts that `whole` is not zero.
   */
  static share(total: Decimal, part: Decimal, whole: Decimal): Decimal {
    assert(!whole.isZero, "a share of nothing was asked for");
    const product = total.#units * part.#units;
    const sign = whole.#units < 0n ? -1n : 1n;
    return new Decimal(divideRounded(product * sign, whole.#units * sign));
  }

  #digits(): [string, string] {
    const text = (this.#units < 0n ? -this.#units : this.#units)
      .toString()
      .padStart(DIGITS + 1, "0");
    return [text.slice(0, -DIGITS), text.slice(-DIGITS)];
  }
}

/** Rounds half to even. The divisor is positive. */
function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const rest = dividend - quotient * divisor;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

function onlyDigits(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
