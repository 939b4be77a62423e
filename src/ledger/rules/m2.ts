import { type Amount, absent, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { MarkToMarket, PriorMark } from "../../events/broker-rows.ts";
import type { Rule } from "../checks.ts";
import { type Converted, converts, whereProven } from "./conversion.ts";
import { roundingOf } from "./totals.ts";
import { besideParts, onWindow, withoutTrades } from "./windowed.ts";
import { inBase } from "./worth.ts";

const TOLERANCE = Decimal.of("0.02");

/**
 * The broker's mark-to-market result of each instrument over a statement against the rows that it is made of. Balances
 * of a currency are left out: they stand in no row of trades.
 */
export const m2: Rule = {
  name: "M2",
  title: "Parts of the mark-to-market result of each instrument over a statement",
  formula:
    "trades = their results; positions held before = their daily results; commissions = those of the trades; each at the rate of its row",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, M2, and 3, R10",
  *compare(facts) {
    const rows = facts.assertions["mark to market"];
    if (rows.length === 0) return;
    const check = onWindow("M2", facts.accounts);
    const trades = Map.groupBy(facts.assertions.trade, subjectOf);
    const marks = Map.groupBy(facts.assertions["prior mark"], subjectOf);
    const figures = rows.flatMap((row): Converted[] => {
      if (!row.isItem || (row.assetCategory === "CASH" && !row.symbol.includes("."))) return [];
      const traded = partsOf(within(trades.get(subjectOf(row)), row), ({ markToMarket, rate }) => [
        markToMarket,
        rate,
      ]);
      const paid = partsOf(within(trades.get(subjectOf(row)), row), (trade) => [
        trade.commission,
        trade.commissionRate,
      ]);
      const held = partsOf(within(marks.get(subjectOf(row)), row), ({ result, rate }) => [
        result,
        rate,
      ]);
      const figure = (field: string, broker: Amount, parts: Parts, why: string | null) => ({
        check: {
          ...check(row, field, broker, why === null ? parts.total : absent(why)),
          rounding: roundingOf(parts.rates.length),
        },
        list: `${row.account}|${row.source.file}|${row.from}|${row.to}|${field}|${row.assetCategory === "CASH"}`,
        isConverted: row.assetCategory === "CASH" || converts(parts.rates),
        doubt: besideParts(row),
      });
      const silent = withoutTrades(facts, row);
      return [
        figure("transactionMtm", row.transactions, traded, silent),
        figure("commissions", row.commissions, paid, silent),
        ...(row.assetCategory === "CASH"
          ? []
          : [figure("priorOpenMtm", row.priorOpen, held, withoutMarks(row))]),
      ];
    });
    yield* whereProven(figures, TOLERANCE);
  },
};

/** The sum of rows in base currency, and the rates that made it. */
interface Parts {
  readonly rates: readonly Amount[];
  readonly total: Amount;
}

function partsOf<T>(
  rows: readonly T[],
  read: (row: T) => readonly [amount: Amount, rate: Amount],
): Parts {
  const parts = rows.map(read);
  return {
    rates: parts.map(([, rate]) => rate),
    total: sum(parts.map(([amount, rate]) => inBase(amount, rate))),
  };
}

/** Why nothing can be said about positions held before; null where the statement exports what they made each day. */
const withoutMarks = ({ hasMarks }: MarkToMarket): string | null =>
  hasMarks ? null : "the statement has no section PriorPeriodPositions";

/** Instruments by their id, currency pairs by their symbol. */
const subjectOf = (row: TradeAssertion | MarkToMarket | PriorMark): string =>
  `${row.account}|${row.instrument ?? ("symbol" in row ? row.symbol : "")}`;

const within = <T extends { readonly date: string }>(
  rows: readonly T[] | undefined,
  { from, to }: MarkToMarket,
): readonly T[] => (rows ?? []).filter(({ date }) => date >= from && date <= to);
