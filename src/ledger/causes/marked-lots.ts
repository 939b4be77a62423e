/** Lots of which something is known that changes their basis: how far the broker's basis of these lots is off from ours. */
import { type Amount, isKnown, negate, subtract, sum } from "../../core/amount.ts";
import type { RowRef } from "../../core/ids.ts";
import type { ClosedLotAssertion, OpenLotAssertion } from "../../events/assertion.ts";
import type { Lot } from "../lots.ts";
import { isAbout, type Question } from "./cause.ts";
import { lotsOf } from "./lots.ts";

type BrokerLot = OpenLotAssertion | ClosedLotAssertion;

/**
 * The broker's rows of the marked lots that a check is about (of the position, of one of its lots, or of what a trade
 * closed), where these lots account for all that is left; else null.
 */
export function rowsOfMarked(
  question: Question,
  isMarked: (broker: BrokerLot, ours: Lot) => boolean,
): readonly RowRef[] | null {
  const { check, facts, rest } = question;
  const lots = lotsOf(facts, check);
  const pairs = theirLots(question).flatMap((broker) => {
    const ours = lots.filter(({ opened }) => opened === broker.opened);
    const [first] = ours;
    return first !== undefined && isMarked(broker, first) ? [{ broker, ours }] : [];
  });
  const difference = sum(
    pairs.map(({ broker, ours }) =>
      subtract(sum(ours.map(({ costBasis }) => signed(costBasis, broker))), broker.costBasis),
    ),
  );
  const amount: Amount = check.rule === "R4" ? negate(difference) : difference;
  return pairs.length > 0 && isKnown(amount) && isAbout(question, amount, rest)
    ? pairs.map(({ broker }) => broker.source)
    : null;
}

/** Closed lots of the broker's are positive whatever their side. */
const signed = (basis: Amount, { kind }: BrokerLot): Amount =>
  kind === "closed lot" && isKnown(basis) ? basis.abs() : basis;

function theirLots({ check, facts, earlier }: Question): readonly BrokerLot[] {
  if (check.rule === "R4") return earlier.closedLots(check.event);
  const [, , , opened] = check.rule === "R3" ? check.id.split("/") : [];
  return facts.assertions["open lot"].filter(
    (one) =>
      one.account === check.account &&
      one.instrument === check.instrument &&
      one.date === check.date &&
      (opened === undefined || one.opened === opened),
  );
}
