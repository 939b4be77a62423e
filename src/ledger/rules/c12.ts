import { type Amount, sum, unknown } from "../../core/amount.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { FundsLine } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";
import { ExportedDays } from "./exported.ts";
import { onRow, PAID_IN_FULL } from "./row.ts";
import { MILLIONTH, unless } from "./totals.ts";

/** What the broker's ledger of cash has for each trade. Exchanges of currencies have no net cash. */
export const c12: Rule = {
  name: "C12",
  title: "Net cash of each trade in the statement of funds",
  formula: "sum of the lines that name the trade = net cash of the trade",
  tolerance: () => MILLIONTH,
  source: "accounting notes 1.4, C12",
  *compare(facts) {
    const lines = Map.groupBy(facts.assertions["funds line"], keyOf);
    if (lines.size === 0) return;
    const exported = new ExportedDays(facts, "statement of funds");
    const families = Map.groupBy(facts.assertions.trade, keyOf);
    for (const trade of facts.assertions.trade) {
      const { account, date, assetCategory, tradeId } = trade;
      if (assetCategory === "CASH" || tradeId === "") continue;
      if (!exported.has(account, { from: date, to: date })) continue;
      const family = families.get(keyOf(trade)) ?? [];
      if (family[0] === trade) yield* familyOf(family, trade, lines.get(keyOf(trade)) ?? []);
    }
  },
};

const keyOf = ({ account, tradeId }: TradeAssertion | FundsLine): string => `${account}|${tradeId}`;

/** A trade and its correction share one trade id, so their lines cannot be told apart. */
function* familyOf(
  family: readonly TradeAssertion[],
  trade: TradeAssertion,
  lines: readonly FundsLine[],
): Iterable<Comparison> {
  const own = linesOf(trade, lines);
  if (own === null) return;
  const amount =
    own.length === 0
      ? unknown("no line of the statement of funds names the trade (tradeID)")
      : sum(own.map((line) => line.amount));
  const cash: Amount = sum(family.map(({ netCash }) => netCash));
  const check = onRow("C12", trade, "amount", amount, cash);
  const rows = [...own, ...family].map(({ source }) => source);
  yield unless(doubtOf(family), { ...check, rows }, MILLIONTH);
}

/**
 * The lines of the trade's day in its own currency: of the level by currency, else of the level in base currency where
 * that is the same. Null where its currency is in no such list, so that nothing can be compared. A later day's line is a
 * correction.
 */
function linesOf(trade: TradeAssertion, lines: readonly FundsLine[]): readonly FundsLine[] | null {
  const own = lines.filter(({ isNewest, date }) => isNewest && date === trade.date);
  const inCurrency = own.filter(({ currency }) => currency === trade.currency);
  if (own.length > 0 && inCurrency.length === 0) return null;
  const byCurrency = inCurrency.filter(({ level }) => level === "currency");
  return byCurrency.length > 0 ? byCurrency : inCurrency;
}

function doubtOf(family: readonly TradeAssertion[]): string | null {
  if (family.length > 1 || family.some(({ cancelled }) => cancelled))
    return "the trade was corrected under the same tradeID, and which lines belong to which is not settled";
  const [{ assetCategory } = { assetCategory: "" }] = family;
  return PAID_IN_FULL.has(assetCategory)
    ? null
    : `lines of ${assetCategory} trades may hold what is settled or accrued beside the trade`;
}
