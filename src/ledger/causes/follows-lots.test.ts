/** What is wrong with a lot, or with the option that delivered it, has one root, however many figures it is in. */
import { describe, expect, test } from "vitest";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { PositionAssertion, TradeAssertion } from "../../events/assertion.ts";
import type { Check } from "../checks.ts";
import { main, trade, xyz } from "../rules/given.ts";
import { differs, id, roots } from "./given.ts";

const call = "2" as InstrumentId;

const lot = (openedBy: string, quantity: string, costBasis: string) => ({
  id: openedBy,
  openedBy: id(openedBy),
  quantity: Decimal.of(quantity),
  costBasis: Decimal.of(costBasis),
  opened: "2025-01-02",
});

const closing = (name: string, ...lots: ReturnType<typeof lot>[]) => ({
  ...{ id: id(name), by: { id: id(name) }, date: "2025-03-03" },
  lots: lots.map((one) => ({ lot: one })),
});

const holding = (
  instrument: InstrumentId,
  closings: ReturnType<typeof closing>[],
  lots: ReturnType<typeof lot>[] = [],
) => ({ account: main, instrument, lots, closings, events: [], moves: [] });

describe("a lot that is off is off in each of its closings", () => {
  const closings = [closing("8", lot("1", "4", "40")), closing("9", lot("1", "6", "60"))];
  const result = (name: string, difference: string) =>
    differs("R4", difference, { event: id(name) });

  test("by as much for each unit, and in what is left of it the other way", () => {
    const left = [lot("1", "5", "50")];
    const checks = [result("8", "2"), result("9", "3"), differs("R3", "-2.5")];
    expect(roots(checks, [holding(xyz, closings, left)])).toEqual([
      "R4/main/trade/8",
      "R4/main/trade/9 R4/main/trade/8",
      "R3/main/1 R4/main/trade/8",
    ]);
  });

  test("but not where another amount is missing", () => {
    const checks = [result("8", "2"), result("9", "3.01"), differs("R3", "2.5")];
    expect(roots(checks, [holding(xyz, closings, [lot("1", "5", "50")])])).toEqual([
      "R4/main/trade/8",
      "R4/main/trade/9",
      "R3/main/1",
    ]);
  });

  test("nor where the lots are others", () => {
    const other = [closing("8", lot("1", "4", "40")), closing("9", lot("2", "6", "60"))];
    expect(roots([result("8", "2"), result("9", "3")], [holding(xyz, other)])).toEqual([
      "R4/main/trade/8",
      "R4/main/trade/9",
    ]);
  });

  test("by its part of the basis where a split has changed the units", () => {
    const split = [closing("8", lot("1", "4", "40")), closing("9", lot("1", "12", "60"))];
    expect(roots([result("8", "2"), result("9", "3")], [holding(xyz, split)])[1]).toBe(
      "R4/main/trade/9 R4/main/trade/8",
    );
  });

  test("with the closed part of the trade that opened it, where that crossed zero", () => {
    const crossed = [closing("8", lot("1", "4", "40")), closing("9", lot("8", "-6", "-70"))];
    expect(roots([result("8", "2"), result("9", "3")], [holding(xyz, crossed)])[1]).toBe(
      "R4/main/trade/9 R4/main/trade/8",
    );
  });
});

describe("delivered shares differ by the premium", () => {
  const at = { moment: "2025-02-21T16:20:00" as IsoDate, date: "2025-02-21" as IsoDate };
  const shares = trade({ ...at, transaction: "5", quantity: "100", price: "40", codes: ["Ex"] });
  const option = trade({
    ...at,
    ...{ transaction: "4", instrument: call, assetCategory: "OPT", quantity: "-1" },
    ...{ multiplier: "100", strike: "40", underlying: xyz, codes: ["Ex"], effect: "closes" },
  });
  const closings = [closing("9", lot("5", "100", "4000"))];
  const result = differs("R4", "120", { event: id("9") });

  test("where a row of the option contradicts itself, or one that opened it", () => {
    for (const row of ["3", "4"]) {
      const broken = differs("T2", "5", { instrument: call, event: id(row) });
      const optionLots = holding(call, [closing("4", lot("3", "1", "120"))]);
      expect(
        roots([broken, result], [holding(xyz, closings), optionLots], { trade: [shares, option] }),
      ).toEqual([`T2/main/trade/${row}`, `R4/main/trade/9 T2/main/trade/${row}`]);
    }
  });

  const bought = { ...option, event: id("3"), codes: [], moment: "2025-01-02" as IsoDate };
  const contracts = (difference: string) =>
    differs("R2", difference, { instrument: call, tolerance: Decimal.zero });
  const without = (check: Check, ...trades: TradeAssertion[]) =>
    roots([check, result], [holding(xyz, closings)], { trade: [shares, bought, ...trades] })[1];

  test("where the option that delivered them is still open", () => {
    expect(without(contracts("1"))).toBe("R4/main/trade/9 R2/main/2");
    expect(without(contracts("2"))).toBe("R4/main/trade/9");
  });

  test("where its row says that it expired", () => {
    const expired = { ...option, codes: ["Ep"] };
    const broken = differs("T4", "-120", { instrument: call, event: id("4") });
    expect(without(broken, expired)).toBe("R4/main/trade/9 T4/main/trade/4");
    const later = { ...expired, moment: "2025-02-22T16:20:00" as IsoDate };
    expect(without(broken, later)).toBe("R4/main/trade/9");
  });
});

describe("the unrealized result of an earlier day", () => {
  const closed = differs("R4", "3", { event: id("9"), date: "2025-02-03" as IsoDate });
  const open = differs("R3", "-2", { date: "2025-03-03" as IsoDate });
  const then = (difference: string, date = "2025-01-31") =>
    differs("R5", difference, {
      ...{ id: "R5/1", field: "unrealizedProfit + unrealizedLoss", date: date as IsoDate },
    });
  const listed = { account: main, instrument: xyz, rate: Decimal.of("0.5") };
  const rootOf = (one: Check) =>
    roots([closed, open, one], [], {
      position: [{ ...listed, date: one.date }] as unknown as readonly PositionAssertion[],
    })[2];

  test("is off by what was wrong with its lots ever since", () => {
    expect(rootOf(then("2.5"))).toBe("R5/1 R4/main/trade/9");
    expect(rootOf(then("1", "2025-02-28"))).toBe("R5/1 R3/main/1");
  });

  test("and by nothing else", () => {
    expect(rootOf(then("2.6"))).toBe("R5/1");
    expect(rootOf(then("2.5", "2025-02-28"))).toBe("R5/1");
  });
});
