/** Lists of positions: rows that are missing, printed short, or of classes that nobody has seen. */
import { expect, test } from "vitest";
import type { InstrumentId } from "../../core/ids.ts";
import type { PositionAssertion } from "../../events/assertion.ts";
import type { Holding } from "../ledger.ts";
import { amount, checksOf, day, main, positionRow, trade, window, xyz } from "./given.ts";
import { p1 } from "./p1.ts";
import { p2 } from "./p2.ts";
import { p3 } from "./p3.ts";
import { p4 } from "./p4.ts";
import { p5 } from "./p5.ts";
import { r2 } from "./r2.ts";

const summary = positionRow({ level: "summary", transaction: "" });
const other = { instrument: "2" as InstrumentId };

test("P4: a position without lots, where others have some, lacks them", () => {
  const whole = [
    { ...summary, ...other },
    { ...positionRow({}), ...other },
  ];
  expect(checksOf(p4, [summary, ...whole]).slice(0, 2)).toEqual([
    "position differs by -10",
    "positionValue differs by -60",
  ]);
  expect(checksOf(p4, [{ ...summary, assetCategory: "FUT" }, ...whole])[0]).toContain(
    "no lots of class FUT",
  );
});

test("P4: lots without a position, where others have one, are of none", () => {
  expect(checksOf(p4, [positionRow({}), { ...summary, ...other }])[0]).toBe(
    "position differs by 10",
  );
});

test("P4: sides that only one level names", () => {
  expect(checksOf(p4, [{ ...summary, side: "" }, positionRow({})])).toEqual([
    "position agrees",
    "positionValue agrees",
    "costBasisMoney agrees",
    "fifoPnlUnrealized agrees",
  ]);
});

test("P4: values in whole cents may be off by half a cent a lot, and not by more", () => {
  const lots = ["1", "2", "3"].map((transaction) =>
    positionRow({ transaction, marketValue: "20.01", quantity: "3", unrealized: "3" }),
  );
  const listed = (marketValue: string) => ({
    ...positionRow({ quantity: "9", marketValue, transaction: "" }),
    level: "summary" as const,
  });
  expect(checksOf(p4, [listed("60.01"), ...lots])[1]).toContain("not reported: the values are");
  expect(checksOf(p4, [listed("60"), ...lots])[1]).toBe("positionValue differs by 0.03");
});

test("P3: a price hides half a cent a unit at most", () => {
  const of = (costPrice: string, costBasis: string) =>
    checksOf(p3, [positionRow({ quantity: "100", costPrice, costBasis })])[0];
  expect(of("10", "1030")).toBe("costBasisMoney differs by -30");
  expect(of("10.1", "1010.3")).toContain("10.1 is rounded");
  expect(of("10.1", "1010.6")).toBe("costBasisMoney differs by -0.6");
});

test("P1 and P2: bonds may hold their accrued interest", () => {
  const bond = positionRow({ assetCategory: "BOND", quantity: "1000", markPrice: "6" });
  expect(checksOf(p1, [bond])).toEqual(["positionValue agrees"]);
  expect(checksOf(p1, [{ ...bond, multiplier: bond.quantity }])[0]).toContain("accrued interest");
  expect(checksOf(p2, [positionRow({ ...bondly, unrealized: "8" })])[0]).toContain(
    "accrued interest",
  );
});

const bondly = { assetCategory: "BOND" } as const;

test("P5: classes whose cost nobody has compared", () => {
  const bought = trade({ assetCategory: "FUT" });
  const lot = positionRow({ assetCategory: "FUT", costBasis: "50" });
  expect(checksOf(p5, [bought, lot])[0]).toContain("of class FUT");
});

test("R2: a statement lists what is held on its last day; a row of another day is no list", () => {
  const held = (instrument: InstrumentId) =>
    ({
      account: main,
      instrument,
      opening: amount("10"),
      moves: [],
      unknown: null,
    }) as unknown as Holding;
  const listed = (instrument: InstrumentId, date: string) =>
    ({
      ...{ kind: "position", account: main, instrument, date: day(date) },
      ...{ quantity: amount("10"), source: window.source },
    }) as unknown as PositionAssertion;
  const third = { instrument: "3" as InstrumentId };
  const holdings = [xyz, other.instrument, third.instrument].map(held);
  const beside = [listed(other.instrument, "2025-01-30"), listed(third.instrument, "2025-01-31")];
  expect(checksOf(r2, [listed(xyz, "2025-01-31"), ...beside], holdings)).toEqual([
    "position agrees",
    "position agrees",
    "position agrees",
    "position differs by 10",
  ]);
  const alone = [listed(xyz, "2025-01-30")];
  expect(checksOf(r2, alone, holdings.slice(0, 2))).toEqual([
    "position agrees",
    "position differs by 10",
  ]);
});
