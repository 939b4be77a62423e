/** Sums of a window, against themselves and against ours of the same days. */
import { expect, test } from "vitest";
import { unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Assertion } from "../../events/assertion.ts";
import type { DividendAccrual } from "../../events/broker-rows.ts";
import type { Holding } from "../ledger.ts";
import { fifo } from "../lot-methods/methods.ts";
import { bookOne, lines, tradeOf } from "../play.ts";
import { a1 } from "./a1.ts";
import { a2 } from "./a2.ts";
import { f1 } from "./f1.ts";
import { f2 } from "./f2.ts";
import { f3 } from "./f3.ts";
import {
  amount,
  checksOf,
  day,
  main,
  markToMarket,
  performance,
  priorMark,
  trade,
  window,
  xyz,
} from "./given.ts";
import { i1 } from "./i1.ts";
import { m1 } from "./m1.ts";
import { m2 } from "./m2.ts";
import { r5 } from "./r5.ts";
import { v1 } from "./v1.ts";
import { x1 } from "./x1.ts";
import { x2 } from "./x2.ts";
import { x3 } from "./x3.ts";

const source = { file: "story.xml", line: 4 };

test("F1 to F3: a summary adds up in itself", () => {
  for (const rule of [f1, f2, f3]) expect(checksOf(rule, [performance({})])[0]).toMatch(/ agrees$/);
  const wrong = performance({ realized: "21", unrealizedLoss: "-3" });
  expect(checksOf(f1, [wrong])).toEqual(["totalRealizedPnl differs by -1"]);
  expect(checksOf(f2, [wrong])).toEqual(["totalFifoPnl differs by -1"]);
  expect(checksOf(f3, [wrong])).toEqual(["unrealizedProfit + unrealizedLoss differs by 2"]);
});

/** 10 bought at 5.1 in all, 4 of them sold at 10 in January and 2 in February. */
function held(): Holding {
  const events = lines(`
    buy  2025-01-02 10 @ 5 fee 1
    sell 2025-01-10  4 @ 10
    sell 2025-02-03  2 @ 10`).map(tradeOf);
  const { lots, closings, moves } = bookOne(fifo, events);
  return {
    account: main,
    instrument: xyz,
    opening: Decimal.zero,
    openingBasis: Decimal.zero,
    openingLots: [],
    method: "FIFO",
    events,
    lots,
    closings,
    moves,
    provisional: [],
    unknown: null,
  };
}

const position: Assertion = {
  kind: "position",
  account: main,
  source,
  date: day("2025-01-31"),
  instrument: xyz,
  quantity: amount("6"),
  costBasis: amount("30.6"),
  markPrice: amount("6"),
  marketValue: amount("36"),
  unrealized: amount("5.4"),
  rate: amount("0.5"),
};

test("R5: the figures of a window are those of exactly its days", () => {
  const january = performance({ realized: "19.6", unrealizedProfit: "2.7", unrealizedLoss: "0" });
  expect(checksOf(r5, [january, position], [held()])).toEqual([
    "totalRealizedPnl agrees",
    "unrealizedProfit + unrealizedLoss agrees",
  ]);
  expect(checksOf(r5, [performance({ realized: "29.4" }), position], [held()])[0]).toBe(
    "totalRealizedPnl differs by -9.8",
  );
});

test("R5: what was sold on the last day has no unrealized result, whatever the day before lists", () => {
  const sold = lines(`
    buy  2025-01-02 10 @ 5
    sell 2025-01-31 10 @ 6`).map(tradeOf);
  const flat = bookOne(fifo, sold);
  const holding = {
    ...held(),
    events: sold,
    lots: flat.lots,
    closings: flat.closings,
    moves: flat.moves,
  };
  const before = { ...position, date: day("2025-01-30") };
  const unrealizedNone = performance({
    realized: "10",
    unrealizedProfit: "0",
    unrealizedLoss: "0",
  });
  expect(checksOf(r5, [unrealizedNone, before], [holding])[1]).toBe(
    "unrealizedProfit + unrealizedLoss agrees",
  );
});

test.each(["2025-02-01", "2025-01-31"])(
  "R5: a window that ends on a Saturday takes the list of %s",
  (date) => {
    const listed = { ...position, date: day(date) };
    const saturday = performance({
      to: day("2025-02-01"),
      unrealizedProfit: "2.7",
      unrealizedLoss: "0",
    });
    const windows = [{ ...window, to: day("2025-02-01") }];
    expect(checksOf(r5, [saturday, listed], [held()], windows)[1]).toMatch(/ agrees$/);
  },
);

test("R5: what is not booked or not exported is not reported", () => {
  const [realized] = checksOf(
    r5,
    [performance({}), position],
    [{ ...held(), unknown: "a split is not booked yet" }],
  );
  expect(realized).toBe("totalRealizedPnl not reported: a split is not booked yet");
  const silent = { ...window, exports: new Set([]) };
  expect(checksOf(r5, [performance({})], [held()], [silent])).toEqual([
    "totalRealizedPnl not reported: the statement has no section Trades",
    "unrealizedProfit + unrealizedLoss not reported: the statement has no section OpenPositions",
  ]);
  expect(
    checksOf(r5, [performance({ assetCategory: "CASH" }), performance({ isItem: false })]),
  ).toEqual([]);
});

test("M1: a mark-to-market row adds up; lines of the account have only a total", () => {
  expect(
    checksOf(m1, [markToMarket({}), markToMarket({ total: "7" }), markToMarket({ isItem: false })]),
  ).toEqual(["total agrees", "total differs by -1"]);
});

