/** Net asset value of each day, as a level (R8) and against the day before (R9). */
import { describe, expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId } from "../../core/ids.ts";
import type { Assertion, NavAssertion } from "../../events/assertion.ts";
import type { FxConversion, LedgerEvent, Trade } from "../../events/event.ts";
import type { Holding } from "../ledger.ts";
import { tradeOf } from "../play.ts";
import {
  accrualTotal,
  amount,
  checksOf,
  day,
  exported,
  main,
  positionRow,
  priorMark,
  trade,
} from "./given.ts";
import { r8 } from "./r8.ts";
import { compared, explained } from "./told.ts";

/** A window that exports trades and cash transactions. */
const WINDOW = "change 2025-01-02 2025-01-06 starting 0 ending 0";
const prior = exported("prior positions");
const bought: Trade = tradeOf("buy 2025-01-03 10 @ 5 fee 1", 0);
/** 10 bought at 5, worth 5.5 at the close. */
const row = trade({ event: bought.id, date: bought.date, markToMarket: "5", closePrice: "5.5" });

describe("R9: net asset value from day to day", () => {
  const ended = (date: string, end: string) => `R9/main/2025-01-${date} ${end}`;
  const flat = "nav 2025-01-02 total 100 cash 100";
  const held = "nav 2025-01-03 total 104 cash 49 stock 55";

  test("a trade makes what it is marked to, less its costs; where nothing was held no other row is needed", () => {
    const of = (story: string) => compared("R9", `${WINDOW}\n ${story}`, [bought], [row]);
    expect(of(`${flat}\n ${held}`)).toEqual([ended("03", "agrees")]);
    expect(of(`${flat}\n nav 2025-01-03 total 105`)).toEqual([ended("03", "differs by -1")]);
  });

  const monday = "nav 2025-01-06 total 120 cash 55 stock 60 dividendAccruals 4 interestAccruals 1";
  const mark = priorMark({ date: day("2025-01-06"), result: "5" });
  const week = (rows: readonly Assertion[], story = monday, events: LedgerEvent[] = []) =>
    compared(
      "R9",
      `${WINDOW}\n ${flat}\n ${held}\n ${story}
       dividend 2025-01-04 2 USD\n other-fee 2025-01-06 -1 USD\n deposit 2025-01-06 5 USD`,
      [bought, ...events],
      [row, ...rows],
    );

  test("what was held before, cash of the weekend too, and accruals", () => {
    expect(week([prior, mark])).toEqual([ended("03", "agrees"), ended("06", "agrees")]);
    expect(week([prior])[1]).toBe(ended("06", "differs by -5"));
    expect(week([prior, mark, mark])[1]).toBe(ended("06", "differs by 5"));
  });

  test("days for which the query lacks something are told once", () => {
    const missing = "not-reported: the statement has no section PriorPeriodPositions";
    const tuesday = `${monday}\n nav 2025-01-07 total 121 stock 61`;
    const window = WINDOW.replace("2025-01-06", "2025-01-07");
    const story = `${window}\n ${flat}\n ${held}\n ${tuesday}`;
    expect(compared("R9", story, [bought], [row])).toEqual([
      ended("03", "agrees"),
      ended("07", missing),
    ]);
    const undated = { ...mark, isDated: false };
    expect(week([prior, undated])).toEqual([
      ended("06", "not-reported: the query does not export PriorPeriodPosition.date"),
    ]);
    expect(compared("R9", `${flat}\n ${held}`)).toEqual([
      ended("03", "not-reported: the statement has no section Trades"),
    ]);
  });

  test("a result that is not exported", () => {
    const unmarked = { ...row, markToMarket: amount("the query does not export Trade.mtmPnl") };
    expect(compared("R9", `${WINDOW}\n ${flat}\n ${held}`, [bought], [unmarked])).toEqual([
      ended("03", "not-reported: the query does not export Trade.mtmPnl"),
    ]);
  });

  test("taxes count; where they are not exported, net cash has them", () => {
    const taxed = { ...row, taxes: amount("-2"), netCash: amount("-53") };
    const silent = { ...taxed, taxes: amount("the query does not export Trade.taxes") };
    const story = `${WINDOW}\n ${flat}\n nav 2025-01-03 total 102`;
    for (const one of [taxed, silent])
      expect(compared("R9", story, [], [one])).toEqual([ended("03", "agrees")]);
  });

  test("a future that was held shows in no column, and needs its rows all the same", () => {
    const future = { ...row, assetCategory: "FUT", date: day("2025-01-02") };
    const story = `${WINDOW}\n ${flat}\n nav 2025-01-03 total 103`;
    const overnight = priorMark({ assetCategory: "FUT", date: day("2025-01-03") });
    expect(compared("R9", story, [], [future])[0]).toContain("no section PriorPeriodPositions");
    expect(compared("R9", story, [], [future, prior, overnight])[0]).toBe(ended("03", "agrees"));
    expect(compared("R9", story, [], [future, prior])[0]).toBe(ended("03", "differs by -3"));
  });

  test("what nobody has seen in the bridge makes a day doubtful, not wrong", () => {
    const bonds = monday.replace("total 120", "total 130 bonds 10");
    expect(week([prior, mark], bonds)[1]).toContain("not-reported: net asset value has bonds");
    const cancelled = { ...row, date: day("2025-01-06"), codes: ["Ca"], markToMarket: amount("7") };
    expect(week([prior, mark, cancelled])[1]).toContain(
      "not-reported: a trade of the day was canc",
    );
    const settled = {
      ...cancelled,
      event: "main/trade/9" as EventId,
      assetCategory: "OPT",
      codes: ["A"],
    };
    expect(week([prior, mark, settled])[1]).toContain("exercised or assigned without shares");
    expect(week([prior, mark], `${monday}\n transfer 2025-01-06 9 USD`)[1]).toContain(
      "not-reported: something was transferred",
    );
  });

  test("days of two statements belong together", () => {
    const other = `${monday.replace("120", "121")} in b.xml`;
    expect(week([prior, mark], other)[1]).toBe(ended("06", "differs by -1"));
  });

  describe("with other currencies", () => {
    const euros = `report EUR 2025-01-02 2025-01-06 starting 100 ending 100\n ${WINDOW}
      rate 2025-01-02 EUR 1.1\n rate 2025-01-03 EUR 1.2\n nav 2025-01-02 total 110 cash 110`;

    test("balances of the day before make what the rates make of them", () => {
      expect(compared("R9", `${euros}\n nav 2025-01-03 total 120 cash 120`)).toEqual([
        ended("03", "agrees"),
      ]);
      expect(compared("R9", `${euros}\n nav 2025-01-03 total 121 cash 121`)).toEqual([
        ended(
          "03",
          "not-reported: the account holds other currencies, and how the broker translates single days is not settled",
        ),
      ]);
      const unrated = euros.replace("rate 2025-01-03 EUR 1.2", "");
      expect(compared("R9", `${unrated}\n nav 2025-01-03 total 120`)[0]).toContain(
        "not-reported: no row gives the rate of EUR in USD on 2025-01-03",
      );
    });

    test("a conversion costs what its legs differ by, and its commission", () => {
      const conversion: FxConversion = {
        kind: "fx-conversion",
        id: "main/trade/8" as EventId,
        account: "main" as AccountAlias,
        date: day("2025-01-03"),
        moment: day("2025-01-03"),
        transaction: "",
        sources: [{ file: "a.xml", line: 90 }],
        rate: Decimal.one,
        description: "",
        legs: [
          { amount: Decimal.of("-100"), currency: "EUR" },
          { amount: Decimal.of("119"), currency: "USD" },
        ],
        legRates: [Decimal.of("1.2"), Decimal.one],
        commission: { amount: Decimal.of("-2"), currency: "USD" },
        commissionRate: Decimal.one,
      };
      expect(compared("R9", `${euros}\n nav 2025-01-03 total 117`, [conversion])).toEqual([
        ended("03", "agrees"),
      ]);
    });

    test("positions count with their value of the day before", () => {
      const terms = { currency: "EUR", instrument: "1" as InstrumentId } as const;
      const lot = positionRow({ ...terms, date: day("2025-01-02"), markPrice: "5" });
      const position: Assertion = {
        kind: "position",
        account: main,
        source: { file: "a.xml", line: 80 },
        date: day("2025-01-02"),
        instrument: "1" as InstrumentId,
        quantity: amount("10"),
        costBasis: amount("50"),
        markPrice: amount("5"),
        marketValue: amount("50"),
        unrealized: amount("0"),
        rate: amount("1.1"),
      };
      const own = priorMark({ ...terms, date: day("2025-01-03"), result: "4", rate: "1.2" });
      const story = `${euros}\n nav 2025-01-02 total 165 cash 110 stock 55`;
      const rows = [prior, lot, position, own];
      // 100 × 0.1 of cash, 50 × 0.1 of shares, 4 × 1.2 of prices
      expect(
        compared(
          "R9",
          `${story.replace("nav 2025-01-02 total 110 cash 110", "")}
          nav 2025-01-03 total 184.8 cash 120 stock 64.8`,
          [],
          rows,
        ),
      ).toEqual([ended("03", "agrees")]);
    });
  });
});

