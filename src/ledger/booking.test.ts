import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isKnown, sum } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import { average, fifo, hifo, LOT_METHODS, lifo } from "./lot-methods/methods.ts";
import { bookOne, bookStory, lines, play, tradeOf } from "./play.ts";
import { storyOf } from "./story/story.ts";

const twoBuysOneSale = `
  buy  2025-01-02 10 @ 10.00
  buy  2025-02-03  5 @ 12.00
  sell 2025-03-04 12 @ 15.00`;

describe("methods choose lots", () => {
  test.each([
    [
      fifo,
      `closed 10 opened 2025-01-02 basis 100 realized 50 short
       closed 2 opened 2025-02-03 basis 24 realized 6 short
       open 3 opened 2025-02-03 basis 36`,
    ],
    [
      lifo,
      `closed 5 opened 2025-02-03 basis 60 realized 15 short
       closed 7 opened 2025-01-02 basis 70 realized 35 short
       open 3 opened 2025-01-02 basis 30`,
    ],
    [
      hifo,
      `closed 5 opened 2025-02-03 basis 60 realized 15 short
       closed 7 opened 2025-01-02 basis 70 realized 35 short
       open 3 opened 2025-01-02 basis 30`,
    ],
    [
      average,
      `closed 10 opened 2025-01-02 basis 106.666666666666666667 realized 43.333333333333333333 short
       closed 2 opened 2025-02-03 basis 21.333333333333333333 realized 8.666666666666666667 short
       open 3 opened 2025-02-03 basis 32`,
    ],
  ])("$name", (method, expected) => {
    expect(play(method, twoBuysOneSale)).toBe(lines(expected).join("\n"));
  });

  test("highest cost takes the dearest unit, wherever it stands", () => {
    const story = `
      buy 2025-01-02 1 @ 12
      buy 2025-01-03 1 @ 15
      buy 2025-01-04 1 @ 11
      sell 2025-01-05 2 @ 20`;
    expect(play(hifo, story)).toBe(
      lines(`closed 1 opened 2025-01-03 basis 15 realized 5 short
             closed 1 opened 2025-01-02 basis 12 realized 8 short
             open 1 opened 2025-01-04 basis 11`).join("\n"),
    );
  });
});

