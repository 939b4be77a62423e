/**
 * The order of corporate actions of one evening whose rows have no ids, as in queries that export sums of actions alone:
 * what brings an instrument comes before what acts on it, so that a spin-off precedes the change of name of what it brought.
 */
import type { InstrumentId } from "../core/ids.ts";
import type { CorporateAction } from "./corporate-action.ts";

/** The actions, each after those that bring what it acts on; otherwise, and in a circle, in the order given. */
export function chained<T extends CorporateAction>(actions: readonly T[]): T[] {
  const left = [...actions];
  const ordered: T[] = [];
  while (left.length > 0) {
    const free = left.findIndex((action) => {
      const needed = neededBy(action);
      return !left.some(
        (other) => other !== action && broughtBy(other).some((id) => needed.has(id)),
      );
    });
    ordered.push(...left.splice(free < 0 ? 0 : free, 1));
  }
  return ordered;
}

/** Instruments of legs that come while others go, or that are not what the action is on. */
function broughtBy({ legs, parent }: CorporateAction): InstrumentId[] {
  const gone = new Set(legs.flatMap((leg) => (leg.quantity.sign < 0 ? [leg.instrument] : [])));
  return legs.flatMap(({ instrument, quantity }) => {
    const isFromElsewhere =
      gone.size > 0 ? !gone.has(instrument) : parent !== null && parent !== instrument;
    return quantity.sign > 0 && isFromElsewhere ? [instrument] : [];
  });
}

function neededBy(action: CorporateAction): ReadonlySet<InstrumentId> {
  const brought = new Set(broughtBy(action));
  const own = action.legs.map(({ instrument }) => instrument).filter((id) => !brought.has(id));
  return new Set(action.parent === null ? own : [...own, action.parent]);
}
