/** What costs and results of lots inherit from rows: of the trades that opened the lots, and of options that delivered them. */
import { isKnown, multiply, negate, unknown } from "../../core/amount.ts";
import type { EventId } from "../../core/ids.ts";
import { isExercise, type TradeAssertion } from "../../events/assertion.ts";
import type { Check } from "../checks.ts";
import type { Question } from "./cause.ts";
import { type Link, summed, whole } from "./link.ts";
import { lotsClosed, lotsOf } from "./lots.ts";

/** A closing takes its basis from the trades that opened its lots. */
export const opening: Link = (question) =>
  whole(question, brokenRow(question, question.check, openingsOf(question)));

/** Delivered shares take the premium from the rows of the option that delivered them. */
export const premium: Link = (question) => {
  const { check, earlier, facts } = question;
  for (const shares of deliveriesOf(question)) {
    const option = earlier.deliveredBy(shares);
    if (option === undefined || option.instrument === null) continue;
    const about = { account: check.account, instrument: option.instrument };
    const openings = lotsClosed(facts, { ...about, event: option.event });
    const events = new Set([option.event, ...openings.map(({ openedBy }) => openedBy)]);
    const row = brokenRow(question, about, events);
    if (row !== undefined) return whole(question, row);
  }
  return null;
};

/**
 * Shares came from an option without its premium, because the option's own row is missing or says that it ended
 * otherwise: an option on them is off by the contracts that deliver so many, or contradicts itself.
 */
export const undelivered: Link = (question) => {
  const { check, earlier } = question;
  for (const shares of deliveriesOf(question)) {
    const trade = earlier.trade(shares);
    if (trade === undefined || earlier.deliveredBy(shares) !== undefined) continue;
    const option = ["EAE", "R2", "T4"]
      .flatMap((rule) => earlier.inAccount(rule, check.account))
      .find((one) => deliversSo(question, one, trade));
    if (option !== undefined) return whole(question, option);
  }
  return null;
};

/**
 * What the lots of an earlier day cost wrongly comes out later: in the results of what was closed since, and in the cost
 * of what is left. All of it together, at the rate of that day, is what the unrealized result was off.
 */
export const stillOpen: Link = (question) => {
  const { check, earlier, facts } = question;
  if (check.rule !== "R5" || !check.field.startsWith("unrealized")) return null;
  const then = facts.assertions.position.find(
    ({ account, instrument, date }) =>
      account === check.account && instrument === check.instrument && date === check.date,
  );
  const later = (rule: string): readonly Check[] =>
    earlier.of(rule, check).filter(({ date }) => date > check.date);
  const left = later("R3").filter(({ id }) => id === `R3/${check.account}/${check.instrument}`);
  const rate = then?.rate ?? unknown("the broker lists no position on that day");
  return summed(question, [...later("R4"), ...left], ({ rule, difference }) =>
    multiply(rule === "R4" ? difference : negate(difference), rate),
  );
};

/** Contracts that are too many or too few, or a row of the same moment that contradicts itself. */
function deliversSo({ facts, earlier }: Question, one: Check, shares: TradeAssertion): boolean {
  const option = facts.assertions.trade.find(
    ({ account, instrument, underlying }) =>
      account === one.account &&
      instrument === one.instrument &&
      underlying !== "" &&
      underlying === shares.instrument,
  );
  const row = earlier.trade(one.event);
  if (option === undefined || (row !== undefined && row.moment !== shares.moment)) return false;
  const contracts = row === undefined ? one.difference : row.quantity;
  const units = multiply(contracts, option.multiplier);
  return isKnown(units) && isKnown(shares.quantity) && units.abs().eq(shares.quantity.abs());
}

/** The first row of these events that contradicts itself. */
const brokenRow = (
  { earlier }: Question,
  about: Pick<Check, "account" | "instrument">,
  events: ReadonlySet<EventId | null>,
): Check | undefined =>
  ["T1", "T2", "T3"]
    .flatMap((rule) => earlier.of(rule, about))
    .find(({ event }) => event !== undefined && events.has(event));

/** The events that opened the lots of a closing, or of a position. */
function openingsOf({ check, facts }: Question): ReadonlySet<EventId | null> {
  if (check.rule !== "R3" && check.rule !== "R4") return new Set();
  return new Set(lotsOf(facts, check).map(({ openedBy }) => openedBy));
}

/** The shares among them that an option delivered; a closing, and a row of an open lot, may be of such a delivery themselves. */
function deliveriesOf(question: Question): readonly EventId[] {
  const { check, earlier } = question;
  if (!OF_PREMIUMS.has(check.rule)) return [];
  const events = [check.event ?? null, ...openingsOf(question)];
  return events.filter((event): event is EventId => {
    const trade = event === null ? undefined : earlier.trade(event);
    return trade !== undefined && isExercise(trade);
  });
}

const OF_PREMIUMS: ReadonlySet<string> = new Set(["P5", "R3", "R4"]);
