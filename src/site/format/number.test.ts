import { describe, expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import { exact, fixed, numberText, padding, percentText } from "./number.ts";

const dec = Decimal.of;

describe("numbers as the site prints them", () => {
  test.each([
    ["218759.36", "money", "USD", "218,759.36"],
    ["-843.9", "money", "USD", "−843.90"],
    ["1234567", "money", "JPY", "1,234,567"],
    ["1.2345", "money", "KWD", "1.234"],
    ["1312.06", "result", "USD", "+1,312.06"],
    ["-0.5", "result", "USD", "−0.50"],
    ["0", "result", "USD", "0.00"],
    ["-0.001", "result", "USD", "0.00"],
    ["62.04", "price", "USD", "62.04"],
    ["1.08421", "price", "USD", "1.08421"],
    ["70", "price", "USD", "70.00"],
    ["62.036666666666666667", "average", "USD", "62.04"],
    ["0.62", "average", "USD", "0.6200"],
    ["210.4173", "quantity", "units", "210.4173"],
    ["300", "quantity", "units", "300"],
  ] as const)("%s as %s in %s is %s", (value, style, unit, text) => {
    expect(numberText(dec(value), style, unit)).toBe(text);
  });

  test("rounds half to even, for display only", () => {
    expect(fixed(dec("0.125"), 2)).toBe("0.12");
    expect(fixed(dec("0.135"), 2)).toBe("0.14");
  });

  test("an exact number has its own digits, at least those asked for", () => {
    expect(exact(dec("1234.5"), 2)).toBe("1,234.50");
    expect(exact(dec("0.123456789"))).toBe("0.12345679");
  });

  test("fractions become percent", () => {
    expect(percentText(dec("0.0123"), 2, true)).toBe("+1.23%");
    expect(percentText(dec("0.719"), 1)).toBe("71.9%");
  });

  test("quantities are padded so that points stand in line", () => {
    expect(padding(dec("210.4173"), 4)).toBe("");
    expect(padding(dec("10.5"), 4)).toBe("\u2007\u2007\u2007");
    expect(padding(dec("300"), 2)).toBe("\u2008\u2007\u2007");
    expect(padding(dec("300"), 0)).toBe("");
  });
});
