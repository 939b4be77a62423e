/** Which of our lots a check is about. */
import { type Check, type Facts, holdingKey } from "../checks.ts";
import type { Lot } from "../lots.ts";

type About = Pick<Check, "account" | "instrument" | "event">;

/** What the closing of a check closed; of every other check what is open of its instrument. */
export function lotsOf(facts: Facts, check: About & Pick<Check, "rule">): readonly Lot[] {
  const { rule, account, instrument } = check;
  if (rule === "R4") return lotsClosed(facts, check);
  return instrument === null
    ? []
    : (facts.holdings.get(holdingKey(account, instrument))?.lots ?? []);
}

/** The lots that an event closed of an instrument. */
export function lotsClosed(
  { holdings }: Facts,
  { account, instrument, event }: About,
): readonly Lot[] {
  if (instrument === null) return [];
  const closings = holdings.get(holdingKey(account, instrument))?.closings ?? [];
  return closings
    .filter(({ by }) => by.id === event)
    .flatMap(({ lots }) => lots.map(({ lot }) => lot));
}