describe("FIFO stories", () => {
  test.each([
    [
      "commission and taxes are part of the basis and of the result",
      `buy 2025-01-02 10 @ 10 fee 1 tax 0.5
       sell 2025-02-03 4 @ 12 fee 1`,
      `closed 4 opened 2025-01-02 basis 40.6 realized 6.4 short
       open 6 opened 2025-01-02 basis 60.9`,
    ],
    [
      "the closing's costs are spread over the lots by quantity",
      `buy 2025-01-02 100 @ 10 fee 1
       buy 2025-01-03 50 @ 11 fee 1
       sell 2025-02-03 120 @ 12 fee 1`,
      `closed 100 opened 2025-01-02 basis 1001 realized 198.166666666666666667 short
       closed 20 opened 2025-01-03 basis 220.4 realized 19.433333333333333333 short
       open 30 opened 2025-01-03 basis 330.6`,
    ],
    [
      "a short sale and its cover",
      `sell 2025-01-02 10 @ 20 fee 1
       buy 2026-06-03 4 @ 15 fee 1`,
      `closed -4 opened 2025-01-02 basis -79.6 realized 18.6 short
       open -6 opened 2025-01-02 basis -119.4`,
    ],
    [
      "a trade that crosses zero closes first and opens the rest",
      `buy 2025-01-02 10 @ 10
       sell 2025-02-03 15 @ 12 fee 3 both`,
      `closed 10 opened 2025-01-02 basis 100 realized 18 short
       open -5 opened 2025-02-03 basis -59`,
    ],
    [
      "fractions",
      `buy 2025-01-02 0.1234 @ 100 fee 0.01
       sell 2025-01-03 0.1234 @ 110`,
      "closed 0.1234 opened 2025-01-02 basis 12.35 realized 1.224 short",
    ],
    [
      "more than a year is long-term, a year to the day is not",
      `buy 2024-01-02 2 @ 10
       sell 2025-01-02 1 @ 11
       sell 2025-01-03 1 @ 11`,
      `closed 1 opened 2024-01-02 basis 10 realized 1 short
       closed 1 opened 2024-01-02 basis 10 realized 1 long`,
    ],
    [
      "a closing trade of the other side opens more, and says so: long and short are never held at once",
      `buy 2025-01-15 10 @ 10
       buy 2025-03-01 5 @ 12 closes`,
      `lots/insufficient: closing of 5 XYZ, but only 0 are open
       open 10 opened 2025-01-15 basis 100
       open 5 opened 2025-03-01 basis 60`,
    ],
    [
      "a closing trade that closes more than is open has a lot of unknown basis, and says so",
      `buy 2025-01-15 10 @ 10
       sell 2025-03-01 15 @ 12 closes`,
      `lots/insufficient: closing of 15 XYZ, but only 10 are open
       closed 5 opened before basis unknown realized unknown unknown
       closed 10 opened 2025-01-15 basis 100 realized 20 short
       missing 5`,
    ],
    [
      "an unknown cost makes an unknown basis, never zero",
      `buy 2025-01-02 10 @ 10 unknown
       buy 2025-01-03 10 @ 11
       sell 2025-01-04 5 @ 12`,
      `closed 5 opened 2025-01-02 basis unknown realized unknown short
       open 5 opened 2025-01-02 basis unknown
       open 10 opened 2025-01-03 basis 110`,
    ],
    [
      "trades of one second are booked by transaction id",
      `buy 2025-01-02T10:00:00 1 @ 10
       buy 2025-01-02T10:00:00 1 @ 11
       sell 2025-01-02T10:00:00 1 @ 12`,
      `closed 1 opened 2025-01-02T10:00:00 basis 10 realized 2 short
       open 1 opened 2025-01-02T10:00:00 basis 11`,
    ],
    [
      "lots of one second go by number, not by text",
      `${Array.from({ length: 10 }, (_, index) => `buy 2025-01-02T10:00:00 1 @ ${index + 1}`).join("\n")}
       sell 2025-01-03 8 @ 1`,
      `${Array.from({ length: 8 }, (_, index) => `closed 1 opened 2025-01-02T10:00:00 basis ${index + 1} realized ${-index} short`).join("\n")}
       open 1 opened 2025-01-02T10:00:00 basis 9
       open 1 opened 2025-01-02T10:00:00 basis 10`,
    ],
    [
      "a lot without a time is as old as the end of its day",
      `transfer 2025-01-02 1 basis 12
       buy 2025-01-02T15:00:00 1 @ 10
       sell 2025-01-03 1 @ 11`,
      `closed 1 opened 2025-01-02T15:00:00 basis 10 realized 1 short
       open 1 opened 2025-01-02 basis 12`,
    ],
    [
      "a transfer of more than is held lacks lots, and turns nothing around",
      `buy 2025-01-02 30 @ 10
       transfer 2025-01-03 -50`,
      `lots/insufficient: closing of 50 XYZ, but only 30 are open
       missing 20`,
    ],
    [
      "short positions are transferred, too",
      `transfer 2025-01-02 -30 basis -300
       transfer 2025-01-03 10`,
      "open -20 opened 2025-01-02 basis -200",
    ],
  ])("%s", (_, story, expected) => {
    expect(play(fifo, story)).toBe(lines(expected).join("\n"));
  });
});

const quantity = fc
  .integer({ min: 1, max: 1_000_000 })
  .map((units) => Decimal.of(`${units}`).times(Decimal.of("0.0001")));
