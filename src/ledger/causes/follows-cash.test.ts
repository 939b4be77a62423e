import { describe, expect, test } from "vitest";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { Rates } from "../../events/instrument.ts";
import type { Check } from "../checks.ts";
import { differs, id, roots } from "./given.ts";

const traded = "2025-03-03" as IsoDate;
const window = { from: "2025-03-01" as IsoDate, date: "2025-03-31" as IsoDate };

describe("a row with the wrong sign", () => {
  const row = differs("T1", "-10", {
    ...{ event: id("1"), broker: Decimal.of("5"), ours: Decimal.of("-5") },
    field: "proceeds",
  });
  const line = (field: string, difference: string): Check =>
    differs("R6", difference, { ...window, id: field, field, instrument: null });

  test("is too much in one line of trades and missing in the other", () => {
    const lines = [line("netTradesSales", "5"), line("netTradesPurchases", "5")];
    expect(roots([row, ...lines])).toEqual([
      "T1/main/trade/1",
      "netTradesSales T1/main/trade/1",
      "netTradesPurchases T1/main/trade/1",
    ]);
  });

  test("is in no other line, and has no part in another amount", () => {
    const lines = [line("commissions", "5"), line("netTradesSales", "4")];
    expect(roots([row, ...lines]).slice(1)).toEqual(["commissions", "netTradesSales"]);
    const sameSign = { ...row, ours: Decimal.of("15") };
    expect(roots([sameSign, line("netTradesSales", "5")])[1]).toBe("netTradesSales");
  });
});

test("a row in another currency is in a sum at the rate of its own day", () => {
  const row = differs("T2", "10", { event: id("1"), date: traded, currency: "EUR" });
  const sum = (difference: string) =>
    differs("M2", difference, { ...window, id: "M2/1", field: "commissions" });
  const at = (date: string, rate: string) => ({
    ...{ date: date as IsoDate, from: "EUR", to: "USD" },
    source: { file: "rates.xml", line: 1 },
    rate: Decimal.of(rate),
  });
  const rates = new Rates([at(traded, "1.1"), at(window.date, "1.2")]);
  expect(roots([row, sum("11")], [], {}, rates)[1]).toBe("M2/1 T2/main/trade/1");
  expect(roots([row, sum("12")], [], {}, rates)[1]).toBe("M2/1");
});
