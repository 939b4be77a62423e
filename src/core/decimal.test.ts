import { Decimal as Oracle } from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "./decimal.ts";

const Exact = Oracle.clone({
  precision: 80,
  rounding: Oracle.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 60,
});

/** Plain decimals with up to 9 digits before and after the point, as statements have them. */
const text = fc
  .tuple(
    fc.bigInt({ min: -999_999_999_999_999_999n, max: 999_999_999_999_999_999n }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([units, digits]) => new Exact(units.toString()).div(new Exact(10).pow(digits)).toString());
const rounded = (value: Oracle) => value.toDecimalPlaces(18).toString().replace(/^-0$/, "0");

describe("against decimal.js", () => {
  test("reads and prints what it was given", () => {
    fc.assert(
      fc.property(text, (a) => {
        expect(Decimal.of(a).toString()).toBe(rounded(new Exact(a)));
      }),
    );
  });

  test.each([
    ["plus", (a: Decimal, b: Decimal) => a.plus(b), (a: Oracle, b: Oracle) => a.plus(b)],
    ["minus", (a: Decimal, b: Decimal) => a.minus(b), (a: Oracle, b: Oracle) => a.minus(b)],
    ["times", (a: Decimal, b: Decimal) => a.times(b), (a: Oracle, b: Oracle) => a.times(b)],
  ])("%s", (_, ours, theirs) => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(ours(Decimal.of(a), Decimal.of(b)).toString()).toBe(
          rounded(theirs(new Exact(a), new Exact(b))),
        );
      }),
    );
  });

  test("compares and knows signs", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Decimal.of(a).compare(Decimal.of(b))).toBe(new Exact(a).cmp(new Exact(b)));
        expect(Decimal.of(a).sign + 0).toBe(new Exact(a).cmp(0) + 0);
      }),
    );
  });

  test("rounds half to even", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 9 }), (a, places) => {
        expect(Decimal.of(a).rounded(places).toString()).toBe(
          rounded(new Exact(a).toDecimalPlaces(places)),
        );
      }),
    );
  });

  test("a share is total × part ÷ whole", () => {
    fc.assert(
      fc.property(text, text, text, (total, part, whole) => {
        fc.pre(!new Exact(whole).isZero());
        const ours = Decimal.share(Decimal.of(total), Decimal.of(part), Decimal.of(whole));
        const theirs = new Exact(total).times(part).div(whole);
        expect(new Exact(ours.toString()).minus(theirs).abs().lte("0.0000000000000000005")).toBe(
          true,
        );
      }),
    );
  });
});

test("a share and the rest add up to the total", () => {
  fc.assert(
    fc.property(text, text, text, (total, part, whole) => {
      fc.pre(!new Exact(whole).isZero());
      const taken = Decimal.share(Decimal.of(total), Decimal.of(part), Decimal.of(whole));
      expect(taken.plus(Decimal.of(total).minus(taken)).eq(Decimal.of(total))).toBe(true);
    }),
  );
});

test.each(["", "-", ".", "1,000", "1e5", "3O", " 1", "0x1", "--1", "1.2.3", "NaN", "−1"])(
  "%j is no decimal",
  (bad) => {
    expect(Decimal.parse(bad)).toBe(null);
  },
);

test.each([
  ["+1.50", "1.5"],
  ["-.5", "-0.5"],
  ["5.", "5"],
  ["-0", "0"],
  ["0.0000000000000000005", "0"],
  ["0.0000000000000000015", "0.000000000000000002"],
])("%s reads as %s", (from, to) => {
  expect(Decimal.of(from).toString()).toBe(to);
});

test("parts are what a page prints", () => {
  expect(Decimal.of("-1234.565").parts(2)).toEqual(["1234", "56"]);
  expect(Decimal.of("0.005").parts(2)).toEqual(["0", "00"]);
  expect(Decimal.of("12").parts(0)).toEqual(["12", ""]);
});
