/** What happened to options, in the words of their holders, and which event delivered what they are on. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { inBookingOrder, isTakenBack, type Trade } from "../../events/event.ts";
import { isOptionClass } from "../../events/option-terms.ts";
import { headingOf } from "../../exports/instrument-name.ts";
import { Deliveries } from "../../ledger/deliveries.ts";
import { exact, numberText } from "../format/number.ts";
import type { Linked } from "./linked.ts";
import { once } from "./once.ts";
import { headingIn } from "./options.ts";
import { placesOf } from "./places.ts";

/** The expiry, exercise, assignment or settlement of an option in words; null for every other trade. */
export function optionText(report: Report, trade: Trade): string | null {
  const instrument = report.instruments.get(trade.instrument);
  if (instrument === undefined || !isOptionClass(instrument.assetCategory)) return null;
  if (isTakenBack(trade) || !isKnown(trade.price) || !trade.price.isZero) return null;
  const units = `${exact(trade.quantity.abs())} ${headingOf(instrument)}`;
  if (trade.delivers !== null) return `${capitalOf(trade)}: ${units}`;
  if (!isKnown(trade.proceeds) || !isKnown(trade.net))
    return `Exercised or assigned, and what it brought is in no row: ${units}`;
  if (trade.proceeds.isZero) return `Expired worthless: ${units}`;
  const cash = `${numberText(trade.proceeds.abs(), "money", trade.currency)} ${trade.currency}`;
  return `Settled in cash for ${cash}${trade.proceeds.sign < 0 ? " paid" : ""}: ${units}`;
}

/** The other side of an exercise or assignment: of the option what it delivered, of the delivery its options. */
export function deliveryOf(report: Report, trade: Trade): readonly Linked[] {
  const whole = deliveriesIn(report).of(trade);
  if (whole === null) return [];
  const { exercises, delivered } = whole;
  const premium = delivered.length === 1 ? "the premium" : "a part of the premium";
  return trade.delivers === null
    ? exercises.map((exercise) => exerciseLink(report, exercise))
    : delivered.map((shares) => deliveredLink(report, shares, premium));
}

const deliveriesIn = once(({ events }) => new Deliveries(inBookingOrder(events)));

function exerciseLink(report: Report, exercise: Trade): Linked {
  const instrument = report.instruments.get(exercise.instrument);
  const name = instrument === undefined ? exercise.instrument : headingOf(instrument);
  return {
    text: `Delivered by the ${wordOf(exercise)} of ${exact(exercise.quantity.abs())} ${name}`,
    href: placesOf(report).event(exercise.id),
  };
}

function deliveredLink(report: Report, shares: Trade, premium: string): Linked {
  const { id, instrument, quantity, price } = shares;
  const verb = quantity.sign < 0 ? "sold" : "bought";
  const at = isKnown(price) ? ` at ${exact(price.abs(), 2)}` : "";
  const symbol = headingIn(report, instrument);
  return {
    text: `It ${verb} ${exact(quantity.abs())} ${symbol}${at}; ${premium} moved there`,
    href: placesOf(report).event(id),
  };
}

/** Closing a short option is its assignment, closing a long one its exercise. */
const wordOf = ({ quantity }: Trade): "assignment" | "exercise" =>
  quantity.sign > 0 ? "assignment" : "exercise";

const capitalOf = (trade: Trade): string =>
  wordOf(trade) === "assignment" ? "Assigned" : "Exercised";