describe("R8: net asset value of each day", () => {
  const lists = (date: string, quantity: string, value: string): Assertion => ({
    kind: "position",
    account: main,
    source: { file: "a.xml", line: 80 },
    date: day(date),
    instrument: "1" as InstrumentId,
    quantity: amount(quantity),
    costBasis: amount("51"),
    markPrice: amount("6"),
    marketValue: amount(value),
    unrealized: amount("0"),
    rate: Decimal.one,
  });
  const start = "report USD 2025-01-02 2025-01-06 starting 100 ending 49";
  const empty = "nav 2025-01-01 total 100 cash 100";
  const of = (story: string, rows: readonly Assertion[] = [], events: LedgerEvent[] = [bought]) =>
    explained("R8", `${start}\n ${empty}\n ${story}`, events, rows).map((line) =>
      line.replaceAll("R8/main/2025-01-", ""),
    );

  test("cash, shares at the broker's price, and their total with the columns that are the broker's", () => {
    const story = "nav 2025-01-03 total 106 cash 49 stock 55 interestAccruals 2";
    expect(of(story, [row])).toEqual([
      "01/cash agrees",
      "01/total agrees",
      "03/cash agrees",
      "03/stock agrees",
      "03/total agrees",
    ]);
    expect(
      of("nav 2025-01-03 total 108 cash 49 stock 57 interestAccruals 2", [row]).slice(3),
    ).toEqual(["03/stock differs by -2", "03/total differs by -2 (FOLLOWS -2 of 03/stock)"]);
  });

  test("a level that stays wrong follows from its first day", () => {
    const days = ["02", "03", "06"]
      .map((date) => `nav 2025-01-${date} total 90 cash 90`)
      .join("\n");
    expect(of(days, [], [])).toEqual([
      "01/cash agrees",
      "01/total agrees",
      "02/cash differs by 10 (FOLLOWS 10 of C10/main/2025-01-02)",
      "02/total differs by 10 (FOLLOWS 10 of 02/cash)",
      "03/cash differs by 10 (FOLLOWS 10 of 02/cash)",
      "03/total differs by 10 (FOLLOWS 10 of 03/cash)",
      "06/cash differs by 10 (FOLLOWS 10 of 03/cash)",
      "06/total differs by 10 (FOLLOWS 10 of 06/cash)",
    ]);
  });

  test("days without a price are left out, but for the last", () => {
    const silent = { ...row, closePrice: amount("not exported") };
    const story =
      "nav 2025-01-03 total 104 cash 49 stock 55\n nav 2025-01-06 total 109 cash 49 stock 60";
    const missing = "not-reported: no row gives the price of every instrument on 2025-01-06";
    expect(of(story, [silent]).slice(2)).toEqual([
      "03/cash agrees",
      "06/cash agrees",
      `06/stock ${missing}`,
      `06/total ${missing}`,
    ]);
    const marked = [row, priorMark({ date: day("2025-01-06"), price: "6" })];
    expect(
      of(story, marked)
        .slice(2)
        .every((line) => line.endsWith(" agrees")),
    ).toBe(true);
    expect(of(story, marked)).toHaveLength(8);
  });

  test("the broker's own value counts where it lists our quantity, and cents where it rounds", () => {
    const story = "nav 2025-01-03 total 104.07 cash 49 stock 55.07";
    expect(of(story, [row, lists("2025-01-03", "10", "55.07")])).toContain("03/stock agrees");
    expect(of(story, [row, lists("2025-01-03", "11", "55.07")]).join()).toContain(
      "03/stock differs by -0.07",
    );
  });

  test("dividends that are open on the last day of a statement", () => {
    const open = accrualTotal({ of: "open", to: day("2025-01-04"), total: "7" });
    const story = (accrued: string) =>
      `nav 2025-01-03 total 49 cash 49 dividendAccruals ${accrued}`;
    expect(of(story("7"), [open])).toContain("03/dividendAccruals agrees");
    expect(of(story("9"), [open]).join()).toContain("03/dividendAccruals differs by -2");
    expect(of(story("9")).join()).not.toContain("dividendAccruals");
  });

  test("options are not reported until they are booked, and then they are", () => {
    const option = "8" as InstrumentId;
    const close = trade({
      assetCategory: "OPT",
      instrument: option,
      closePrice: "2",
      multiplier: "100",
    });
    const value: NavAssertion = {
      kind: "nav",
      account: main,
      source: { file: "story.xml", line: 1 },
      date: day("2025-01-02"),
      total: amount("300"),
      cash: amount("cash is not exported"),
      stock: Decimal.zero,
      options: amount("200"),
      dividendAccruals: Decimal.zero,
      interestAccruals: Decimal.zero,
    };
    const holding = (reason: string | null): Holding => ({
      account: main,
      instrument: option,
      opening: Decimal.one,
      openingBasis: Decimal.zero,
      openingLots: [],
      method: "FIFO",
      lots: [],
      closings: [],
      events: [],
      moves: [],
      provisional: [],
      unknown: reason,
    });
    const optionsOf = (reason: string | null) =>
      checksOf(r8, [value, close], [holding(reason)]).filter((line) => line.startsWith("options"));
    expect(optionsOf("OPT positions are not booked yet")).toEqual([
      "options not reported: OPT positions are not booked yet",
    ]);
    expect(optionsOf(null)).toEqual(["options agrees"]);
  });
});
