/** Which holdings depend on one another: options and what they delivered, and the instruments of a corporate action. */
import type { EventId } from "../core/ids.ts";
import { instrumentsOf } from "../events/event.ts";
import { Deliveries } from "../ledger/deliveries.ts";
import type { Holding } from "../ledger/ledger.ts";

/** By holding, itself left out; those without any are not in it. */
export function linkedHoldings(
  holdings: readonly Holding[],
): ReadonlyMap<Holding, readonly Holding[]> {
  const byKey = new Map(holdings.map((one) => [`${one.account}|${one.instrument}`, one]));
  const ofDeliveries = new Map<EventId, Holding>();
  for (const holding of holdings)
    for (const event of holding.events)
      if (event.kind === "trade" && (event.delivers ?? event.deliveredBy) !== null)
        ofDeliveries.set(event.id, holding);
  const deliveries = new Deliveries(holdings.flatMap(({ events }) => events));
  const linked = new Map<Holding, readonly Holding[]>();
  for (const holding of holdings) {
    const others = holding.events.flatMap((event): (Holding | undefined)[] => {
      if (event.kind === "trade") {
        const whole = deliveries.of(event);
        const other = event.delivers === null ? whole?.exercises : whole?.delivered;
        return (other ?? []).map(({ id }) => ofDeliveries.get(id));
      }
      return event.kind === "corporate-action"
        ? instrumentsOf(event).map((id) => byKey.get(`${event.account}|${id}`))
        : [];
    });
    const own = new Set(others.filter((one) => one !== undefined && one !== holding));
    if (own.size > 0) linked.set(holding, [...own] as Holding[]);
  }
  return linked;
}
