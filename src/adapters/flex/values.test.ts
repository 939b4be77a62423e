import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import {
  hasThousands,
  isBlank,
  isTime,
  readCodes,
  readDate,
  readDecimal,
  readMoment,
} from "./values.ts";

describe("readDecimal", () => {
  test.each([
    ["0", "0"],
    ["-12.50", "-12.5"],
    ["+3", "3"],
    [".5", "0.5"],
    ["007", "7"],
    ["0.000000001", "0.000000001"],
    ["12345678901234567890.12", "12345678901234567890.12"],
    ["1,234", "1234"],
    ["-1,234,567.89", "-1234567.89"],
  ])("%j is %s", (text, expected) => {
    expect(String(readDecimal(text))).toBe(expected);
  });

  test.each(["", "-", "--", "N/A"])("%j is blank", (text) => {
    expect(readDecimal(text)).toBeNull();
    expect(isBlank(text)).toBe(true);
  });

  test.each([
    "3O",
    "1E5",
    "1,5",
    "12,34",
    "1,2345",
    "1.2.3",
    " 1",
    "0x10",
    "NaN",
    ".",
    "+",
    "1.234,5",
    "MULTI",
  ])("%j is bad", (text) => {
    expect(readDecimal(text)).toBe("bad");
  });

  test("reads what a decimal prints", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(1_000_000), (whole, part) => {
        const text = `${whole}.${String(part).padStart(7, "0")}`;
        expect(readDecimal(text)).toEqual(Decimal.of(text));
      }),
    );
  });

  test("reads a number with separators as the same number without", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (whole) => {
        const grouped = whole.toLocaleString("en-US");
        expect(String(readDecimal(grouped))).toBe(String(whole));
        expect(hasThousands(grouped)).toBe(grouped.includes(","));
      }),
    );
  });
});

describe("readMoment", () => {
  test.each([
    ["20250331", "2025-03-31"],
    ["2025-03-31", "2025-03-31"],
    ["31-Mar-25", "2025-03-31"],
    ["31-MAR-99", "1999-03-31"],
    ["20240229", "2024-02-29"],
    ["20250331;162000", "2025-03-31T16:20:00"],
    ["20250331,162000", "2025-03-31T16:20:00"],
    ["20250331 162000", "2025-03-31T16:20:00"],
    ["20250331T162000", "2025-03-31T16:20:00"],
    ["20250331162000", "2025-03-31T16:20:00"],
    ["2025-03-31;16:20:00", "2025-03-31T16:20:00"],
    ["2025-03-31, 16:20:00", "2025-03-31T16:20:00"],
    ["2025-03-31;  16:20:00", "2025-03-31T16:20:00"],
    ["2025-03-31 16:20:00 EDT", "2025-03-31T16:20:00"],
    ["20250331;162000 EST", "2025-03-31T16:20:00"],
    ["20250331;162000EST", "2025-03-31T16:20:00"],
    ["31-Mar-25;16:20:00", "2025-03-31T16:20:00"],
  ])("%j is %s", (text, expected) => {
    expect(readMoment(text)).toBe(expected);
    expect(readDate(text)).toBe(expected.slice(0, 10));
  });

  test.each(["", "-", "--", "N/A", "MULTI"])("%j is no date", (text) => {
    expect(readMoment(text)).toBeNull();
    expect(readDate(text)).toBeNull();
  });

  test.each(["03/31/2025", "31/03/2025", "3/4/25", "03/04/25;162000"])(
    "%j has two readings",
    (text) => {
      expect(readMoment(text)).toBe("ambiguous");
      expect(readDate(text)).toBe("ambiguous");
    },
  );

  test.each([
    "20241332",
    "20250229",
    "2025-0331",
    "202503",
    "20250331;2520",
    "20250331;256000",
    "20250331;16:2000",
    "31-Foo-25",
    "2025/03/31",
    "yesterday",
    "20250331;",
    "20250331 162000 est",
    "020250331",
    "1e7",
    "31/03/20251",
  ])("%j is bad", (text) => {
    expect(readMoment(text)).toBe("bad");
    expect(readDate(text)).toBe("bad");
  });

  test("reads every way to write a moment as the same moment", () => {
    const day = fc.date({
      min: new Date("1970-01-01"),
      max: new Date("2068-12-31"),
      noInvalidDate: true,
    });
    const months = [
      "Jan",
      "Feb",
      "Mar",
      "Apr",
      "May",
      "Jun",
      "Jul",
      "Aug",
      "Sep",
      "Oct",
      "Nov",
      "Dec",
    ];
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(";", ",", " ", "T", ", ", ";  ", ""),
        fc.constantFrom("", " EDT", " EST"),
        fc.boolean(),
        (moment, separator, zone, colons) => {
          const [date = "", clock = ""] = moment.toISOString().slice(0, 19).split("T");
          const [year = "", month = "", dayOfMonth = ""] = date.split("-");
          const time = (colons ? clock : clock.replaceAll(":", "")) + zone;
          const short = `${dayOfMonth}-${months[Number(month) - 1]}-${year.slice(2)}`;
          for (const written of [date, date.replaceAll("-", ""), short]) {
            expect(readMoment(written + separator + time)).toBe(`${date}T${clock}`);
            expect(readDate(written)).toBe(date);
          }
        },
      ),
    );
  });
});

test.each([
  ["162000", true],
  ["16:20:00", true],
  ["16:20:00 EDT", true],
  ["252000", false],
  ["16:2000", false],
  ["1620", false],
])("%j is a time: %s", (text, expected) => {
  expect(isTime(text)).toBe(expected);
});

test.each([
  ["", []],
  ["--", []],
  ["P", ["P"]],
  ["P;", ["P"]],
  ["O;P", ["O", "P"]],
  ["A, C", ["A", "C"]],
  [";;", []],
])("codes of %j", (text, expected) => {
  expect(readCodes(text)).toEqual(expected);
});
