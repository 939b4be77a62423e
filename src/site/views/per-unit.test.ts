import { expect, test } from "vitest";
import { unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { perUnit } from "./per-unit.ts";

const lot = (costBasis: string, quantity: string) => ({
  costBasis: Decimal.of(costBasis),
  quantity: Decimal.of(quantity),
});
const of = (assetCategory: string, multiplier: string) => ({
  assetCategory,
  multiplier: Decimal.of(multiplier),
});

test.each([
  ["shares", lot("600", "100"), of("STK", "1"), "6.00"],
  ["an option, per unit of the underlying", lot("180.6", "2"), of("OPT", "100"), "0.9030"],
  ["a short option", lot("-90.3", "-1"), of("OPT", "100"), "0.9030"],
  ["a bond, per hundred of its face value", lot("4950", "5000"), of("BOND", "1"), "99.00"],
  ["nothing", lot("0", "0"), of("STK", "1"), ""],
])("%s", (_, own, instrument, text) => {
  expect(perUnit(own, instrument)).toBe(text);
});

test("of an unknown cost", () => {
  const own = { costBasis: unknown("to be decided"), quantity: Decimal.one };
  expect(perUnit(own, of("STK", "1"))).toBe("");
});
