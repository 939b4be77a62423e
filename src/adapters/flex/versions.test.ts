import { expect, test } from "vitest";
import { movedValues } from "./versions.ts";

const moved = (name: string, before: string | undefined, now: string | undefined): boolean =>
  movedValues(
    (one) => (one === name ? before : undefined),
    (one) => (one === name ? now : undefined),
  ).length > 0;

test.each<[string, string | undefined, string | undefined, boolean]>([
  ["quantity", "10", "11", true],
  ["quantity", "10", "10.00", false],
  ["proceeds", "-1,234.50", "-1234.5", false],
  ["taxes", "", "0", false],
  ["taxes", "", "-0.5", true],
  ["taxes", "-0.5", "", false],
  ["taxes", undefined, "-0.5", false],
  ["taxes", "-0.5", undefined, false],
  ["cost", "101", "1O1", true],
  ["settleDate", "20250305", "2025-03-05", false],
  ["settleDate", "20250305", "20250306", true],
  ["settleDate", "", "20250306", true],
  ["dateTime", "20250303;100000", "2025-03-03 10:00:00 EST", false],
  ["dateTime", "20250303", "20250303;100000", false],
  ["dateTime", "20250303;100000", "20250303;100001", true],
  ["dateTime", "03/04/2025", "20250304", false],
  ["notes", "P;A", "A;P", false],
  ["notes", "P", "P;Co", true],
  ["description", "old", "new", false],
])("%s from %s to %s", (name, before, now, expected) => {
  expect(moved(name, before, now)).toBe(expected);
});
