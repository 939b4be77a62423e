import { expect, test } from "vitest";
import type { IsoDateTime } from "../core/dates.ts";
import type { InstrumentId } from "../core/ids.ts";
import { trade } from "../ledger/rules/given.ts";
import type { TradeAssertion } from "./assertion.ts";
import { deliveriesOf } from "./deliveries.ts";

const moment = "2025-01-17T16:20:00" as IsoDateTime;
const xyz = "1" as InstrumentId;

const option = (given: Parameters<typeof trade>[0]): TradeAssertion =>
  trade({
    assetCategory: "OPT",
    instrument: "8" as InstrumentId,
    symbol: "XYZ   250117C00020000",
    codes: ["A"],
    moment,
    quantity: "2",
    multiplier: "100",
    price: "0",
    strike: "20",
    underlying: xyz,
    effect: "closes",
    ...given,
  });
const shares = (given: Parameters<typeof trade>[0]): TradeAssertion =>
  trade({ codes: ["A"], moment, quantity: "-200", price: "20", effect: "closes", ...given });

/** The terms of an option whose row names another underlying. */
const WRONG = { underlying: "999", right: "call" } as const;

/** `shares<-option` by transaction. */
const pairs = (...trades: TradeAssertion[]): string[] =>
  [...deliveriesOf(trades)].map(
    ([event, { options }]) =>
      `${event.split("/").at(-1)}<-${options.map(({ transaction }) => transaction)}`,
  );

test("an action id that both rows carry decides, whatever else they say", () => {
  const own = option({ transaction: "1", action: "77" });
  const far = shares({ transaction: "9", action: "77", quantity: "-150", price: "19" });
  expect(pairs(own, shares({ transaction: "2" }), far)).toEqual(["9<-1"]);
});

test("without one, the terms of the option find the shares", () => {
  expect(pairs(option({}), shares({ transaction: "2" }))).toEqual(["2<-1"]);
  const others = [
    shares({ transaction: "3", price: "21" }),
    shares({ transaction: "4", quantity: "-100" }),
    shares({ transaction: "5", instrument: "2" as InstrumentId }),
    shares({ transaction: "6", moment: "2025-01-24T16:20:00" as IsoDateTime }),
    shares({ transaction: "7", codes: ["Ep"] }),
    shares({ transaction: "8", cancelled: true }),
  ];
  expect(pairs(option({}), ...others)).toEqual([]);
});

test("two alike take the row that is numbered next to theirs", () => {
  const first = option({ transaction: "10", tradeId: "100" });
  const second = option({ transaction: "20", tradeId: "200" });
  const near = shares({ transaction: "40", tradeId: "101" });
  const far = shares({ transaction: "30", tradeId: "201" });
  expect(pairs(first, second, far, near).toSorted()).toEqual(["30<-20", "40<-10"]);
});

test("a query without codes has the broker's own bookings; without terms nothing is guessed", () => {
  const silent = { codes: [], isBooking: true } as const;
  expect(pairs(option(silent), shares({ ...silent, transaction: "2" }))).toEqual(["2<-1"]);
  expect(pairs(option(silent), shares({ codes: [], transaction: "2" }))).toEqual([]);
  const blank = option({ strike: "not exported", underlying: "" });
  expect(pairs(blank, shares({ transaction: "2" }))).toEqual([]);
});

test("where the underlying is not exported, the option's symbol names it; a future delivers its own size", () => {
  const unnamed = option({ underlying: "" });
  expect(pairs(unnamed, shares({ transaction: "2", symbol: "ABC" }))).toEqual([]);
  expect(pairs(unnamed, shares({ transaction: "2", symbol: "XYZ" }))).toEqual(["2<-1"]);
  const onFuture = option({ assetCategory: "FOP", underlying: "1", multiplier: "50" });
  const future = shares({ assetCategory: "FUT", quantity: "2", multiplier: "50" });
  expect(pairs(onFuture, { ...future, event: shares({ transaction: "3" }).event })).toEqual([
    "3<-1",
  ]);
});

test("an action id counts for more than the underlying's, which changes when it is renamed", () => {
  const row = { transaction: "2", action: "77", instrument: "2" as InstrumentId };
  const renamed = shares(row);
  expect(pairs(option({ action: "77" }), renamed)).toEqual(["2<-1"]);
  const other = shares({ ...row, quantity: "-100" });
  expect(pairs(option({ action: "77" }), other)).toEqual([]);
});

