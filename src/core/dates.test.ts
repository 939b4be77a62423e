import { expect, test } from "vitest";
import {
  addDays,
  clock,
  dateOf,
  daysBetween,
  easternDay,
  type IsoDate,
  type IsoDateTime,
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

test.each([
  ["2026-11-21T11:17:00", "2026-11-21T11:17:00"],
  ["2026-11-21T11:17:00Z", "2026-11-21T11:17:00"],
])("the clock can be fixed at %s", (set, moment) => {
  expect(clock(set)).toBe(moment);
});

test.each([undefined, "", " "])("the clock is this moment where %o fixes it", (set) => {
  expect(clock(set)).toMatch(/^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
});

test.each(["yesterday", "2026-11-21", "2026-13-41T00:00:00"])("%s is no clock", (set) => {
  expect(() => clock(set)).toThrow("LOTBOOK_NOW");
});

test.each([
  ["2026-07-01T03:59:59", "2026-06-30"],
  ["2026-07-01T04:00:00", "2026-07-01"],
  ["2026-12-01T04:59:59", "2026-11-30"],
  ["2026-12-01T05:00:00", "2026-12-01"],
  ["2026-03-08T07:00:00", "2026-03-08"],
])("at %s UTC it is %s in New York", (moment, day) => {
  expect(easternDay(moment as IsoDateTime)).toBe(day);
});
