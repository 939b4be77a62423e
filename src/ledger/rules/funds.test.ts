/** The broker's ledger of cash against itself, trades and the cash of each day. */
import { describe, expect, test } from "vitest";
import { c11 } from "./c11.ts";
import { c12 } from "./c12.ts";
import { checksOf, day, exported, fundsLine, trade } from "./given.ts";
import { compared } from "./told.ts";

describe("C11: the statement of funds adds up", () => {
  const start = fundsLine({
    isBalance: true,
    amount: "amount is blank",
    parts: "0",
    balance: "100",
  });
  const end = { ...start, balance: fundsLine({}).balance };

  test("each amount is its two sides, each balance follows from the one before", () => {
    expect(checksOf(c11, [start, fundsLine({}), end])).toEqual([
      "amount agrees",
      "balance agrees",
      "balance agrees",
    ]);
    expect(checksOf(c11, [start, fundsLine({ parts: "6", balance: "104" })])).toEqual([
      "amount differs by 1",
      "balance differs by 1",
    ]);
  });

  test("a difference is told once, and lists do not mix", () => {
    const wrong = fundsLine({ balance: "106" });
    const next = fundsLine({ balance: "111" });
    const other = { ...fundsLine({ balance: "900" }), list: "2" };
    expect(checksOf(c11, [start, wrong, other, next])).toEqual([
      "amount agrees",
      "amount agrees",
      "balance differs by -1",
      "balance agrees",
      "amount agrees",
    ]);
  });

  test("a blank balance is counted on to the next one", () => {
    const blank = fundsLine({ balance: "balance is blank" });
    const lines = [start, blank, fundsLine({ balance: "110" })];
    expect(checksOf(c11, lines)).toEqual(["amount agrees", "amount agrees", "balance agrees"]);
    const wrong = [start, blank, fundsLine({ balance: "105" })];
    expect(checksOf(c11, wrong)[2]).toBe("balance differs by 5");
  });

  test("fields that the query leaves out are told once", () => {
    const bare = { parts: "no debit", balance: "no balance" } as const;
    expect(checksOf(c11, [fundsLine(bare), fundsLine(bare)])).toEqual([
      "amount not reported: no debit",
      "balance not reported: no balance",
    ]);
  });

  test("lines that a newer statement has again are counted on, not compared", () => {
    const older = { ...fundsLine({ balance: "103" }), isNewest: false };
    expect(checksOf(c11, [start, older, fundsLine({ balance: "108" })])).toEqual([
      "amount agrees",
      "balance agrees",
    ]);
  });

  test("without levels two ledgers may be mixed", () => {
    const lines = [start, fundsLine({}), fundsLine({ balance: "105" })].map((line) => ({
      ...line,
      level: null,
    }));
    expect(checksOf(c11, lines)[3]).toContain(
      "not reported: the query does not export StatementOfFundsLine.levelOfDetail",
    );
  });
});

describe("C12: lines of a trade are its net cash", () => {
  const ledger = exported("statement of funds");
  const bought = trade({ tradeId: "60" });
  const line = (amount: string) => fundsLine({ tradeId: "60", amount });

  test("several lines of one trade add up", () => {
    expect(checksOf(c12, [ledger, bought, line("-51")])).toEqual(["amount agrees"]);
    expect(checksOf(c12, [ledger, bought, line("-50"), line("-1")])).toEqual(["amount agrees"]);
    expect(checksOf(c12, [ledger, bought, line("-50")])).toEqual(["amount differs by -1"]);
  });

  test("the level by currency counts where both are there; another day and another currency do not", () => {
    const base = { ...line("-51"), level: "base" } as const;
    expect(checksOf(c12, [ledger, bought, base, { ...base, level: "currency" }])).toEqual([
      "amount agrees",
    ]);
    const later = { ...line("2"), date: day("2025-01-09") };
    expect(checksOf(c12, [ledger, bought, line("-51"), later])).toEqual(["amount agrees"]);
    expect(checksOf(c12, [ledger, bought, { ...line("-40"), currency: "EUR" }])).toEqual([]);
  });

  test("a trade that no line names, one without an id, and one of days without the section", () => {
    const other = fundsLine({});
    expect(checksOf(c12, [ledger, bought, other])).toEqual([
      "amount not reported: no line of the statement of funds names the trade (tradeID)",
    ]);
    expect(checksOf(c12, [ledger, trade({}), other])).toEqual([]);
    expect(checksOf(c12, [ledger, { ...bought, date: day("2025-02-03") }, other])).toEqual([]);
    expect(checksOf(c12, [bought])).toEqual([]);
  });

  test("a corrected trade shares its id with the correction", () => {
    const corrected = trade({ tradeId: "60", transaction: "2", netCash: "-49" });
    expect(checksOf(c12, [ledger, bought, corrected, line("-49")])[0]).toContain(
      "not reported: the trade was corrected under the same tradeID",
    );
    const future = trade({ tradeId: "60", assetCategory: "FUT", netCash: "8" });
    expect(checksOf(c12, [ledger, future, line("9")])[0]).toContain("not reported: lines of FUT");
  });
});

describe("C10b: the cash of each day is what the lines of the day moved", () => {
  const days = `nav 2025-01-01 total 100 cash 100\n nav 2025-01-02 total 105 cash 105
    change 2025-01-02 2025-01-02 starting 0 ending 0`;
  const ledger = exported("statement of funds");
  const of = (story: string, ...rows: Parameters<typeof compared>[3] & {}) =>
    compared("C10b", story, [], rows);

  test("in base currency, balances left out", () => {
    const start = fundsLine({ isBalance: true, amount: "amount is blank" });
    expect(of(days, ledger, start, fundsLine({}))).toEqual(["C10b/main/2025-01-02 agrees"]);
    expect(of(days, ledger, fundsLine({}), fundsLine({ amount: "2" }))).toEqual([
      "C10b/main/2025-01-02 differs by 2",
    ]);
    expect(of(days, ledger)).toEqual(["C10b/main/2025-01-02 differs by -5"]);
  });

  test("not without the section, and not where other currencies are translated", () => {
    expect(of(days, fundsLine({}))).toEqual([]);
    const euros = `${days}\n deposit 2025-01-02 10 EUR 1.1`;
    expect(of(euros, ledger, fundsLine({ amount: "3" }))[0]).toContain("the account has EUR too");
  });
});
