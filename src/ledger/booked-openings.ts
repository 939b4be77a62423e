/** Which of the broker's lots events open themselves: what happened before the first day may be booked on or after it. */
import { dayOf, type IsoDate, type IsoDateTime } from "../core/dates.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Lot } from "./lots.ts";

type IsBooked = (
  lot: Pick<Lot, "instrument" | "transaction">,
  opened: IsoDate | IsoDateTime,
) => boolean;

/** Found by transaction id, and by moment; where either side gives the day alone, by that. */
export function bookedOpenings(events: readonly LedgerEvent[]): IsBooked {
  const keys = new Set<string>();
  for (const event of events) {
    if (event.kind !== "trade" && event.kind !== "transfer") continue;
    const { instrument, transaction, moment } = event;
    if (transaction !== "") keys.add(`${instrument}|${transaction}`);
    keys.add(`${instrument}|${moment}`);
    keys.add(`${instrument}|${dayOf(moment)}|any time`);
  }
  return ({ instrument, transaction }, opened) =>
    [transaction, opened, opened.length === 10 ? `${opened}|any time` : dayOf(opened)].some((one) =>
      keys.has(`${instrument}|${one}`),
    );
}
