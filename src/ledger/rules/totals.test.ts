import { describe, expect, test } from "vitest";
import { compared } from "./told.ts";

const WINDOW = "2025-01-02 2025-01-03";

describe("N1: the change of net asset value adds up", () => {
  test.each([
    ["lines make the ending value", "starting 100 mtm 10 dividends 2 ending 112", "agrees"],
    ["within a cent", "starting 100 mtm 10 ending 110.01", "agrees"],
    ["beyond a cent", "starting 100 mtm 10 ending 110.02", "differs by -0.02"],
    [
      "realized instead of mtm",
      "starting 100 realized 4 changeInUnrealized 6 ending 110",
      "agrees",
    ],
    [
      "both at once",
      "starting 100 mtm 10 realized 4 ending 110",
      "not-reported: mtm and realized P&L are both reported, and the sum would hold one result twice (NAV_TWO_PNL_MODES)",
    ],
    [
      "a usual line is not exported",
      "starting 100 lacking 1 ending 110",
      "not-reported: the query does not export Row.line, so the sum lacks a line",
    ],
    ["and was nothing", "starting 100 lacking 1 mtm 1 ending 101", "agrees"],
    ["an end is unknown", "starting ? mtm 10 ending 110", "not-reported: not told"],
  ])("%s", (_, amounts, ended) => {
    expect(compared("N1", `change ${WINDOW} ${amounts}`)).toEqual([
      `N1/main/2025-01-02/2025-01-03 ${ended}`,
    ]);
  });
});

describe("N2: its ends are the values of those days", () => {
  const change = `change ${WINDOW} starting 100 ending 110`;
  const checks = (...ended: string[]) =>
    ["startingValue", "endingValue"].map(
      (end, at) => `N2/main/2025-01-02/2025-01-03/${end} ${ended[at]}`,
    );

  test("of the weekday before, and of the last day", () => {
    const story = `nav 2025-01-01 total 100\n nav 2025-01-03 total 110\n ${change}`;
    expect(compared("N2", story)).toEqual(checks("agrees", "agrees"));
  });

  test("a window that begins on a Monday and ends on a Sunday", () => {
    const story = `nav 2025-01-03 total 100\n nav 2025-01-10 total 111
      change 2025-01-06 2025-01-12 starting 100 ending 110`;
    expect(compared("N2", story)).toEqual([
      "N2/main/2025-01-06/2025-01-12/startingValue agrees",
      "N2/main/2025-01-06/2025-01-12/endingValue differs by 1",
    ]);
  });

  test("a day that no statement has, and one that a newer statement restates", () => {
    expect(compared("N2", `nav 2025-01-03 total 111 in b.xml\n ${change}`)).toEqual(
      checks("not-reported: no statement has the net asset value of 2025-01-01", "differs by 1"),
    );
  });
});

describe("N4: its cash lines are those of the cash report", () => {
  const on = (amounts: string, report: string) =>
    compared(
      "N4",
      `change ${WINDOW} starting 0 ending 0 ${amounts}\n report BASE ${WINDOW} ${report}`,
    );

  test.each([
    [
      "dividends with payments in lieu",
      "dividends 5",
      "dividends 3 paymentInLieu 2",
      ["dividends agrees"],
    ],
    [
      "deposits and withdrawals",
      "depositsWithdrawals 5",
      "deposits 7 withdrawals -2",
      ["depositsWithdrawals agrees"],
    ],
    [
      "or their sum alone",
      "depositsWithdrawals 5",
      "depositWithdrawals 5",
      ["depositsWithdrawals agrees"],
    ],
    ["a difference", "interest 5", "brokerInterest 4", ["interest differs by -1"]],
    [
      "interest of bonds, which nobody has seen",
      "interest 5",
      "brokerInterest 4 bondInterest 1",
      ["interest not-reported: bondInterest of the cash report may stand on another line"],
    ],
    ["nothing on both sides", "", "otherFees 0", []],
    [
      "a line that is not exported",
      "salesTax 1",
      "otherFees 0",
      ["salesTax not-reported: the query does not export salesTax of the cash report"],
    ],
  ])("%s", (_, amounts, report, ended) => {
    expect(on(amounts, report)).toEqual(ended.map((end) => `N4/main/2025-01-02/2025-01-03/${end}`));
  });
});

