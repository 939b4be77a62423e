/**
 * Books a corporate action: reads its legs, moves the lots, and answers or leaves open what no row says. Every reading is
 * one function in this folder. (LOTS.md, "Corporate actions"; accounting notes 2.15.)
 */
import { isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { ActionLeg, CorporateAction } from "../../events/corporate-action.ts";
import { instrumentsOf, isTakenBack } from "../../events/event.ts";
import type { Books } from "../booking.ts";
import type { BookedAction } from "./action.ts";
import { bookCase } from "./case.ts";
import { exchange, payment, purchase, sale, split } from "./effects.ts";
import { readingOf } from "./reading.ts";

/** Books one action. Where booking has stopped for one of its instruments, it stops for all of them. */
export function bookAction(books: Books, action: CorporateAction): BookedAction {
  if (isTakenBack(action)) return takenBack(books, action);
  const stopped = instrumentsOf(action).find((id) => books.pool(id).unknown !== null);
  if (stopped !== undefined) return stop(books, action, stopped);
  return { ...bookRead(books, inOwnCurrency(books, action)), event: action };
}

function bookRead(books: Books, action: CorporateAction): BookedAction {
  const reading = readingOf(action, (id) => books.pool(id).held);
  if (reading.kind !== "case") noticeUnneeded(books, action);
  switch (reading.kind) {
    case "nothing":
      return without(action, "no units moved");
    case "split":
      return split(books, action, reading.leg);
    case "exchange":
      return exchange(books, action, reading);
    case "sale":
      return sale(books, action, reading.legs);
    case "payment":
      return payment(books, action, reading.legs);
    case "purchase":
      return purchase(books, action, reading);
    case "case":
      return bookCase(books, action, reading);
  }
}

/** Cash in another currency than the lots' is no part of their cost and result: money of two currencies does not add. */
function inOwnCurrency(books: Books, action: CorporateAction): CorporateAction {
  const isOwn = ({ instrument, currency, proceeds }: ActionLeg): boolean =>
    currency === books.pool(instrument).instrument.currency ||
    (isKnown(proceeds) && proceeds.isZero);
  if (action.legs.every(isOwn)) return action;
  const [first, ...others] = action.legs;
  const told = (leg: ActionLeg): ActionLeg => (isOwn(leg) ? leg : { ...leg, proceeds: ABROAD });
  return { ...action, legs: [told(first), ...others.map(told)] };
}

const ABROAD = unknown(
  "a corporate action paid in another currency than the instrument's, and no row gives the rate",
);

/** A decision on an action that the rows determine has no effect. Raises `decisions/unfit`. */
function noticeUnneeded({ input }: Books, { action }: CorporateAction): void {
  const decision = input.settlement.decisions.get(action);
  if (decision !== undefined)
    input.notice({
      code: "decisions/unfit",
      message: `the decision on ${action} has no effect: its rows leave nothing open`,
      at: [decision.at],
      hint: "take the entry out",
    });
}

/** Units come and go as the rows say, so that positions of the days between tie; no lot changes. */
function takenBack(books: Books, action: CorporateAction): BookedAction {
  for (const leg of action.legs)
    books.pool(leg.instrument).record(action, leg.date, leg.quantity, Decimal.zero);
  const reading =
    action.cancels === null ? "the broker took it back" : "it takes an earlier action back";
  return without(action, reading);
}

/** An action that changes no lot. */
const without = (event: CorporateAction, reading: string): BookedAction => ({
  event,
  reading,
  before: [],
  after: [],
  closings: [],
  case: null,
});

/** Lots that come from, or go to, an instrument of which nothing is known are not known either. */
function stop(books: Books, action: CorporateAction, because: InstrumentId): BookedAction {
  const reason = books.pool(because).unknown ?? "";
  for (const id of instrumentsOf(action)) books.pool(id).unknown ??= reason;
  return without(action, `not booked: ${reason}`);
}
