/**
 * REPORTDATE_SHIFT: something happened on one side of a day and is reported on the other, such as an expiry of a Friday
 * that is booked on Monday. Our sums go by report date.
 */
import { type Amount, isKnown, negate, sum } from "../../core/amount.ts";
import { addDays, dayOf, type IsoDate } from "../../core/dates.ts";
import type { LedgerEvent } from "../../events/event.ts";
import { type Check, type Facts, holdingKey } from "../checks.ts";
import type { Move } from "../ledger.ts";
import { type Finder, isAbout, type Question } from "./cause.ts";

interface Moved {
  readonly event: LedgerEvent;
  /** What it adds to our figure less the broker's. */
  readonly amount: Amount;
}

export const reportDate: Finder = {
  code: "REPORTDATE_SHIFT",
  find: (question) => {
    const moved = movesOf(question);
    const all = sum(moved.map(({ amount }) => amount));
    const together = isKnown(all) && isAbout(question, all, question.rest);
    const one = moved.filter(
      ({ amount }) => isKnown(amount) && isAbout(question, amount, question.rest),
    );
    const own = together ? moved : one.slice(0, 1);
    const [first] = own;
    if (first === undefined) return null;
    const { date, moment } = first.event;
    return {
      amount: question.rest,
      because: `what happened on ${dayOf(moment)} is reported on ${date}`,
      rows: own.map(({ event }) => event.sources[0]),
    };
  },
};

function movesOf({ check, facts }: Question): readonly Moved[] {
  const shifted = (event: LedgerEvent, amount: Amount): Moved[] => {
    const ends = shiftAt(event, check.date);
    const starts = check.from === undefined ? 0 : shiftAt(event, addDays(check.from, -1));
    const shift = ends - starts;
    if (shift === 0 || (isKnown(amount) && amount.isZero)) return [];
    return [{ event, amount: shift > 0 ? amount : negate(amount) }];
  };
  if (check.rule === "R2")
    return holdingMoves(check, facts).flatMap(({ event, quantity }) => shifted(event, quantity));
  if (check.rule !== "R6" && check.rule !== "R7") return [];
  const isBase = check.id.includes("/BASE/");
  return facts.ledger.cash
    .filter((one) => one.account === check.account && (isBase || one.currency === check.currency))
    .flatMap((one) => {
      if (check.rule === "R7")
        return one.moves.flatMap(({ event, amount }) => shifted(event, amount));
      return one.legs
        .filter(({ line }) => line === check.field)
        .flatMap(({ event, amount, base }) => shifted(event, isBase ? base : amount));
    });
}

const holdingMoves = ({ account, instrument }: Check, { holdings }: Facts): readonly Move[] =>
  instrument === null
    ? []
    : (holdings.get(holdingKey(account, instrument))?.moves ?? []).filter((one) => !one.missing);

/** 1 where we count the event by the end of a day and the broker does not yet, −1 the other way round. */
function shiftAt({ date, moment }: LedgerEvent, day: IsoDate): number {
  const happened = dayOf(moment) <= day;
  const reported = date <= day;
  return happened === reported ? 0 : reported ? 1 : -1;
}
