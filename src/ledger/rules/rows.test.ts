/** Identities on rows of trades, closed lots and positions. */
import { expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { RateAssertion } from "../../events/assertion.ts";
import { amount, checksOf, day, main, positionRow, trade, xyz } from "./given.ts";
import { l1 } from "./l1.ts";
import { l2 } from "./l2.ts";
import { p1 } from "./p1.ts";
import { p2 } from "./p2.ts";
import { p3 } from "./p3.ts";
import { p4 } from "./p4.ts";
import { p5 } from "./p5.ts";
import { t5 } from "./t5.ts";
import { t6 } from "./t6.ts";
import { t8 } from "./t8.ts";
import { x4 } from "./x4.ts";

const MTM = "the query exports mark-to-market results only";
const lots = (cost: string, realized: string) => ({
  quantity: amount("10"),
  cost: amount(cost),
  realized: amount(realized),
  sources: [{ file: "story.xml", line: 2 }],
});
const sale = {
  effect: "closes",
  quantity: "-10",
  proceeds: "70",
  netCash: "69",
  cost: "-51",
  realized: "18",
} as const;
const marked = { ...sale, transaction: "9", cost: "-69", realized: "0" };

test("T5: an assigned option realizes nothing", () => {
  const option = { assetCategory: "OPT", effect: "closes", codes: ["A"], cost: "51" } as const;
  expect(
    checksOf(t5, [
      trade(option),
      trade({ ...option, realized: "51" }),
      trade({ ...option, codes: ["Ep"] }),
      trade({ codes: ["A"] }),
    ]),
  ).toEqual(["fifoPnlRealized agrees", "fifoPnlRealized differs by -51"]);
  expect(checksOf(t5, [trade({ ...option, effect: "opens" }), trade(marked)])).toEqual([
    `fifoPnlRealized not reported: ${MTM}`,
  ]);
});

test("T5: an option that delivers nothing may be settled in cash, and one that expires realizes", () => {
  const option = { assetCategory: "OPT", effect: "closes", codes: ["A"], realized: "51" } as const;
  const [settled] = checksOf(t5, [trade(option)]);
  expect(settled).toContain("not reported: no delivered shares stand beside it");
  const delivered = { codes: ["A"], transaction: "2" } as const;
  const elsewhen = trade({ ...delivered, date: day("2025-01-09") });
  expect(checksOf(t5, [trade(option), elsewhen])[0]).toContain("no delivered shares");
  expect(checksOf(t5, [trade(option), trade(delivered)])).toEqual([
    "fifoPnlRealized differs by -51",
  ]);
  expect(checksOf(t5, [trade({ ...option, codes: ["Ep", "GEA"] }), trade(delivered)])).toEqual([]);
});

test("T6: statements without results by mark, and classes and rows that nobody has seen, are not reported", () => {
  const closed = { closePrice: "5.5", markToMarket: "5.01" } as const;
  expect(checksOf(t6, [trade({ ...closed, assetCategory: "CFD" })])[0]).toContain("of class CFD");
  expect(checksOf(t6, [trade({ ...closed, codes: ["Ca"] })])[0]).toContain("cancellation");
  const blank = trade({ closePrice: "5.5", markToMarket: "0" });
  expect(checksOf(t6, [blank, blank])[0]).toContain("has no result by mark but 0");
  expect(checksOf(t6, [blank, trade({ ...closed, transaction: "2" })])).toEqual([
    "mtmPnl differs by 5",
    "mtmPnl differs by -0.01",
  ]);
});

test("T6: a trade is marked to the close of its day; bonds per hundred, currencies not at all", () => {
  expect(
    checksOf(t6, [
      trade({ closePrice: "5.5", markToMarket: "5" }),
      trade({ closePrice: "5.5", markToMarket: "5.01" }),
      trade({
        closePrice: "101",
        price: "100",
        quantity: "1000",
        markToMarket: "10",
        assetCategory: "BOND",
      }),
      trade({
        closePrice: "6",
        quantity: "-2",
        multiplier: "100",
        markToMarket: "-200",
        assetCategory: "OPT",
      }),
      trade({ closePrice: "1", markToMarket: "7", assetCategory: "CASH" }),
      trade({ closePrice: "5.5", markToMarket: "the query does not export Trade.mtmPnl" }),
    ]),
  ).toEqual([
    "mtmPnl agrees",
    "mtmPnl differs by -0.01",
    "mtmPnl agrees",
    "mtmPnl agrees",
    "mtmPnl not reported: the query does not export Trade.mtmPnl",
  ]);
});

test("T8: an order is the sum of its executions", () => {
  const order = {
    kind: "order",
    account: main,
    source: { file: "story.xml", line: 3 },
    order: "77",
    date: day("2025-01-02"),
    instrument: xyz,
    currency: "USD",
    quantity: amount("20"),
    proceeds: amount("-101"),
    commission: amount("-2"),
    executions: ["main/trade/1", "main/trade/2"] as EventId[],
  } as const;
  expect(checksOf(t8, [trade({}), trade({ transaction: "2" }), order])).toEqual([
    "quantity agrees",
    "proceeds differs by 1",
    "ibCommission agrees",
  ]);
  expect(checksOf(t8, [{ ...order, executions: [] }])[0]).toContain("no execution names the order");
});

test("L1 and L2: the lots of a closing add up to it", () => {
  const closings = [
    trade({ ...sale, lots: lots("51", "18") }),
    trade({ ...sale, lots: lots("50", "17") }),
    trade(sale),
    trade({ ...sale, cancelled: true, lots: lots("1", "1") }),
    trade({}),
  ];
  const missing = "not reported: no closed lots follow the trade (Trades, level CLOSED_LOT)";
  expect(checksOf(l1, closings)).toEqual(["cost agrees", "cost differs by -1", `cost ${missing}`]);
  expect(checksOf(l2, closings)).toEqual([
    "fifoPnlRealized agrees",
    "fifoPnlRealized differs by -1",
    `fifoPnlRealized ${missing}`,
  ]);
  expect(checksOf(l2, [trade(marked)])).toEqual([`fifoPnlRealized not reported: ${MTM}`]);
});

test("L1 says nothing of trades that cross zero, L2 does", () => {
  const crossing = [trade({ ...sale, effect: "both", lots: lots("20", "18") })];
  expect(checksOf(l1, crossing)).toEqual([]);
  expect(checksOf(l2, crossing)).toEqual(["fifoPnlRealized agrees"]);
});

test("L1: where closings are not told apart, lots of fewer units may be what a trade across zero closed", () => {
  const of = (quantity: string, cost: string) => {
    const own = { ...lots(cost, "18"), quantity: amount(quantity) };
    return checksOf(l1, [trade({ ...sale, effect: null, lots: own })])[0];
  };
  expect(of("10", "51")).toBe("cost agrees");
  expect(of("10", "50")).toBe("cost differs by -1");
  expect(of("4", "20")).toContain("nothing says whether it crosses zero");
});

test("P1 to P3: a row of a position follows from its prices", () => {
  const bond = positionRow({
    assetCategory: "BOND",
    quantity: "1000",
    markPrice: "101",
    marketValue: "1010",
    costPrice: "100",
    costBasis: "1000",
    unrealized: "10",
  });
  const short = positionRow({
    quantity: "-10",
    marketValue: "-60",
    costBasis: "-51",
    unrealized: "-9",
  });
  for (const rule of [p1, p2, p3])
    expect(checksOf(rule, [positionRow({}), bond, short]).map((one) => one.split(" ")[1])).toEqual([
      "agrees",
      "agrees",
      "agrees",
    ]);
  const wrong = positionRow({ marketValue: "61", costBasis: "52" });
  expect(checksOf(p1, [wrong])).toEqual(["positionValue differs by -1"]);
  expect(checksOf(p2, [positionRow({ unrealized: "8" })])).toEqual([
    "fifoPnlUnrealized differs by 1",
  ]);
  expect(checksOf(p3, [wrong])).toEqual(["costBasisMoney differs by -1"]);
  expect(checksOf(p2, [positionRow({}), trade(marked)])).toEqual([
    `fifoPnlUnrealized not reported: ${MTM}`,
  ]);
});

test("P3: a cost within the rounding of its cost price is not reported", () => {
  const rounded = positionRow({ quantity: "250", costPrice: "9.597", costBasis: "2399.29" });
  expect(checksOf(p3, [rounded])[0]).toMatch(/^costBasisMoney not reported: 9.597 is rounded/);
  expect(
    checksOf(p3, [positionRow({ quantity: "250", costPrice: "9.597", costBasis: "2399.5" })]),
  ).toEqual(["costBasisMoney differs by -0.25"]);
});

test("P4: a position is the sum of its lots", () => {
  const summary = { level: "summary", transaction: "" } as const;
  const two = [positionRow({}), positionRow({ transaction: "2" })];
  const both = {
    ...summary,
    quantity: "20",
    marketValue: "120",
    costBasis: "103",
    unrealized: "18",
  };
  expect(checksOf(p4, [positionRow(both), ...two])).toEqual([
    "position agrees",
    "positionValue agrees",
    "costBasisMoney differs by -1",
    "fifoPnlUnrealized agrees",
  ]);
  expect(checksOf(p4, [positionRow(summary)])).toEqual([
    "position not reported: the list of positions has no lots (OpenPositions, level LOT)",
  ]);
  expect(checksOf(p4, two)).toEqual([]);
});

test("P5: an untouched lot costs what its opening cost", () => {
  expect(checksOf(p5, [trade({}), positionRow({})])).toEqual(["costBasisMoney agrees"]);
  expect(checksOf(p5, [trade({}), positionRow({ costBasis: "50" })])).toEqual([
    "costBasisMoney differs by 1",
  ]);
  expect(
    checksOf(p5, [trade({}), positionRow({ quantity: "9" }), positionRow({ transaction: "2" })]),
  ).toEqual([]);
  expect(checksOf(p5, [trade({}), positionRow({}), trade(marked)])[0]).toContain(MTM);
});

test("X4: a row in base currency has a rate of 1", () => {
  const used = (rate: string): RateAssertion => ({
    kind: "rate",
    account: trade({}).account,
    source: { file: "story.xml", line: 1 },
    date: trade({}).date,
    currency: "USD",
    rate: Decimal.of(rate),
    isReported: true,
  });
  expect(checksOf(x4, [used("1")])).toEqual(["rate agrees"]);
  expect(checksOf(x4, [used("0.9")])).toEqual(["rate differs by -0.1"]);
});
