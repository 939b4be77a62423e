import { expect, test } from "vitest";
import {
  addDays,
  dateOf,
  daysBetween,
  type IsoDate,
  isWeekday,
  nextWeekday,
  oneYearAfter,
  previousWeekday,
} from "./dates.ts";

const date = (text: string) => text as IsoDate;

test.each([
  [2024, 2, 29, "2024-02-29"],
  [2023, 2, 29, null],
  [1900, 2, 29, null],
  [2000, 2, 29, "2000-02-29"],
  [2024, 13, 1, null],
  [2024, 4, 31, null],
  [2024, 12, 31, "2024-12-31"],
])("%i-%i-%i is %s", (year, month, day, expected) => {
  expect(dateOf(year, month, day)).toBe(expected);
});

test("days are counted across months, years and daylight saving", () => {
  expect(addDays(date("2024-12-31"), 1)).toBe("2025-01-01");
  expect(addDays(date("2024-03-01"), -1)).toBe("2024-02-29");
  expect(daysBetween(date("2024-03-29"), date("2024-04-02"))).toBe(4);
});

test("weekdays skip Saturday and Sunday, not holidays", () => {
  expect(isWeekday(date("2024-12-25"))).toBe(true);
  expect(nextWeekday(date("2024-03-01"))).toBe("2024-03-04");
  expect(previousWeekday(date("2024-03-04"))).toBe("2024-03-01");
});

test("a year after a leap day is 1 March", () => {
  expect(oneYearAfter(date("2024-02-29"))).toBe("2025-03-01");
  expect(oneYearAfter(date("2024-01-02"))).toBe("2025-01-02");
});