const trade = fc.tuple(
  fc.constantFrom("buy", "sell"),
  quantity,
  fc.integer({ min: 1, max: 99_999 }),
  fc.integer({ min: 0, max: 500 }),
);
const story = fc.array(trade, { minLength: 1, maxLength: 60 }).map((trades) =>
  trades.map(([side, units, cents, fee], index) => {
    const day = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
    return tradeOf(
      `${side} ${day} ${units} @ ${Decimal.of(`${cents}`).times(Decimal.of("0.01"))} fee ${Decimal.of(`${fee}`).times(Decimal.of("0.01"))}`,
      index,
    );
  }),
);

describe("the days between a trade and what takes it back have the broker's basis", () => {
  const movesOf = (story: string): string[] => {
    const told = storyOf(story);
    const [pool] = bookStory(fifo, told).pools.values();
    return (pool?.moves ?? []).map(({ date, quantity, basis }) => `${date} ${quantity} ${basis}`);
  };

  test("that of what it opened", () => {
    expect(
      movesOf(`
        buy 2025-01-02 10 @ 10 fee 1
        buy 2025-01-03 5 @ 12
        cancel 2025-01-06 buy 2025-01-02 10 @ 10 fee 1
        buy 2025-01-06 10 @ 9`),
    ).toEqual(["2025-01-02 10 101", "2025-01-03 5 60", "2025-01-06 -10 -101", "2025-01-06 10 90"]);
  });

  test("less that of what it closed", () => {
    expect(
      movesOf(`
        buy 2025-01-02 10 @ 10
        sell 2025-01-03 14 @ 12
        cancel 2025-01-06 sell 2025-01-03 14 @ 12`),
    ).toEqual(["2025-01-02 10 100", "2025-01-03 -14 -148", "2025-01-06 14 148"]);
  });
});

describe.each(Object.values(LOT_METHODS))("laws of $name", (method) => {
  const booked = (trades: ReturnType<typeof tradeOf>[]) => bookOne(method, trades);

  test("units are conserved", () => {
    fc.assert(
      fc.property(story, (trades) => {
        const { lots } = booked(trades);
        const open = Decimal.sum(lots.map((lot) => lot.quantity));
        expect(open.toString()).toBe(Decimal.sum(trades.map((one) => one.quantity)).toString());
      }),
    );
  });

  test("cash, open basis and results add up", () => {
    fc.assert(
      fc.property(story, (trades) => {
        const { lots, closings } = booked(trades);
        const basis = sum(lots.map(({ costBasis }) => costBasis));
        const realized = sum(closings.map((closing) => closing.realized));
        const net = sum(trades.map((one) => one.net));
        if (!isKnown(basis) || !isKnown(realized) || !isKnown(net))
          throw new Error("all is known here");
        expect(realized.minus(basis).toString()).toBe(net.toString());
      }),
    );
  });

  test("no pool holds long and short lots", () => {
    fc.assert(
      fc.property(story, (trades) => {
        const signs = new Set(booked(trades).lots.map((lot) => lot.quantity.sign));
        expect(signs.size).toBeLessThanOrEqual(1);
        expect(signs.has(0)).toBe(false);
      }),
    );
  });
});

test("all methods agree on the result when the position is flat", () => {
  fc.assert(
    fc.property(fc.array(trade, { minLength: 1, maxLength: 20 }), (trades) => {
      const buys = trades.map(([, units, cents], index) =>
        tradeOf(`buy 2024-01-${String(index + 1).padStart(2, "0")} ${units} @ ${cents}`, index),
      );
      const total = Decimal.sum(buys.map((one) => one.quantity));
      const all = [...buys, tradeOf(`sell 2024-03-01 ${total} @ 77`, buys.length)];
      const results = Object.values(LOT_METHODS).map((method) =>
        String(sum(bookOne(method, all).closings.map(({ realized }) => realized))),
      );
      expect(new Set(results).size).toBe(1);
    }),
  );
});