describe("E1 and E2: a day's net asset value is what it is made of", () => {
  test.each([
    ["columns make the total", "total 110 cash 100 stock 10", "E1/main/2025-01-02 agrees"],
    ["they do not", "total 111 cash 100 stock 10", "E1/main/2025-01-02 differs by -1"],
    [
      "a column is not exported",
      "total 111 cash 100 lacking 1",
      "E1/main/2025-01-02 not-reported: the query does not export Row.line, so the sum lacks a line",
    ],
  ])("%s", (_, amounts, ended) => {
    expect(compared("E1", `nav 2025-01-02 ${amounts}`)).toEqual([ended]);
  });

  test("long and short parts make each column", () => {
    const story =
      "nav 2025-01-02 total 7 cash 7 cashLong 9 cashShort -2 stock 5 stockLong 6 stockShort 0";
    expect(compared("E2", story)).toEqual([
      "E2/main/2025-01-02/cash agrees",
      "E2/main/2025-01-02/stock differs by 1",
    ]);
  });
});

describe("C1, C2 and C9: the cash report adds up and meets net asset value", () => {
  test("lines make the ending cash", () => {
    const story = `report USD ${WINDOW} starting 10 deposits 5 commissions -1 ending 14
      report BASE ${WINDOW} starting 10 deposits 5 ending 14`;
    expect(compared("C1", story)).toEqual([
      "C1/main/USD/2025-01-02/2025-01-03 agrees",
      "C1/main/BASE/2025-01-02/2025-01-03 differs by 1",
    ]);
  });

  test("segments make each line", () => {
    const story = `report USD ${WINDOW} starting 0 ending 3 endingSec 1 endingCom 1`;
    expect(compared("C2", story)).toEqual([
      "C2/main/USD/2025-01-02/2025-01-03/ending differs by -1",
    ]);
  });

  test("cash in base currency is that of the last day", () => {
    const story = `nav 2025-01-03 total 15 cash 15
      report BASE ${WINDOW} starting 10 ending 14\n report USD ${WINDOW} starting 10 ending 14`;
    expect(compared("C9", story)).toEqual(["C9/main/2025-01-02/2025-01-03 differs by 1"]);
  });
});

test("R12: a statement starts with what the one before has ended with, over a weekend too", () => {
  const story = `change 2025-01-02 2025-01-03 starting 100 ending 110
    change 2025-01-06 2025-01-07 starting 110 ending 120
    change 2025-01-09 2025-01-10 starting 500 ending 600
    report EUR 2025-01-02 2025-01-03 starting 1 ending 2
    report EUR 2025-01-06 2025-01-07 starting 3 ending 4`;
  expect(compared("R12", story)).toEqual([
    "R12/main/nav/2025-01-06/2025-01-07 agrees",
    "R12/main/EUR/2025-01-06/2025-01-07 differs by -1",
  ]);
});

describe("C8: cash in base currency is that of all currencies", () => {
  const days = "2025-01-02 2025-01-03";
  const story = (base: string) => `report BASE ${days} starting 0 ending ${base}
    report USD ${days} starting 0 ending 10\n report EUR ${days} starting 0 ending 20
    rate 2025-01-03 EUR 1.1`;

  test("each at the rate of the last day, within the digits of rates", () => {
    expect(compared("C8", story("32"))).toEqual(["C8/main/2025-01-02/2025-01-03 agrees"]);
    expect(compared("C8", story("10"))).toEqual(["C8/main/2025-01-02/2025-01-03 differs by 22"]);
  });

  test("a currency without a rate", () => {
    expect(
      compared("C8", story("32").replace("rate 2025-01-03 EUR", "rate 2025-01-03 GBP")),
    ).toEqual([
      "C8/main/2025-01-02/2025-01-03 not-reported: no row gives the rate of EUR in USD on 2025-01-03",
    ]);
  });
});
