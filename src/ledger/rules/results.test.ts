/** Queries that export no realized results, statement by statement. */
import { expect, test } from "vitest";
import { checksOf, positionRow, trade } from "./given.ts";
import { p2 } from "./p2.ts";
import { r4 } from "./r4.ts";
import { t4 } from "./t4.ts";

const MTM = "fifoPnlRealized not reported: the query exports mark-to-market results only";
const closing = {
  effect: "closes",
  quantity: "-10",
  proceeds: "70",
  netCash: "69",
  cost: "-69",
  realized: "0",
} as const;
const expired = {
  ...closing,
  assetCategory: "OPT",
  proceeds: "0",
  commission: "0",
  netCash: "0",
  cost: "0",
  codes: ["Ep"],
  transaction: "2",
} as const;

test("an expired option beside them does not hide that results are not exported", () => {
  expect(checksOf(t4, [trade(closing), trade(expired)])).toEqual([MTM, MTM]);
  expect(checksOf(r4, [trade(closing), trade(expired)])).toEqual([MTM, MTM]);
});

test("expired options alone prove nothing", () => {
  expect(checksOf(t4, [trade(expired)])).toEqual(["fifoPnlRealized agrees"]);
});

test("each statement is of a query of its own", () => {
  const other = { file: "other.xml", line: 1 };
  const wrong = trade({ ...closing, cost: "-50", realized: "18", transaction: "3" });
  expect(checksOf(t4, [trade(closing), { ...wrong, source: other }])).toEqual([
    MTM,
    "fifoPnlRealized differs by 1",
  ]);
});

test("a query with models has a cost of zero on every row", () => {
  expect(checksOf(t4, [trade({ ...closing, cost: "0" })])).toEqual([MTM]);
  const broken = trade({ ...closing, cost: "-51", realized: "0" });
  expect(checksOf(t4, [broken])).toEqual(["fifoPnlRealized differs by 18"]);
});

test("a list without a single unrealized result does not export them", () => {
  const blank = positionRow({ unrealized: "0", costBasis: "0", costPrice: "0" });
  expect(checksOf(p2, [blank, blank])[0]).toMatch(/not reported: the list of positions has no/);
  expect(checksOf(p2, [blank, positionRow({})])).toEqual([
    "fifoPnlUnrealized differs by 60",
    "fifoPnlUnrealized agrees",
  ]);
});
