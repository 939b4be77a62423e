/**
 * What is wrong with one lot is wrong in each of its closings, and in what is left of it, by as much for each unit. A
 * corporate action changes the units of a lot, but not which part of its basis is closed.
 */
import { type Amount, isKnown, negate, shareOf, unknown } from "../../core/amount.ts";
import type { EventId } from "../../core/ids.ts";
import type { Check } from "../checks.ts";
import type { Lot } from "../lots.ts";
import { basisOf, quantityOf } from "../pool.ts";
import { isAbout, type Question } from "./cause.ts";
import { type Link, whole } from "./link.ts";
import { lotsOf } from "./lots.ts";

export const sameLot: Link = (question) => {
  const { check, earlier } = question;
  const isOfPosition = check.id === `R3/${check.account}/${check.instrument}`;
  if (check.rule !== "R4" && !isOfPosition) return null;
  const own = partsOf(question, check);
  return whole(
    question,
    earlier
      .of("R4", check)
      .find((one) => earlier.isBreak(one) && isProportional(question, one, own)),
  );
};

/** What a check has of the lots that an event opened. */
interface Part {
  readonly units: Amount;
  readonly basis: Amount;
}

/** A basis that is too low makes the results of what is closed too high. */
function isProportional(
  question: Question,
  before: Check,
  own: ReadonlyMap<EventId, Part>,
): boolean {
  const theirs = partsOf(question, before);
  const difference = question.check.rule === "R4" ? before.difference : negate(before.difference);
  return [...own].some(([opening, mine]) => {
    const other = theirs.get(opening);
    return (["units", "basis"] as const).some((measure) =>
      isShare(question, difference, mine[measure], other?.[measure]),
    );
  });
}

function isShare(
  question: Question,
  difference: Amount,
  part: Amount,
  whole: Amount | undefined,
): boolean {
  if (whole === undefined || !isKnown(part) || !isKnown(whole) || whole.isZero) return false;
  const expected = shareOf(difference, part.abs(), whole.abs());
  return isKnown(expected) && isAbout(question, expected, question.rest);
}

const NONE = unknown("what one trade closes and opens has no basis in common");

/** By opening event. A trade that closes and opens is both: what is wrong with its amount is in all of its units. */
function partsOf({ facts }: Question, check: Check): ReadonlyMap<EventId, Part> {
  const { rule, event } = check;
  const lots = lotsOf(facts, check);
  const parts = new Map<EventId, Part>();
  for (const [opening, some] of Map.groupBy(lots, ({ openedBy }) => openedBy))
    if (opening !== null) parts.set(opening, partOf(some));
  if (rule === "R4" && event !== undefined)
    parts.set(event, { units: quantityOf(lots), basis: NONE });
  return parts;
}

const partOf = (lots: readonly Lot[]): Part => ({
  units: quantityOf(lots),
  basis: basisOf(lots),
});
