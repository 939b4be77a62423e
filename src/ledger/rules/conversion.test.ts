/** Results in base currency of what is in another one: held to a way of converting that the statement proves. */
import { expect, test } from "vitest";
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import { type Converted, converts, whereProven } from "./conversion.ts";
import { amount, checksOf, day, main, markToMarket, trade } from "./given.ts";
import { m2 } from "./m2.ts";

const figure = (
  broker: string,
  ours: string,
  rate: string,
  further: Partial<Converted> = {},
): Converted => ({
  check: {
    id: `R5/${broker}/${ours}`,
    account: main,
    date: day("2025-01-31"),
    instrument: null,
    currency: "USD",
    field: "realized",
    broker: amount(broker),
    ours: amount(ours),
    rows: [],
  },
  list: "a",
  isConverted: converts([amount(rate)]),
  ...further,
});

/** Whether each is still compared. */
const isCompared = (...figures: Converted[]): boolean[] =>
  [...whereProven(figures, Decimal.of("0.02"))].map(({ ours }) => isKnown(ours));

test("what was not converted is always compared", () => {
  expect(isCompared(figure("5", "7", "1"))).toEqual([true]);
});

test("a figure that is converted another way than any that is proven is not reported", () => {
  expect(isCompared(figure("5", "7", "1.1"), figure("0", "0", "1.1"))).toEqual([false, true]);
});

test("one that agrees, and is not 0, holds the others of its list to it", () => {
  const proof = figure("4", "4.01", "1.1");
  expect(isCompared(figure("5", "7", "1.1"), proof)).toEqual([true, true]);
  expect(isCompared(figure("5", "7", "1.1", { list: "b" }), proof)).toEqual([false, true]);
});

test("so does one that agrees in another way", () => {
  const proof = figure("4", "3", "1.1", { otherWays: [amount("4")] });
  expect(isCompared(figure("5", "7", "1.1"), proof)).toEqual([true, true]);
});

test("M2: results and commissions of a foreign instrument", () => {
  const sold = trade({ rate: "1.1", commissionRate: "1.1", markToMarket: "5", commission: "-1" });
  const row = markToMarket({ transactions: "6", commissions: "-1.3" });
  expect(checksOf(m2, [row, sold]).slice(0, 2)).toEqual([
    expect.stringMatching(/^transactionMtm not reported: it is in another currency/),
    expect.stringMatching(/^commissions not reported: it is in another currency/),
  ]);
  const other = "2" as InstrumentId;
  const proof = [
    { ...sold, instrument: other },
    markToMarket({ instrument: other, transactions: "5.5", commissions: "-1.1" }),
  ];
  expect(checksOf(m2, [row, sold, ...proof]).slice(0, 2)).toEqual([
    "transactionMtm differs by -0.5",
    "commissions differs by 0.2",
  ]);
});
