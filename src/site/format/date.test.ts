import { expect, test } from "vitest";
import { dateText, longDate, monthText, shortDate } from "./date.ts";
import { counted, spoken, unfolded } from "./words.ts";

test("dates in tables, in sentences, and without their year", () => {
  expect(dateText("2026-11-20")).toBe("20 Nov 2026");
  expect(dateText("2026-01-03T05:12:09")).toBe("3 Jan 2026, 05:12");
  expect(longDate("2026-11-20T05:12:00")).toBe("20 November 2026");
  expect(shortDate("2026-11-02")).toBe("2 Nov");
  expect(monthText("2026-11")).toBe("November 2026");
});

test("what is no date is printed as it is", () => {
  expect(dateText("no data")).toBe("no data");
});

test("words", () => {
  expect(counted(1, "lot")).toBe("1 lot");
  expect(counted(4812, "figure")).toBe("4,812 figures");
  expect(spoken(2, "open lot")).toBe("two open lots");
  expect(spoken(12, "lot")).toBe("12 lots");
  expect(unfolded("netTradesSales")).toBe("net trades sales");
});
