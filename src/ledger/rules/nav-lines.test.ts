/** Lines of the change of net asset value against other sections, against days, and against events. */
import { describe, expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId } from "../../core/ids.ts";
import type { DividendAccrual, InterestAccrual, PositionValue } from "../../events/broker-rows.ts";
import type { PositionTransfer, Unbooked } from "../../events/event.ts";
import { accrualTotal, amount, day, exported, main, markToMarket } from "./given.ts";
import { compared, explained } from "./told.ts";

const JANUARY = "2025-01-01 2025-01-31";
const source = { file: "a.xml", line: 1 };
/** A row of the story's own statement. */
const own = <T extends object>(row: T): T => ({ ...row, source });
const named = (rule: string, ...ended: string[]) =>
  ended.map((end) => `${rule}/main/2025-01-01/2025-01-31/${end}`);

describe("N3: what prices made", () => {
  const marks = [own(markToMarket({})), own(markToMarket({ transactions: "10", priorOpen: "-7" }))];
  const value: PositionValue = {
    kind: "position value",
    account: main,
    source,
    from: day("2025-01-01"),
    to: day("2025-01-31"),
    currency: "BASE",
    assetCategory: "STK",
    starting: Decimal.zero,
    changes: [],
    lacking: [],
    marks: amount("10"),
    ending: Decimal.zero,
  };
  const of = (lines: string, ...rows: Parameters<typeof compared>[3] & {}) =>
    compared("N3", `change ${JANUARY} starting 0 ending 0 ${lines}`, [], rows);

  test("over instruments and over classes; lines of the account are in neither", () => {
    const total = own(markToMarket({ isItem: false, transactions: "99" }));
    expect(of("mtm 10", ...marks, total, value, { ...value, currency: "EUR" })).toEqual(
      named("N3", "instruments agrees", "classes agrees"),
    );
    expect(of("mtm 12", ...marks, value)).toEqual(
      named("N3", "instruments differs by -2", "classes differs by -2"),
    );
  });

  test("sections that are not there, a line that is not filled, rows of another statement", () => {
    expect(of("mtm 10")).toEqual([]);
    expect(of("realized 10", ...marks)[0]).toContain(
      "not-reported: the query splits the result into realized and unrealized",
    );
    expect(of("mtm 12", markToMarket({}))[0]).toContain("not-reported: another statement");
    const unmarked = { ...value, marks: amount("the query does not export it") };
    expect(of("mtm 12", unmarked)).toEqual(
      named("N3", "classes not-reported: the query does not export it"),
    );
  });

  test("with other currencies a difference may be translation", () => {
    const story = `change ${JANUARY} starting 0 ending 0 mtm 12\n deposit 2025-01-02 5 EUR 1.1`;
    expect(compared("N3", story, [], marks)[0]).toContain("not-reported: the account has EUR too");
  });
});

const ENDS = "nav 2024-12-31 total 0 dividendAccruals 4 interestAccruals 2";
const LAST = "nav 2025-01-31 total 0 dividendAccruals 7 interestAccruals 1.5";

/** Dividends in EUR: open on the last day, or booked on one before. */
const accrual = (net: string, open: boolean): DividendAccrual => ({
  kind: "dividend accrual",
  account: main,
  source,
  date: day(open ? "2025-01-31" : "2025-01-15"),
  instrument: null,
  currency: "EUR",
  open,
  codes: [],
  ...{ quantity: Decimal.zero, rate: Decimal.zero, gross: Decimal.zero },
  ...{ tax: Decimal.zero, fee: Decimal.zero },
  net: amount(net),
});

