import { describe, expect, test } from "vitest";
import { unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId } from "../../core/ids.ts";
import type { FxConversion, Unbooked } from "../../events/event.ts";
import { tradeOf } from "../play.ts";
import { trade } from "./given.ts";
import { checksOf, compared, explained } from "./told.ts";

const WINDOW = "2025-01-02 2025-01-03";
const FEES = `report USD ${WINDOW} starting 0 ending 0`;

const head = {
  account: "main" as AccountAlias,
  date: "2025-01-02" as IsoDate,
  moment: "2025-01-02" as IsoDate,
  transaction: "",
  sources: [{ file: "a.xml", line: 90 }] as const,
  rate: Decimal.one,
  description: "",
};

describe("R6: lines of the cash report are our events by kind", () => {
  const lines = (...ended: string[]) =>
    ended.map((end) => `R6/main/USD/2025-01-02/2025-01-03/${end}`);

  test("by report date, the ends of the window included", () => {
    const story = `${FEES} deposits 30 dividends 4
      deposit 2025-01-01 7 USD\n deposit 2025-01-02 10 USD\n deposit 2025-01-03 20 USD\n deposit 2025-01-04 9 USD
      dividend 2025-01-02 5 USD`;
    expect(compared("R6", story)).toEqual(lines("deposits agrees", "dividends differs by 1"));
  });

  test("deposits and withdrawals as one figure", () => {
    const story = `${FEES} depositWithdrawals 8\n deposit 2025-01-02 10 USD\n withdrawal 2025-01-02 -2 USD`;
    expect(compared("R6", story)).toEqual(lines("depositWithdrawals agrees"));
    expect(compared("R6", story.replace("Withdrawals 8", "Withdrawals 8 deposits 10"))).toEqual(
      lines("depositWithdrawals agrees"),
    );
  });

  test("a line that is not exported, and one that only the broker has", () => {
    const story = `${FEES} otherFees -3\n dividend 2025-01-02 5 USD`;
    expect(compared("R6", story)).toEqual(
      lines(
        "dividends not-reported: the query does not export dividends of the cash report",
        "otherFees differs by 3",
      ),
    );
  });

  test("in base currency at the rate of each row", () => {
    const story = `report BASE ${WINDOW} starting 0 ending 0 dividends 23
      dividend 2025-01-02 10 EUR 1.1\n dividend 2025-01-03 12 USD`;
    expect(compared("R6", story)).toEqual(["R6/main/BASE/2025-01-02/2025-01-03/dividends agrees"]);
  });

  test("the rows that a line is made of stand beside the broker's", () => {
    const [check] = checksOf("R6", `${FEES} dividends 4\n dividend 2025-01-02 5 USD`);
    expect(check?.rows.map(({ line }) => line)).toEqual([1, 2]);
  });

  test("an event that is not booked makes lines of trades doubtful, not wrong", () => {
    const future: Unbooked = {
      ...head,
      kind: "unbooked",
      id: "main/trade/9" as EventId,
      what: "FUT trade",
      reason: "FUT trades are not booked yet",
      instrument: null,
      quantity: null,
      touchesLots: true,
      cash: [{ part: "other", amount: unknown("settled daily"), currency: "USD" }],
    };
    const story = `${FEES} netTradesSales 9 dividends 4\n dividend 2025-01-02 4 USD`;
    expect(compared("R6", story, [future])).toEqual(
      lines("dividends agrees", "netTradesSales not-reported: FUT trades are not booked yet"),
    );
  });

  test("cash that settled an option may be on the line of daily settlement", () => {
    const booked = tradeOf("buy 2025-01-02 1 @ 12", 0);
    const option = trade({ assetCategory: "OPT", event: booked.id, codes: ["A"] });
    const sold = tradeOf("sell 2025-01-02 1 @ 30", 1);
    const of = (purchases: string, ...codes: string[]) =>
      compared(
        "R6",
        `${FEES} netTradesPurchases ${purchases} netTradesSales 30`,
        [booked, sold],
        [{ ...option, codes }],
      ).filter((line) => !line.endsWith(" agrees"));
    const doubt = "netTradesPurchases not-reported: an option was settled in cash,";
    expect(of("-12", "A")).toEqual([]);
    expect(of("0", "A")[0]).toContain(doubt);
    expect(of("0", "Ep")).toEqual(lines("netTradesPurchases differs by -12"));
    expect(of("-5", "A")).toEqual(lines("netTradesPurchases differs by -7"));
  });

  test("commissions of conversions that agree in base currency alone", () => {
    const conversion: FxConversion = {
      ...head,
      kind: "fx-conversion",
      id: "main/trade/8" as EventId,
      legs: [
        { amount: Decimal.of("10"), currency: "EUR" },
        { amount: Decimal.of("-11"), currency: "USD" },
      ],
      legRates: [Decimal.of("1.1"), Decimal.one],
      commission: { amount: Decimal.of("-2"), currency: "USD" },
      commissionRate: Decimal.one,
    };
    const commissions = (euro: string) =>
      explained(
        "R6",
        `${FEES} commissions 0 netTradesPurchases -11
        report EUR ${WINDOW} starting 0 ending 0 commissions ${euro} netTradesSales 10
        report BASE ${WINDOW} starting 0 ending 0 commissions -2 netTradesSales 11 netTradesPurchases -11
        rate 2025-01-03 EUR 1.12`,
        [conversion],
      ).filter((line) => !line.endsWith(" agrees"));
    const line = (currency: string) =>
      `R6/main/${currency}/${WINDOW.replace(" ", "/")}/commissions`;
    expect(commissions("-1.8")).toEqual([
      `${line("USD")} differs by -2 (FX_COMMISSION_CCY -2)`,
      `${line("EUR")} differs by 1.8 (FX_COMMISSION_CCY 1.8)`,
    ]);
    expect(commissions("0")).toEqual([`${line("USD")} differs by -2`]);
    expect(commissions("-0.9")[0]).toBe(`${line("USD")} differs by -2`);
  });

  test("a newer statement that adds a row on a day of an older one", () => {
    const story = `${FEES} dividends 4\n dividend 2025-01-02 4 USD\n dividend 2025-01-03 1 USD in b.xml`;
    expect(compared("R6", story)).toEqual(lines("dividends differs by 1"));
  });
});

