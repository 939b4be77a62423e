/** Cash that settles daily, and cash that settles later. */
import { describe, expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId } from "../../core/ids.ts";
import type { Trade } from "../../events/event.ts";
import { tradeOf } from "../play.ts";
import { day, exported, priorMark, trade } from "./given.ts";
import { compared } from "./told.ts";

const WINDOW = "2025-01-02 2025-01-03";

describe("C4: futures settle every day", () => {
  const future = (markToMarket: string) =>
    trade({ assetCategory: "FUT", instrument: null, markToMarket, closePrice: "1" });
  const held = priorMark({ assetCategory: "FUT", instrument: null, date: day("2025-01-03") });
  const of = (settled: string, ...rows: Parameters<typeof compared>[3] & {}) =>
    compared("C4", `report USD ${WINDOW} starting 0 ending 0 cashSettlingMtm ${settled}`, [], rows);
  const ended = (end: string) => [`C4/main/USD/2025-01-02/2025-01-03 ${end}`];
  const prior = exported("prior positions");

  test("trades on their day, and what was held over night", () => {
    expect(of("8", prior, future("5"), held)).toEqual(ended("agrees"));
    expect(of("8", prior, future("5"))).toEqual(ended("differs by -3"));
    expect(of("0", prior, future("5"), held)).toEqual(ended("differs by 8"));
    expect(of("2", prior)).toEqual(ended("differs by -2"));
  });

  test("other currencies and other days are not on the line; without futures there is none", () => {
    const francs = { ...future("9"), currency: "CHF" };
    const later = { ...future("9"), date: day("2025-01-06") };
    expect(of("5", prior, future("5"), francs, later)).toEqual(ended("agrees"));
    expect(of("0", prior)).toEqual([]);
  });

  test("without positions of the day before, only what agrees is reported", () => {
    expect(of("5", future("5"))).toEqual(ended("agrees"));
    expect(of("8", future("5"))).toEqual(
      ended(
        "not-reported: futures may have been held over night, and the statement has no section PriorPeriodPositions",
      ),
    );
  });

  test("a result or a line that is not exported", () => {
    expect(of("5", prior, future("the query does not export Trade.mtmPnl"))).toEqual(
      ended("not-reported: the query does not export Trade.mtmPnl"),
    );
    const story = `report USD ${WINDOW} starting 0 ending 0`;
    expect(compared("C4", story, [], [prior, future("5")])).toEqual(
      ended("not-reported: the query does not export cashSettlingMtm of the cash report"),
    );
  });

  test("contracts for difference may settle there, too", () => {
    const contract = { ...future("3"), assetCategory: "CFD" };
    expect(of("8", prior, future("5"), contract)[0]).toContain("not-reported: contracts for");
    expect(of("5", prior, future("5"), contract)).toEqual(ended("agrees"));
  });

  test("an option that delivered nothing may settle there, too", () => {
    const option = trade({ assetCategory: "OPT", codes: ["Ex"], moment: day("2025-01-03") });
    const not = ended(
      "not-reported: an option was settled in cash, and on which line the broker counts that is not settled",
    );
    expect(of("3", prior, option)).toEqual(not);
    expect(of("3", prior, { ...option, codes: ["Ep"] })).toEqual(ended("differs by -3"));
    expect(of("3", prior, { ...option, date: day("2025-01-06") })).toEqual(ended("differs by -3"));
    const shares = { ...option, event: "main/trade/2" as EventId, assetCategory: "STK" };
    const both = [option, shares].map((one) => ({ ...one, action: "7" }));
    expect(of("3", prior, ...both)).toEqual(ended("differs by -3"));
  });
});

describe("C13: settled cash", () => {
  const bought: Trade = tradeOf("buy 2025-01-03 10 @ 5 fee 1", 0);
  const row = (settles: string | null) =>
    trade({ event: bought.id, date: bought.date, settles: settles === null ? null : day(settles) });
  const of = (settled: string, settles: string | null) =>
    compared(
      "C13",
      `report USD ${WINDOW} starting 100 ending 49 settled ${settled}`,
      [bought],
      [row(settles)],
    );
  const ended = (end: string) => [`C13/main/USD/2025-01-02/2025-01-03 ${end}`];

  test("nothing is outstanding, or a trade is, with or without its commission", () => {
    expect(of("49", "2025-01-03")).toEqual(ended("agrees"));
    expect(of("99", "2025-01-06")).toEqual(ended("agrees"));
    expect(of("100", "2025-01-06")).toEqual(ended("agrees"));
  });

  test("what no reading meets is not reported", () => {
    const open = "not-reported: which movements the broker counts as settled is not settled";
    expect(of("98", "2025-01-06")).toEqual(ended(open));
    expect(of("99", "2025-01-03")).toEqual(ended(open));
    expect(of("99", null)).toEqual(
      ended("not-reported: the query does not export Trade.settleDateTarget of all trades"),
    );
    expect(compared("C13", `report USD ${WINDOW} starting 0 ending 0`)).toEqual([]);
  });

  test("in base currency at the rates of the last day", () => {
    const account = "main" as AccountAlias;
    const euros: Trade = { ...bought, account, currency: "EUR", rate: Decimal.of("1.2") };
    const story = `rate 2025-01-03 EUR 1.1
      report BASE ${WINDOW} starting 0 ending 100 settled 155`;
    expect(compared("C13", story, [euros], [row("2025-01-06")])).toEqual([
      "C13/main/BASE/2025-01-02/2025-01-03 agrees",
    ]);
  });
});
