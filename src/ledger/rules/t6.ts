import { type Amount, absent, isKnown, subtract, type Unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AssertionBase, TradeAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import { onRow } from "./row.ts";
import { unless } from "./totals.ts";
import { worth } from "./worth.ts";

const TOLERANCE = Decimal.of("0.006");

/** Exchanges of currencies are left out: the rate that they are marked to stands nowhere. (Identity T7.) */
export const t6: Rule = {
  name: "T6",
  title: "Mark-to-market result of each trade",
  formula: "result = quantity × (closing price − price) × multiplier",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.1, T6",
  *compare({ assertions }) {
    const trades = assertions.trade.filter(({ assetCategory }) => assetCategory !== "CASH");
    const silence = withoutMarks(trades);
    for (const trade of trades) {
      const { assetCategory, quantity, price, closePrice, multiplier } = trade;
      const ours = worth(assetCategory, quantity, subtract(closePrice, price), multiplier);
      const check = onRow("T6", trade, "mtmPnl", trade.markToMarket, ours);
      yield unless(silence(trade) ?? doubtOf(trade), check, TOLERANCE);
    }
  },
};

/** Why a statement says nothing about results by mark: all are 0. */
function withoutMarks(trades: readonly TradeAssertion[]): (row: AssertionBase) => Unknown | null {
  const silent = new Set<string>();
  for (const [statement, own] of Map.groupBy(trades, statementOf))
    if (own.every(({ markToMarket }) => isNothing(markToMarket))) silent.add(statement);
  return (row) => (silent.has(statementOf(row)) ? NO_MARKS : null);
}

const NO_MARKS = absent("the statement has no result by mark but 0");

const statementOf = ({ account, source }: AssertionBase): string => `${account}|${source.file}`;

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

/** Rows for which nobody has seen the identity hold. */
function doubtOf({ assetCategory, codes }: TradeAssertion): string | null {
  if (codes.includes("Ca"))
    return "nobody has seen by which day's closing price a cancellation is marked";
  return assetCategory === "CFD" || assetCategory === "FUND"
    ? `nobody has seen how trades of class ${assetCategory} are marked`
    : null;
}
