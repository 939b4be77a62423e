/**
 * The rule of returns, which figures and checks share: which events are external flows, when they count, and how days
 * link. (Accounting notes 5, verified to nine decimals.)
 */
import { type Amount, add, isKnown, multiply, subtract, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { LedgerEvent } from "../events/event.ts";

/** Deposits, withdrawals and transfers; dividends, interest, fees and conversions are no flows. */
export const isFlow = (event: LedgerEvent): boolean =>
  event.kind === "transfer" ||
  (event.kind === "cash" &&
    (event.type === "deposit" || event.type === "withdrawal" || event.type === "transfer"));

/** What a flow brought in, in base currency: cash at the rate of its row, shares at their market value. */
export function flowValue(event: LedgerEvent): Amount {
  if (event.kind === "transfer") return multiply(event.marketValue, event.rate);
  return event.kind === "cash" ? multiply(event.amount.amount, event.rate) : Decimal.zero;
}

/** What a day's growth starts from: flows count at its start. Null where that is nothing or less: the day is left out. */
export function startOfDay(before: Amount, flow: Amount): Amount | null {
  const start = add(before, flow);
  return isKnown(start) && start.sign <= 0 ? null : start;
}

/** A day that is valued, and what flowed in since the valued day before it. */
export interface ValuedDay {
  readonly total: Amount;
  readonly flow: Amount;
  /** What flowed out at the end of the day (negative), where that is not part of `flow`. */
  readonly late?: Amount;
}

/** The product of NAV ÷ (NAV of the day before + flow) over all days but the first, less 1. Late flows are still in NAV. */
export function timeWeighted(days: readonly ValuedDay[]): Amount {
  let growth = Decimal.one;
  for (const [index, { total, flow, late = Decimal.zero }] of days.entries()) {
    const before = days[index - 1];
    if (before === undefined) continue;
    const start = startOfDay(before.total, flow);
    if (start === null) continue;
    if (!isKnown(start)) return start;
    const grown = subtract(total, late);
    if (!isKnown(grown)) return grown;
    growth = Decimal.share(growth, grown, start);
  }
  return days.length < 2 ? unknown("fewer than two days are valued") : growth.minus(Decimal.one);
}
