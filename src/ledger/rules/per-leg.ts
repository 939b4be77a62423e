/** Results in base currency with a rate per leg. (Accounting notes 2.7, B.) */
import { type Amount, multiply, subtract, sum, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { Closing } from "../ledger.ts";

/**
 * What a closing realized with the proceeds at the rate of its day, and each cost at the rate of the opening. An option
 * that delivers realizes nothing, in no currency: its premium goes on in what it delivers. (Identity T5a.)
 */
export function perLeg(
  { by, lots }: Closing,
  openingRate: (id: EventId) => Amount | undefined,
): Amount {
  if (by.kind === "trade" && by.delivers !== null) return Decimal.zero;
  return sum(
    lots.map(({ proceeds, lot }) => {
      const rate = lot.openedBy === null ? undefined : openingRate(lot.openedBy);
      const cost = multiply(lot.costBasis, rate ?? unknown("no row gives the opening's rate"));
      return subtract(multiply(proceeds, by.rate), cost);
    }),
  );
}
