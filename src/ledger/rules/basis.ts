/** What a holding had cost at the end of any day. */
import { type Amount, add, negate, sum, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import type { Holding } from "../ledger.ts";

/**
 * The signed basis at the end of a day: that of the open lots where nothing happened later, else what was there at the
 * beginning, plus what every trade cost, plus what closings realized (a closing moves its net cash less its result).
 */
export function basisOn(holding: Holding, date: IsoDate): Amount {
  const { lots, events, closings, openingBasis } = holding;
  if (holding.unknown !== null) return unknown(holding.unknown);
  if (!events.some((event) => event.kind !== "cash" && event.date > date))
    return sum(lots.map(({ costBasis }) => costBasis));
  let basis = openingBasis;
  for (const event of events) {
    if (event.date > date) continue;
    if (event.kind === "transfer")
      return unknown("shares were transferred, and the position changed after that day");
    if (event.kind === "trade" && event.cancels === null && event.cancelledBy === null)
      basis = add(basis, negate(event.net));
  }
  for (const { trade, realized } of closings) if (trade.date <= date) basis = add(basis, realized);
  return basis;
}
