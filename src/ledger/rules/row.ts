/** What the identities on rows of trades share. */
import { type Amount, isKnown, type Unknown, unknown } from "../../core/amount.ts";
import type { AssertionBase, TradeAssertion } from "../../events/assertion.ts";
import type { Comparison } from "../checks.ts";

/** A check of one field of a trade's row against what its other fields make of it. */
export function onRow(
  rule: string,
  trade: TradeAssertion,
  field: string,
  broker: Amount,
  ours: Amount,
): Comparison {
  return {
    id: `${rule}/${trade.event}`,
    account: trade.account,
    date: trade.date,
    instrument: trade.instrument,
    currency: trade.currency,
    field,
    broker,
    ours,
    rows: [trade.source],
    event: trade.event,
  };
}

/** Identities over costs hold where the commission is in the trade's own currency. */
export const hasForeignCommission = ({ commissionCurrency, currency }: TradeAssertion): boolean =>
  commissionCurrency !== "" && commissionCurrency !== currency;

/** Classes whose cash is proceeds less costs; futures settle daily, CFDs only cost a commission, bonds accrue interest. */
export const PAID_IN_FULL: ReadonlySet<string> = new Set([
  "STK",
  "OPT",
  "FOP",
  "WAR",
  "IOPT",
  "FUND",
]);

/** Why nothing is said about lots of such a query. */
const MARKS_ONLY = unknown("the query exports mark-to-market results only", "FIFO_NOT_EXPORTED");

const isZero = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

/** A closing row without a result: minus the net cash as cost, or none where the query selects models. */
function hasNoResult({ realized, cost, netCash }: TradeAssertion): boolean {
  if (!isZero(realized) || !isKnown(cost) || !isKnown(netCash)) return false;
  return cost.isZero || cost.eq(netCash.negated());
}

/**
 * Why a statement says nothing about the results of its trades: with mark-to-market results only, closing rows realize 0
 * and have minus the net cash as cost. Expired options have 0 for all three and prove nothing either way. Statements are
 * told apart, because each may be of another query. (Accounting notes 1.1, "MTM-only queries"; Flex schema, section 5.)
 */
export function withoutResults(
  trades: readonly TradeAssertion[],
  closes: (trade: TradeAssertion) => boolean = ({ effect }) => effect === "closes",
): (row: AssertionBase) => Unknown | null {
  const closing = trades.filter(
    (trade) => PAID_IN_FULL.has(trade.assetCategory) && !trade.cancelled && closes(trade),
  );
  const silent = new Set<string>();
  for (const [statement, own] of Map.groupBy(closing, statementOf))
    if (own.every(hasNoResult) && own.some(({ netCash }) => !isZero(netCash)))
      silent.add(statement);
  return (row) => (silent.has(statementOf(row)) ? MARKS_ONLY : null);
}

const statementOf = ({ account, source }: AssertionBase): string => `${account}|${source.file}`;
