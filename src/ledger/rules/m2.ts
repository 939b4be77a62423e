import { type Amount, absent, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { MarkToMarket, PriorMark } from "../../events/broker-rows.ts";
import type { Facts, Rule } from "../checks.ts";
import { roundingOf } from "./totals.ts";
import { onWindow, withoutTrades } from "./windowed.ts";
import { inBase } from "./worth.ts";

/**
 * The broker's mark-to-market result of each instrument over a statement against the rows that it is made of. Balances
 * of a currency are left out: they stand in no row of trades.
 */
export const m2: Rule = {
  name: "M2",
  title: "Parts of the mark-to-market result of each instrument over a statement",
  formula:
    "trades = their results; positions held before = their daily results; commissions = those of the trades; each at the rate of its row",
  tolerance: () => Decimal.of("0.02"),
  source: "accounting notes 1.5, M2, and 3, R10",
  *compare(facts) {
    const rows = facts.assertions["mark to market"];
    if (rows.length === 0) return;
    const check = onWindow("M2", facts.accounts);
    const trades = Map.groupBy(facts.assertions.trade, subjectOf);
    const marks = Map.groupBy(facts.assertions["prior mark"], subjectOf);
    for (const row of rows) {
      if (!row.isItem || (row.assetCategory === "CASH" && !row.symbol.includes("."))) continue;
      const reason = withoutTrades(facts, row);
      const own = within(trades.get(subjectOf(row)), row);
      const over = (part: (trade: TradeAssertion) => Amount): Amount =>
        reason === null ? sum(own.map(part)) : absent(reason);
      const traded = over((trade) => inBase(trade.markToMarket, trade.rate));
      const rounding = roundingOf(own.length);
      yield { ...check(row, "transactionMtm", row.transactions, traded), rounding };
      const paid = over((trade) => inBase(trade.commission, trade.commissionRate));
      yield { ...check(row, "commissions", row.commissions, paid), rounding };
      if (row.assetCategory === "CASH") continue;
      const marked = within(marks.get(subjectOf(row)), row);
      const held = heldBefore(facts, row, marked);
      yield {
        ...check(row, "priorOpenMtm", row.priorOpen, held),
        rounding: roundingOf(marked.length),
      };
    }
  },
};

/** Instruments by their id, currency pairs by their symbol. */
const subjectOf = (row: TradeAssertion | MarkToMarket | PriorMark): string =>
  `${row.account}|${row.instrument ?? ("symbol" in row ? row.symbol : "")}`;

const within = <T extends { readonly date: string }>(
  rows: readonly T[] | undefined,
  { from, to }: MarkToMarket,
): readonly T[] => (rows ?? []).filter(({ date }) => date >= from && date <= to);

function heldBefore({ assertions }: Facts, row: MarkToMarket, own: readonly PriorMark[]): Amount {
  const exported = assertions["prior mark"].some(
    ({ account, source }) => account === row.account && source.file === row.source.file,
  );
  if (own.length === 0 && !exported)
    return absent("the statement has no section PriorPeriodPositions");
  return sum(own.map(({ result, rate }) => inBase(result, rate)));
}
