/** Symbols and descriptions of options, as real rows and the notes spell them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import {
  isAdjustedRoot,
  type OptionSpelling,
  readOccSymbol,
  readOptionText,
  usualMultiplier,
} from "./option-symbol.ts";

/** `call SPXW 2022-12-30 3860`; `?` for what a text does not say. */
const said = (spelling: OptionSpelling | null): string | null =>
  spelling === null
    ? null
    : [
        spelling.right,
        spelling.root,
        spelling.expiry ?? "?",
        spelling.strike === null ? "?" : `${spelling.strike}`,
      ].join(" ");

describe("symbols of the clearing house", () => {
  test.each([
    ["MSFT  250620C00400000", "call MSFT 2025-06-20 400"],
    ["SPXW  221230C03860000", "call SPXW 2022-12-30 3860"],
    ["MSTR  250530C00397500", "call MSTR 2025-05-30 397.5"],
    ["TLT   250613C00089500", "call TLT 2025-06-13 89.5"],
    ["MSFT 250620P00400000", "put MSFT 2025-06-20 400"],
    ["MSFT250620P00400000", "put MSFT 2025-06-20 400"],
    [" SA    250919C00017000 ", "call SA 2025-09-19 17"],
    ["F     260116C00000500", "call F 2026-01-16 0.5"],
    ["X     260116C00000001", "call X 2026-01-16 0.001"],
    ["NDXP  991231P99999999", "put NDXP 2099-12-31 99999.999"],
    ["ABC1  240119C00050000", "call ABC1 2024-01-19 50"],
    ["SPY7  240119P00450000", "put SPY7 2024-01-19 450"],
    ["SPY7240119P00450000", "put SPY7 2024-01-19 450"],
    ["2SPY  240119P00450000", "put 2SPY 2024-01-19 450"],
    ["BRKB  240119C00350000", "call BRKB 2024-01-19 350"],
    ["BRK.B 240119C00350000", "call BRK.B 2024-01-19 350"],
    ["XYZ   240229C00010000", "call XYZ 2024-02-29 10"],
    ["VXX   110917C00005000", "call VXX 2011-09-17 5"],
  ])("%s", (text, expected) => {
    expect(said(readOccSymbol(text))).toBe(expected);
    expect(said(readOptionText(text))).toBe(expected);
  });

  test.each([
    ["30 February", "XYZ   240230C00010000"],
    ["29 February of a common year", "XYZ   230229C00010000"],
    ["month 13", "XYZ   241301C00010000"],
    ["day 0", "XYZ   240100C00010000"],
    ["a strike of zero", "XYZ   240119C00000000"],
    ["seven digits of strike", "XYZ   240119C0001000"],
    ["nine digits of strike", "XYZ   240119C000100000"],
    ["neither call nor put", "XYZ   240119X00010000"],
    ["a root of seven letters", "ABCDEFG240119C00010000"],
    ["a root without a letter", "700   240119C00010000"],
    ["a root without a letter or a blank", "700240119C00010000"],
    ["no root", "240119C00010000"],
    ["two symbols", "XYZ   240119C00010000 XYZ   240119C00010000"],
    ["a share", "MSFT"],
    ["nothing", ""],
  ])("%s is none", (_, text) => {
    expect(readOccSymbol(text)).toBeNull();
    expect(readOptionText(text)).toBeNull();
  });

  test("what is written is read again", () => {
    const roots = fc.stringMatching(/^[A-Z][A-Z.]{0,4}[0-9]?$/);
    const days = fc.integer({ min: 0, max: 36_524 });
    const thousandths = fc.integer({ min: 1, max: 99_999_999 });
    const isCall = fc.boolean();
    const width = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(roots, days, thousandths, isCall, width, (root, day, strike, call, blanks) => {
        const expiry = addDays("2000-01-01" as IsoDate, day);
        const date = expiry.slice(2).replaceAll("-", "");
        const digits = String(strike).padStart(8, "0");
        const read = readOccSymbol(`${root.padEnd(blanks)}${date}${call ? "C" : "P"}${digits}`);
        expect(read).toMatchObject({ root, expiry, right: call ? "call" : "put" });
        expect(`${read?.strike.times(Decimal.of("1000"))}`).toBe(String(strike));
      }),
    );
  });
});

describe("other spellings say what they say in full, and no more", () => {
  test.each([
    ["MSFT 20JUN25 400 P", "put MSFT 2025-06-20 400"],
    ["SPX 30DEC22 3860 C", "call SPX 2022-12-30 3860"],
    ["VLO 24JUL20 64.0 P", "put VLO 2020-07-24 64"],
    ["CHF 24OCT25 1.265 C", "call CHF 2025-10-24 1.265"],
    ["BRK B 19JAN24 350 C", "call BRK B 2024-01-19 350"],
    ["P LEG  20230120 63 M", "put LEG 2023-01-20 63"],
    ["C BMW  20221216 72.5 M", "call BMW 2022-12-16 72.5"],
    ["C ODAX DEC 18 12000", "call ODAX ? ?"],
    ["C DBK  DEC 20  1600", "call DBK ? ?"],
    ["ESX DEC18 69.5 P", "put ESX ? 69.5"],
    ["CL SEP18 63.0 C", "call CL ? 63"],
    ["CHUF6 C1290", "call CHU ? ?"],
    ["LOU8 C6350", "call LO ? ?"],
    ["4SFV5 P1265", "put 4SF ? ?"],
  ])("%s", (text, expected) => {
    expect(said(readOptionText(text))).toBe(expected);
    expect(readOccSymbol(text)).toBeNull();
  });

  test.each([
    "MSFT 31JUN25 400 P",
    "P LEG  20230230 63 M",
    "MSFT 20XYZ25 400 P",
    "MSFT 20JUN25 400",
    "SFTW WS(US68839R1207) CUSIP/ISIN CHANGE TO (US09263B1162) (BKSY WS, BKSY 30OCT24 11.5 C, US09263B1162)",
    "ALPHABET INC-CL C",
    "AAPL Options",
    "HG51EM",
    "DSKEW",
    "ESZ5",
    "C",
  ])("%s is none", (text) => {
    expect(readOptionText(text)).toBeNull();
  });
});

test.each([
  ["ABC1", "ABC", "100", true],
  ["ABC2", "", "100", true],
  ["ABC", "ABC", "100", false],
  ["SPXW", "SPX", "100", false],
  ["SPY7", "SPY", "10", false],
  ["SPY7", "SPY", "100", true],
  ["ABC1", "ABC", "10", true],
  ["ABC1", "ABC1", "100", false],
  ["N225", "", "100", false],
])("root %s on %s with multiplier %s: adjusted is %s", (root, symbol, multiplier, expected) => {
  expect(isAdjustedRoot(root, symbol, Decimal.of(multiplier))).toBe(expected);
});

test.each([
  ["OPT", "USD", "MSFT  250620C00400000", "100"],
  ["OPT", "USD", "SPY7  240119P00450000", "10"],
  ["OPT", "USD", "ABC1  240119C00050000", null],
  ["OPT", "USD", "P LEG  20230120 63 M", null],
  ["OPT", "HKD", "TCH   240119C00300000", null],
  ["FOP", "USD", "CHUF6 C1290", null],
])("the multiplier of an %s in %s, %s, is usually %s", (category, currency, symbol, expected) => {
  expect(usualMultiplier(category, currency, symbol)?.toString() ?? null).toBe(expected);
});