describe("C10: cash from day to day", () => {
  const day = (date: string, cash: string) => `nav 2025-01-${date} total ${cash} cash ${cash}`;

  test("in base currency alone, no opening balance is needed", () => {
    const story = `${day("02", "100")}\n ${day("03", "110")}\n ${day("06", "125")}
      change 2025-01-02 2025-01-06 starting 0 ending 0
      deposit 2025-01-03 10 USD\n deposit 2025-01-04 5 USD\n dividend 2025-01-06 9 USD`;
    expect(compared("C10", story)).toEqual([
      "C10/main/2025-01-03 agrees",
      "C10/main/2025-01-06 differs by -1",
    ]);
  });

  const foreign = (third: string) => `report EUR 2025-01-02 2025-01-06 starting 100 ending 100
      rate 2025-01-02 EUR 1.1\n rate 2025-01-03 EUR 1.2\n rate 2025-01-06 EUR ${third}\n rate 2025-01-07 EUR 1.2
      ${day("02", "110")}\n ${day("03", "120")}\n ${day("06", "130")}\n ${day("07", "120")}`;

  test("other currencies at the rates of the two days", () => {
    expect(compared("C10", foreign("1.3"))).toEqual(
      ["03", "06", "07"].map((date) => `C10/main/2025-01-${date} agrees`),
    );
  });

  test("what the rounding of rates explains, and what goes on from a day before", () => {
    expect(explained("C10", foreign("1.30012"))[1]).toBe(
      "C10/main/2025-01-06 differs by 0.012 (ROUNDING 0.012)",
    );
    const [, wrong, later] = explained("C10", foreign("1.4"));
    expect(wrong).toBe("C10/main/2025-01-06 differs by 10");
    expect(later).toBe("C10/main/2025-01-07 differs by -10 (FOLLOWS -10 of C10/main/2025-01-06)");
  });

  test("a movement of foreign cash that is missing goes on with the rates", () => {
    const story = `report EUR 2025-01-02 2025-01-06 starting 100 ending 150
      rate 2025-01-02 EUR 1.1\n rate 2025-01-03 EUR 1.2\n rate 2025-01-06 EUR 1.3
      ${day("02", "110")}\n ${day("03", "121")}\n ${day("06", "136")}`;
    expect(explained("C10", story)).toEqual([
      "C10/main/2025-01-03 differs by -1",
      "C10/main/2025-01-06 differs by -5 (FOLLOWS -5 of R7/main/EUR/2025-01-06)",
    ]);
  });

  test("a day without a rate", () => {
    const story = `report EUR 2025-01-02 2025-01-03 starting 100 ending 100
      ${day("02", "110")}\n ${day("03", "120")}`;
    expect(compared("C10", story)).toEqual([
      "C10/main/2025-01-03 not-reported: no row gives the rate of EUR in USD on 2025-01-03",
    ]);
  });
});