test("calls and puts of one strike and second are told apart by the direction of what they deliver", () => {
  const put = option({ transaction: "1", right: "put" });
  const call = option({ transaction: "2", right: "call" });
  const sold = shares({ transaction: "3" });
  const bought = shares({ transaction: "4", quantity: "200" });
  expect(pairs(put, call, sold, bought).toSorted()).toEqual(["3<-2", "4<-1"]);
  expect(pairs(put, sold)).toEqual([]);
});

test("an adjusted contract delivers other units for the same money", () => {
  const adjusted = shares({
    transaction: "2",
    quantity: "-300",
    price: "13.3333",
    proceeds: "4000",
  });
  expect(pairs(option({}), adjusted)).toEqual(["2<-1"]);
  expect(pairs(option({}), { ...adjusted, proceeds: adjusted.quantity })).toEqual([]);
});

test("several rows on either side belong together where their units are the same in sum", () => {
  const [half, rest] = [
    shares({ transaction: "8", quantity: "-50" }),
    shares({ transaction: "9", quantity: "-150" }),
  ];
  expect(pairs(option({}), half, rest)).toEqual(["8<-1", "9<-1"]);
  expect(pairs(option({}), half)).toEqual([]);
  const [one, two] = [
    option({ transaction: "1", quantity: "1" }),
    option({ transaction: "2", quantity: "1" }),
  ];
  expect(pairs(one, two, shares({ transaction: "8" }))).toEqual(["8<-1,2"]);
});

test("what is booked after the weekend still belongs to its option; codes must say what both rows are", () => {
  const later = { transaction: "2", moment: "2025-01-21T09:00:00" as IsoDateTime } as const;
  expect(pairs(option({}), shares(later))).toEqual(["2<-1"]);
  expect(pairs(option({}), shares({ ...later, price: "21" }))).toEqual([]);
  const silent = { codes: [], isBooking: true } as const;
  expect(pairs(option(silent), shares({ ...later, ...silent }))).toEqual([]);
});

test("the symbol of a class of shares is written with a blank or in small letters, the root of its options is not", () => {
  const unnamed = option({ underlying: "", symbol: "BRKB  250117C00020000" });
  expect(pairs(unnamed, shares({ transaction: "2", symbol: "BRK B" }))).toEqual(["2<-1"]);
  expect(pairs(unnamed, shares({ transaction: "2", symbol: "BRKb" }))).toEqual(["2<-1"]);
});

test("last of all, shares of the same moment, units and price as the strike argue against a wrong underlying", () => {
  expect(pairs(option(WRONG), shares({ transaction: "2", symbol: "XYZ" }))).toEqual(["2<-1"]);
  const others = [
    shares({ transaction: "3", price: "21" }),
    shares({ transaction: "4", quantity: "-100" }),
    shares({ transaction: "5", quantity: "200" }),
    shares({ transaction: "6", moment: "2025-01-17T16:20:01" as IsoDateTime }),
    shares({ transaction: "7", codes: [], isBooking: true }),
    shares({ transaction: "8", symbol: "ABC" }),
    shares({ transaction: "9", action: "78" }),
  ];
  for (const one of others) expect(pairs(option({ ...WRONG, action: "77" }), one)).toEqual([]);
  const near = shares({ transaction: "10", symbol: "XYZ" });
  expect(pairs(option({ ...WRONG, strike: "not exported" }), near)).toEqual([]);
  expect(pairs(option({ ...WRONG, right: null }), near)).toEqual([]);
  expect(pairs(option({ ...WRONG, codes: [], isBooking: true }), near)).toEqual([]);
});

test("an option that names its underlying has the shares before one that does not", () => {
  const wrong = option({ ...WRONG, transaction: "1", tradeId: "100" });
  const right = option({ transaction: "2", tradeId: "90" });
  const near = shares({ transaction: "3", tradeId: "101", symbol: "XYZ" });
  expect(pairs(wrong, right, near)).toEqual(["3<-2"]);
  const late = shares({ transaction: "4", moment: "2025-01-21T09:00:00" as IsoDateTime });
  const other = shares({ transaction: "5", instrument: "2" as InstrumentId });
  expect(pairs(option({ right: "call" }), late, other)).toEqual(["4<-1"]);
});

test("rows in both directions are of no one delivery", () => {
  const warrant = { assetCategory: "WAR", multiplier: "1", right: null, action: "77" } as const;
  const [come, go] = [
    shares({ transaction: "8", quantity: "100", action: "77" }),
    shares({ transaction: "9", quantity: "-100", action: "77" }),
  ];
  expect(pairs(option({ ...warrant, quantity: "-200" }), come, go)).toEqual([]);
});
