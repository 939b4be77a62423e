import { expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { Restated, Restatement } from "../../events/restatement.ts";
import { day, main } from "./given.ts";
import { restatedSince } from "./restated.ts";

const valueOn = (date: string): NavAssertion => ({
  kind: "nav",
  account: main,
  source: { file: "a.xml", line: 1 },
  date: day(date),
  total: Decimal.zero,
  cash: Decimal.zero,
  stock: Decimal.zero,
  options: Decimal.zero,
  dividendAccruals: Decimal.zero,
  interestAccruals: Decimal.zero,
});

const entry = (what: Restated, date: string, account: AccountAlias = main): Restatement => ({
  kind: "changed",
  what,
  account,
  instrument: null,
  currency: "USD",
  date: day(date),
  known: day("2025-01-09"),
  event: null,
  moved: [],
  amount: Decimal.zero,
  rows: [{ file: "a.xml", line: 1 }],
});

const between = (restatement: Restatement): string | null =>
  restatedSince({ restatements: [restatement] }, valueOn("2025-01-03"), valueOn("2025-01-06"));

test("values of both days, and rows of the later one", () => {
  const said = "statements say different things of";
  expect(between(entry("net asset value", "2025-01-03"))).toBe(
    `${said} 2025-01-03: net asset value changed`,
  );
  expect(between(entry("cash transaction", "2025-01-06"))).toBe(
    `${said} 2025-01-06: cash transaction changed`,
  );
});

test("nothing of other days and other accounts", () => {
  expect(between(entry("cash transaction", "2025-01-03"))).toBe(null);
  expect(between(entry("net asset value", "2025-01-07"))).toBe(null);
  expect(between(entry("trade", "2025-01-06", "other" as AccountAlias))).toBe(null);
});
