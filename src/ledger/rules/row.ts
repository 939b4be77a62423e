/** What the identities on rows of trades share. */
import { type Amount, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { DELIVERY_CODES, type TradeAssertion } from "../../events/assertion.ts";
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

/** Bonds and bills are quoted per 100 of face value. */
export const perHundred = ({ assetCategory }: TradeAssertion): boolean =>
  assetCategory === "BOND" || assetCategory === "BILL";

/** Identities over costs hold where the commission is in the trade's own currency. */
export const hasForeignCommission = ({ commissionCurrency, currency }: TradeAssertion): boolean =>
  commissionCurrency !== "" && commissionCurrency !== currency;

/** Exercises and assignments have rules of their own. */
export const isDelivery = ({ codes }: TradeAssertion): boolean =>
  codes.some((code) => DELIVERY_CODES.has(code));

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
export const MARKS_ONLY = unknown(
  "the query exports mark-to-market results only",
  "FIFO_NOT_EXPORTED",
);

/**
 * Whether the query exports mark-to-market results only: then closing rows have a realized result of 0 and minus the
 * net cash as cost, which says nothing about lots. (Accounting notes 1.1, "MTM-only queries".)
 */
export function marksToMarketOnly(trades: readonly TradeAssertion[]): boolean {
  const closing = trades.filter(({ effect }) => effect === "closes");
  return (
    closing.length > 0 &&
    closing.every(
      ({ realized, cost, netCash }) =>
        realized instanceof Decimal &&
        realized.isZero &&
        cost instanceof Decimal &&
        netCash instanceof Decimal &&
        !cost.isZero &&
        cost.eq(netCash.negated()),
    )
  );
}