describe("N5: accrued dividends", () => {
  const of = (line: string, ...rows: Parameters<typeof compared>[3] & {}) =>
    compared(
      "N5",
      `${ENDS}\n ${LAST}\n change ${JANUARY} starting 0 ending 0 changeInDividendAccruals ${line}`,
      [],
      rows,
    );

  test("the levels of two days, and all bookings between them", () => {
    expect(of("3", own(accrualTotal({})))).toEqual(named("N5", "days agrees", "bookings agrees"));
    expect(of("5", own(accrualTotal({})))).toEqual(
      named("N5", "days differs by -2", "bookings differs by -2"),
    );
  });

  test("with other currencies the bookings lack the effect of rates", () => {
    const story = `${ENDS}\n ${LAST}\n change ${JANUARY} starting 0 ending 3 changeInDividendAccruals 3`;
    const foreign = own(accrualTotal({ total: "2.9", isForeign: true }));
    expect(explained("N5", story, [], [foreign])).toEqual(
      named("N5", "days agrees", "bookings differs by -0.1 (FX_TRANSLATION -0.1)"),
    );
  });

  test("where the open accruals are exported, rates explain exactly what they made", () => {
    const story = `${ENDS}\n ${LAST}\n rate 2024-12-31 EUR 1\n rate 2025-01-31 EUR 1.4
      change ${JANUARY} starting 0 ending 0 changeInDividendAccruals 3 changeInInterestAccruals -0.5 mtm -2.5`;
    const bookings = (booked: string) => {
      const total = accrualTotal({
        total: "1.1",
        isForeign: true,
        source: { file: "a.xml", line: 50 },
      });
      const open = own(accrualTotal({ of: "open", total: "7" }));
      const rows = [accrual("5", true), accrual(booked, false)];
      return explained("N5", story, [], [total, open, ...rows])[1];
    };
    const [differs] = named("N5", "bookings differs by -1.9");
    expect(bookings("1")).toBe(`${differs} (FX_TRANSLATION -1.9)`);
    expect(bookings("2")).toBe(differs);
  });

  test("also in days that book nothing in those currencies", () => {
    const story = `${ENDS}\n ${LAST}\n rate 2024-12-31 EUR 0.4\n rate 2025-01-31 EUR 0.7
      change ${JANUARY} starting 0 ending 0 changeInDividendAccruals 3 changeInInterestAccruals -0.5 mtm -2.5`;
    const bookings = (held: string) => {
      const total = accrualTotal({ total: "0", source: { file: "a.xml", line: 50 } });
      const open = own(accrualTotal({ of: "open", total: "7", isForeign: true }));
      return explained("N5", story, [], [total, open, accrual(held, true)])[1];
    };
    const [differs] = named("N5", "bookings differs by -3");
    expect(bookings("10")).toBe(`${differs} (FX_TRANSLATION -3)`);
    expect(bookings("9")).toBe(differs);
  });

  test("an earlier rate than that of the day before proves nothing", () => {
    const bookings = (first: string) => {
      const story = `${ENDS}\n ${LAST}\n rate ${first} EUR 0.5\n rate 2025-01-31 EUR 0.7
        change ${JANUARY} starting 0 ending 0 changeInDividendAccruals 3 changeInInterestAccruals -0.5 mtm -2.5`;
      const total = accrualTotal({ total: "2.9", source: { file: "a.xml", line: 50 } });
      const open = own(accrualTotal({ of: "open", total: "7", isForeign: true }));
      return explained("N5", story, [], [total, open, accrual("10", true)])[1];
    };
    const [differs] = named("N5", "bookings differs by -0.1");
    expect(bookings("2024-12-31")).toBe(differs);
    expect(bookings("2024-12-30")).toBe(`${differs} (FX_TRANSLATION -0.1)`);
  });

  test("a difference with a cause of its own causes none of the other lines of the row", () => {
    const story = `${ENDS}\n ${LAST}
      change ${JANUARY} starting 0 ending 0 changeInDividendAccruals 3 changeInInterestAccruals -0.5 commissions -3 mtm 0.5`;
    const foreign = own(accrualTotal({ total: "2.9", isForeign: true }));
    expect(explained("N5 R11b", story, [], [foreign])).toEqual([
      ...named("N5", "days agrees", "bookings differs by -0.1 (FX_TRANSLATION -0.1)"),
      ...named("R11b", "commissions differs by 3"),
    ]);
  });

  test("days and sections that are missing, and months without any", () => {
    expect(of("3")[1]).toContain("not-reported: the statement has no section ChangeInDividend");
    const story = `${LAST}\n change ${JANUARY} starting 0 ending 0 changeInDividendAccruals 3`;
    expect(compared("N5", story)[0]).toContain(
      "not-reported: no statement has the net asset value of 2024-12-31",
    );
    expect(compared("N5", `change ${JANUARY} starting 0 ending 0`)).toEqual([]);
    const open = own(accrualTotal({ of: "open", total: "9" }));
    expect(of("3", open)[1]).toContain("not-reported: the statement has no section");
  });
});

const interest = (currency: string): InterestAccrual => ({
  kind: "interest accrual",
  account: main,
  source,
  from: day("2025-01-01"),
  to: day("2025-01-31"),
  currency,
  starting: amount("2"),
  changes: ["0.7", "-1.2"].map(amount),
  lacking: [],
  ending: amount("1.5"),
});

