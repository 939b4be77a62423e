import { expect, test } from "vitest";
import { compared } from "./told.ts";

const DAYS = `nav 2025-01-01 total 100\n nav 2025-01-02 total 220\n nav 2025-01-03 total 231`;
const change = (twr: string) => `change 2025-01-02 2025-01-03 starting 100 ending 231 twr ${twr}`;

test.each([
  // 220 ÷ (100 + 100) × 231 ÷ 220 − 1
  ["flows count at the start of their report date", "deposit 2025-01-02 100 USD", "15.5", "agrees"],
  ["in base currency", "deposit 2025-01-02 50 EUR 2", "15.5", "agrees"],
  ["dividends and fees are no flows", "dividend 2025-01-02 100 USD", "131", "agrees"],
  ["nor is what came before", "deposit 2025-01-01 100 USD", "131", "agrees"],
  ["another return", "deposit 2025-01-02 100 USD", "15.50001", "differs by -0.00001"],
  ["no return is exported", "deposit 2025-01-02 100 USD", "?", "not-reported: not told"],
])("%s", (_, flow, twr, ended) => {
  expect(compared("R11", `${DAYS}\n ${flow}\n ${change(twr)}`)).toEqual([
    `R11/main/2025-01-02/2025-01-03 ${ended}`,
  ]);
});

// 231 ÷ (220 − 20) × 220 ÷ 100 − 1 with the flow at the start, 231 + 20 over 220 with it at the end of its day
test.each([
  ["154.1", "agrees"],
  ["151", "agrees"],
  ["150", "not-reported: nobody has seen when the broker counts flows other than deposits"],
])("what flows out counts at the start or at the end of its day: %s", (twr, ended) => {
  const [told] = compared("R11", `${DAYS}\n withdrawal 2025-01-03 -20 USD\n ${change(twr)}`);
  expect(told).toContain(`R11/main/2025-01-02/2025-01-03 ${ended}`);
});

test("days that no statement values", () => {
  const missing = (date: string) =>
    `R11/main/2025-01-02/2025-01-03 not-reported: no statement has the net asset value of ${date}`;
  const [first = "", second = "", third = ""] = DAYS.split("\n");
  expect(compared("R11", `${second}\n${third}\n${change("5")}`)).toEqual([missing("2025-01-01")]);
  expect(compared("R11", `${first}\n${third}\n${change("5")}`)).toEqual([missing("2025-01-02")]);
  expect(compared("R11", `${first}\n${second}\n${change("5")}`)).toEqual([missing("2025-01-03")]);
});

test("values that a newer statement has restated", () => {
  const restated = DAYS.replace("total 220", "total 221 in b.xml");
  expect(compared("R11", `${restated}\n deposit 2025-01-02 100 USD\n ${change("15")}`)).toEqual([
    "R11/main/2025-01-02/2025-01-03 differs by 0.5",
  ]);
});

test("a day that begins with nothing is left out", () => {
  const story = `nav 2025-01-01 total 0\n nav 2025-01-02 total 50\n nav 2025-01-03 total 55`;
  expect(compared("R11", `${story}\n ${change("10")}`)).toEqual([
    "R11/main/2025-01-02/2025-01-03 agrees",
  ]);
});