test("M2: its parts are those of the rows of the window, in base currency", () => {
  const rows: Assertion[] = [
    markToMarket({}),
    trade({ markToMarket: "8", rate: "0.5", commission: "-2", commissionRate: "0.5" }),
    trade({ markToMarket: "100", date: day("2025-02-03"), transaction: "2" }),
    priorMark({ date: day("2025-01-03"), result: "4" }),
  ];
  expect(checksOf(m2, rows)).toEqual([
    "transactionMtm agrees",
    "commissions agrees",
    "priorOpenMtm differs by 1",
  ]);
  expect(checksOf(m2, [markToMarket({ hasMarks: false }), rows[3] as Assertion])[2]).toBe(
    "priorOpenMtm not reported: the statement has no section PriorPeriodPositions",
  );
  const unrated = trade({ markToMarket: "8", rate: "no row gives the rate" });
  expect(checksOf(m2, [markToMarket({}), unrated])[0]).toBe(
    "transactionMtm not reported: no row gives the rate",
  );
});

test("V1 and I1: balances of a window add up", () => {
  const balance = {
    account: main,
    source,
    from: day("2025-01-01"),
    to: day("2025-01-31"),
    currency: "BASE",
    starting: amount("5"),
    changes: ["2", "-1"].map(amount),
    marks: amount("2"),
    lacking: [],
  };
  const value = {
    ...balance,
    kind: "position value",
    assetCategory: "STK",
    ending: amount("6"),
  } as const;
  expect(checksOf(v1, [value, { ...value, ending: amount("7") }])).toEqual([
    "endOfPeriodValue agrees",
    "endOfPeriodValue differs by -1",
  ]);
  const interest = { ...balance, kind: "interest accrual", ending: amount("6") } as const;
  expect(checksOf(i1, [interest, { ...interest, ending: amount("7") }])).toEqual([
    "endingAccrualBalance agrees",
    "endingAccrualBalance differs by -1",
  ]);
});

const dividend: DividendAccrual = {
  kind: "dividend accrual",
  account: main,
  source,
  date: day("2025-01-15"),
  instrument: xyz,
  currency: "USD",
  open: false,
  codes: ["Po"],
  quantity: amount("10"),
  rate: amount("0.333"),
  gross: amount("3.33"),
  tax: amount("0.5"),
  fee: amount("0.2"),
  net: amount("2.63"),
};

test("A1: without the fee, a net that holds one is not reported", () => {
  const fee = unknown("the query does not export ChangeInDividendAccrual.fee");
  expect(
    checksOf(a1, [
      dividend,
      { ...dividend, net: amount("2.83") },
      { ...dividend, fee },
      { ...dividend, fee, net: amount("2.83") },
    ]),
  ).toEqual([
    "netAmount agrees",
    "netAmount differs by -0.2",
    `netAmount not reported: ${fee.unknown}, and the net holds one`,
    "netAmount agrees",
  ]);
});

test("A1: a net that is off by no fee is a difference, also where the fee is not exported", () => {
  const fee = unknown("the query does not export ChangeInDividendAccrual.fee");
  const off = (net: string) => checksOf(a1, [{ ...dividend, fee, net: amount(net) }])[0];
  expect(off("2")).toContain("the net holds one");
  expect(off("1.8")).toBe("netAmount differs by 1.03");
  expect(off("2.9")).toBe("netAmount differs by -0.07");
});

test("A2: a rate is printed with five decimals at least, and many shares make them visible", () => {
  const many = { ...dividend, quantity: amount("20000"), rate: amount("0.18434") };
  expect(checksOf(a2, [{ ...many, gross: amount("3686.87") }])[0]).toContain("is rounded");
  expect(checksOf(a2, [{ ...many, gross: amount("3687") }])).toEqual([
    "grossAmount differs by -0.2",
  ]);
  const even = { ...dividend, quantity: amount("1000"), rate: amount("0.5") };
  expect(checksOf(a2, [{ ...even, gross: amount("500.02") }])).toEqual([
    "grossAmount differs by -0.02",
  ]);
});

test("A2: announced dividends are quantity × rate; reversals and fees of receipts are not", () => {
  expect(
    checksOf(a2, [
      dividend,
      { ...dividend, gross: amount("-3.4") },
      { ...dividend, codes: ["Re"], gross: amount("9") },
      { ...dividend, codes: [], open: true },
      { ...dividend, codes: ["ADR", "Po"], gross: Decimal.zero },
    ]).map((one) => one.replace(/:.*/, "")),
  ).toEqual([
    "grossAmount agrees",
    "grossAmount differs by -0.07",
    "grossAmount agrees",
    "grossAmount not reported",
  ]);
});

test("X1 to X3: movements and lots of currencies", () => {
  const moved = {
    kind: "currency transaction",
    account: main,
    source,
    date: day("2025-01-15"),
    currency: "EUR",
    base: "USD",
    codes: ["O"],
    isLot: false,
    proceeds: amount("10"),
    cost: amount("-10"),
    realized: Decimal.zero,
  } as const;
  expect(checksOf(x1, [moved, { ...moved, codes: ["C"] }])).toEqual([
    "cost agrees",
    "realizedPL agrees",
  ]);
  const closed = { ...moved, isLot: true, codes: [], cost: amount("-9"), realized: amount("1") };
  expect(checksOf(x2, [moved, closed, { ...closed, realized: amount("2") }])).toEqual([
    "realizedPL agrees",
    "realizedPL differs by -1",
  ]);
  const lot = {
    kind: "currency lot",
    account: main,
    source,
    date: day("2025-01-31"),
    currency: "EUR",
    base: "USD",
    value: amount("11"),
    costBasis: amount("-10"),
    unrealized: amount("1"),
    isLot: true,
  } as const;
  expect(checksOf(x3, [lot, { ...lot, unrealized: amount("0") }])).toEqual([
    "unrealizedPL agrees",
    "unrealizedPL differs by 1",
  ]);
});