describe("N6: accrued interest", () => {
  const of = (line: string, ...rows: Parameters<typeof compared>[3] & {}) =>
    compared(
      "N6",
      `${ENDS}\n ${LAST}\n change ${JANUARY} starting 0 ending 0 changeInInterestAccruals ${line}`,
      [],
      rows,
    );

  test("the levels of two days, and what was accrued and reversed in base currency", () => {
    expect(of("-0.5", interest("BASE"), interest("USD"))).toEqual(
      named("N6", "days agrees", "accruals agrees"),
    );
    expect(of("1", interest("BASE"))).toEqual(
      named("N6", "days differs by -1.5", "accruals differs by -1.5"),
    );
  });

  test("without the section, and with bonds", () => {
    expect(of("-0.5")[1]).toContain("not-reported: the statement has no section InterestAccruals");
    const story = `${ENDS}\n ${LAST} bonds 9
      change ${JANUARY} starting 0 ending 0 changeInInterestAccruals 1`;
    expect(compared("N6", story, [], [interest("BASE")])[1]).toContain("not-reported: bonds");
  });

  test("R12: a statement starts with the accrued interest that the one before ended with", () => {
    const next = { ...interest("USD"), from: day("2025-02-01"), to: day("2025-02-28") };
    const chain = (starting: string) =>
      compared(
        "R12",
        "rate 2025-01-31 EUR 1",
        [],
        [
          { ...next, starting: amount(starting) },
          interest("USD"),
          { ...interest("USD"), starting: amount("1"), ending: amount("0.5") },
        ],
      );
    expect(chain("2")).toEqual(["R12/main/interest/USD/2025-02-01/2025-02-28 agrees"]);
    expect(chain("1.5")).toEqual(["R12/main/interest/USD/2025-02-01/2025-02-28 differs by 0.5"]);
  });
});

describe("R11b: lines that events make", () => {
  const of = (lines: string, events: string) =>
    compared("R11b", `change ${JANUARY} starting 0 ending 0 ${lines}\n ${events}`);

  test("each line by its kind, in base currency, of the days of the window", () => {
    const events = `dividend 2025-01-01 5 EUR 1.2\n payment-in-lieu 2025-01-31 1 USD
      dividend 2025-02-03 9 USD\n withdrawal 2025-01-07 -3 USD\n deposit 2025-01-08 10 USD`;
    expect(of("dividends 7 depositsWithdrawals 6", events)).toEqual(
      named("R11b", "depositsWithdrawals differs by 1", "dividends agrees"),
    );
    expect(of("otherFees -2", "")).toEqual(named("R11b", "otherFees differs by 2"));
  });

  test("a movement that may stand on several lines makes them doubtful, not wrong", () => {
    const adjusted = "commission-adjustment 2025-01-03 -1 USD";
    expect(of("otherFees -1", adjusted)[0]).toContain(
      "not-reported: a movement of 2025-01-03 may stand on this line",
    );
    expect(of("otherFees -2", adjusted)[0]).toContain("differs by 2");
  });

  const moved: PositionTransfer = {
    kind: "transfer",
    id: "main/transfer/1" as EventId,
    account: "main" as AccountAlias,
    date: day("2025-01-03"),
    moment: day("2025-01-02"),
    transaction: "1",
    sources: [source],
    rate: Decimal.of("2"),
    description: "",
    instrument: "1" as InstrumentId,
    quantity: Decimal.of("3"),
    currency: "EUR",
    costBasis: Decimal.of("20"),
    marketValue: Decimal.of("30"),
  };
  const flows = "depositsWithdrawals + assetTransfers + internalCashTransfers";
  const transferred = (lines: string, story = "", rows = [exported("transfers")]) =>
    compared("R11b", `change ${JANUARY} starting 0 ending 0 ${lines}\n ${story}`, [moved], rows);

  test("what was transferred at its market value, alone and with all flows", () => {
    expect(transferred("assetTransfers 60")).toEqual(
      named("R11b", "assetTransfers agrees", `${flows} agrees`),
    );
    expect(transferred("assetTransfers 50")).toEqual(
      named("R11b", "assetTransfers differs by 10", `${flows} differs by 10`),
    );
    expect(transferred("assetTransfers 60", "", [])[0]).toContain(
      "not-reported: the statement has no section Transfers",
    );
  });

  test("cash that was transferred may stand on any line of flows, but is in their sum", () => {
    const cash = "transfer 2025-01-06 5 USD\n deposit 2025-01-06 10 USD";
    const [deposits, internal, assets, all] = transferred(
      "depositsWithdrawals 15 assetTransfers 60",
      cash,
    );
    expect(deposits).toContain("depositsWithdrawals not-reported: cash was transferred");
    expect(internal).toContain("internalCashTransfers not-reported: cash was transferred");
    expect([assets, all]).toEqual(named("R11b", "assetTransfers agrees", `${flows} agrees`));
    expect(transferred("depositsWithdrawals 10 assetTransfers 60", cash)[3]).toBe(
      named("R11b", `${flows} differs by 5`)[0],
    );
  });

  test("a transfer that is not booked", () => {
    const { instrument, quantity, costBasis: _, marketValue: __, currency: ___, ...head } = moved;
    const option: Unbooked = {
      ...head,
      kind: "unbooked",
      what: "OPT transfer",
      reason: "an OPT transfer is not booked yet",
      instrument,
      quantity,
      touchesLots: true,
      cash: [],
    };
    const story = `change ${JANUARY} starting 0 ending 0 assetTransfers 60`;
    expect(compared("R11b", story, [option], [exported("transfers")])[0]).toContain(
      "not-reported: an OPT transfer is not booked yet",
    );
  });
});
