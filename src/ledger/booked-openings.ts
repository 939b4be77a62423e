/** Which of the broker's lots events open themselves: what happened before the first day may be booked on or after it. */
import { dayOf } from "../core/dates.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Lot } from "./lots.ts";

/** Found by transaction id, and by moment; where either side gives the day alone, by that. */
export function bookedOpenings(
  events: readonly LedgerEvent[],
): (lot: Pick<Lot, "instrument" | "transaction" | "opened">) => boolean {
  const keys = new Set<string>();
  for (const event of events) {
    if (event.kind !== "trade" && event.kind !== "transfer") continue;
    const { instrument, transaction, moment } = event;
    if (transaction !== "") keys.add(`${instrument}|${transaction}`);
    keys.add(`${instrument}|${moment}`);
    keys.add(`${instrument}|${dayOf(moment)}|any time`);
  }
  return ({ instrument, transaction, opened }) => {
    const day = opened === null ? "" : dayOf(opened);
    const names = [transaction, opened, opened === day ? `${day}|any time` : day];
    return names.some((one) => keys.has(`${instrument}|${one}`));
  };
}
