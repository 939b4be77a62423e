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

/** `shares<-option` by transaction. */
const pairs = (...trades: TradeAssertion[]): string[] =>
  [...deliveriesOf(trades)].map(
    ([event, { transaction }]) => `${event.split("/").at(-1)}<-${transaction}`,
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
