import { describe, expect, test } from "vitest";
import type { IsoDate } from "../../core/dates.ts";
import type { Check } from "../checks.ts";
import { differs, roots } from "./given.ts";

const on = (day: number): IsoDate => `2025-03-${String(day).padStart(2, "0")}` as IsoDate;

/** The cash of a day in base currency. */
const cash = (day: number, difference: string, more: Partial<Check> = {}): Check =>
  differs("C10", difference, {
    id: `C10/${day}`,
    date: on(day),
    instrument: null,
    rows: [{ file: "a.xml", line: day }],
    ...more,
  });

describe("a row that is reported on another day", () => {
  test("is one root, however many days lie between", () => {
    expect(roots([cash(3, "500"), cash(12, "-500")])).toEqual(["C10/3", "C10/12 C10/3"]);
  });

  test("but two amounts are two", () => {
    expect(roots([cash(3, "500"), cash(12, "-500.02")])).toEqual(["C10/3", "C10/12"]);
    expect(roots([cash(3, "500"), cash(12, "500")])).toEqual(["C10/3", "C10/12"]);
  });
});

describe("a position with another value than its price gives", () => {
  const value = differs("P1", "-20", { id: "P1/1" });
  const unrealized = (difference: string, more: Partial<Check> = {}) =>
    differs("R5", difference, { id: "R5/1", field: "unrealizedProfit + unrealizedLoss", ...more });
  const column = (difference: string, more: Partial<Check> = {}) =>
    differs("R8", difference, { id: "R8/1", field: "stock", instrument: null, ...more });

  test("is the root of its unrealized result and of the account's value", () => {
    expect(roots([value, unrealized("20"), column("20")])).toEqual([
      "P1/1",
      "R5/1 P1/1",
      "R8/1 P1/1",
    ]);
  });

  test.each<[string, Partial<Check>]>([
    ["amount", { difference: differs("R5", "21").difference }],
    ["direction", { difference: differs("R5", "-20").difference }],
    ["day", { date: on(4) }],
  ])("but not of another %s", (_, more) => {
    expect(roots([value, unrealized("20", more), column("20", more)])).toEqual([
      "P1/1",
      "R5/1",
      "R8/1",
    ]);
  });
});
