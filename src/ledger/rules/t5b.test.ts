import { expect, test } from "vitest";
import { amount, checksOf, trade } from "./given.ts";
import { t4 } from "./t4.ts";
import { t5b } from "./t5b.ts";

const option = trade({
  transaction: "1",
  assetCategory: "OPT",
  codes: ["A"],
  effect: "closes",
  quantity: "1",
  multiplier: "10",
  price: "0",
  strike: "7",
  underlying: "1",
  cost: "6",
});
/** 10 that had cost 51, sold at 7: 70 − 1 − 51, and a premium of 6. */
const sale = {
  transaction: "2",
  codes: ["A"],
  effect: "closes",
  quantity: "-10",
  price: "7",
  proceeds: "70",
  netCash: "69",
  cost: "-51",
  realized: "24",
} as const;

test("T5b: the premium is part of what the shares realized", () => {
  expect(checksOf(t5b, [option, trade(sale)])).toEqual(["fifoPnlRealized agrees"]);
  expect(checksOf(t5b, [option, trade({ ...sale, realized: "18" })])).toEqual([
    "fifoPnlRealized differs by 6",
  ]);
  const paid = { ...option, codes: ["Ex"], cost: amount("-6") };
  expect(checksOf(t5b, [paid, trade({ ...sale, codes: ["Ex"], realized: "12" })])).toEqual([
    "fifoPnlRealized agrees",
  ]);
});

test("T5b: only shares that were delivered, and that close something", () => {
  const others = [
    { transaction: "3", effect: "opens" },
    { transaction: "4", codes: [], isBooking: false },
    { transaction: "5", cancelled: true },
  ];
  expect(
    checksOf(t5b, [option, ...others.map((one) => trade({ ...sale, ...one } as never))]),
  ).toEqual([]);
});

test("T5b: without the option's row, or without realized results, nothing is reported", () => {
  expect(checksOf(t5b, [trade(sale)])[0]).toContain(
    "not reported: no row of an exercised or assigned option fits these shares",
  );
  const marked = { ...sale, cost: "-69", realized: "0" } as const;
  expect(checksOf(t5b, [{ ...option, effect: null }, trade(marked)])).toEqual([
    "fifoPnlRealized not reported: the query exports mark-to-market results only",
  ]);
});

test("T5b: a trade that crosses zero takes the part of the premium that closes", () => {
  const lots = {
    quantity: amount("4"),
    cost: amount("20"),
    realized: amount("9"),
    sources: [{ file: "story.xml", line: 2 }],
  };
  const crossing = { ...sale, effect: "both", lots, realized: "20.4" } as const;
  expect(checksOf(t5b, [option, trade(crossing)])).toEqual(["fifoPnlRealized agrees"]);
  expect(checksOf(t5b, [option, trade({ ...crossing, realized: "21" })])[0]).toContain(
    "not reported: the trade crosses zero",
  );
  expect(checksOf(t5b, [option, trade({ ...crossing, lots: null })])[0]).toContain(
    "no closed lots follow the trade",
  );
});

test("T4 leaves delivered shares to T5b, also where the codes are not exported", () => {
  const silent = { codes: [], isBooking: true } as const;
  const rows = [{ ...option, ...silent }, trade({ ...sale, ...silent })];
  expect(checksOf(t4, rows)).toEqual([]);
  expect(checksOf(t5b, rows)).toEqual(["fifoPnlRealized agrees"]);
});

test("T5b: several rows that one option delivered share its premium by units", () => {
  const half = { quantity: "-5", proceeds: "35", cost: "-25", realized: "12" } as const;
  const two = (more: Partial<typeof half> | { realized: string }) => [
    option,
    trade({ ...sale, ...half }),
    trade({ ...sale, ...half, ...more, transaction: "3" }),
  ];
  expect(checksOf(t5b, two({}))).toEqual(["fifoPnlRealized agrees", "fifoPnlRealized agrees"]);
  expect(checksOf(t5b, two({ realized: "15" }))).toEqual([
    "fifoPnlRealized agrees",
    "fifoPnlRealized differs by -3",
  ]);
});
