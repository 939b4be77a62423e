/** What happened to options, in the words of their holders, and which event delivered what they are on. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { isTakenBack, type Trade } from "../../events/event.ts";
import type { Instrument } from "../../events/instrument.ts";
import { isOptionClass } from "../../events/option-terms.ts";
import { exact, numberText } from "../format/number.ts";
import type { Linked } from "./linked.ts";
import { eventsById } from "./lookup.ts";
import { instrumentName } from "./options.ts";
import { placesOf } from "./places.ts";

/** The expiry, exercise, assignment or settlement of an option in words; null for every other trade. */
export function optionText(report: Report, trade: Trade): string | null {
  const instrument = report.instruments.get(trade.instrument);
  if (instrument === undefined || !isOptionClass(instrument.assetCategory)) return null;
  if (isTakenBack(trade) || !isKnown(trade.price) || !trade.price.isZero) return null;
  const units = `${exact(trade.quantity.abs())} ${nameOf(instrument)}`;
  if (trade.delivers !== null) return `${capitalOf(trade)}: ${units}`;
  if (!isKnown(trade.proceeds) || !isKnown(trade.net))
    return `Exercised or assigned, and what it brought is in no row: ${units}`;
  if (trade.proceeds.isZero) return `Expired worthless: ${units}`;
  const cash = `${numberText(trade.proceeds.abs(), "money", trade.currency)} ${trade.currency}`;
  return `Settled in cash for ${cash}${trade.proceeds.sign < 0 ? " paid" : ""}: ${units}`;
}

/** The other half of an exercise or assignment: of the option what it delivered, of the delivery its option. */
export function deliveryOf(report: Report, trade: Trade): Linked | null {
  const other = tradeOf(report, trade.delivers ?? trade.deliveredBy);
  if (other === null) return null;
  const instrument = report.instruments.get(other.instrument);
  const href = placesOf(report).event(other.id);
  if (trade.delivers === null) {
    const name = instrument === undefined ? other.instrument : nameOf(instrument);
    return {
      text: `Delivered by the ${wordOf(other)} of ${exact(other.quantity.abs())} ${name}`,
      href,
    };
  }
  const [verb, price] = [other.quantity.sign < 0 ? "sold" : "bought", other.price];
  const at = isKnown(price) ? ` at ${exact(price.abs(), 2)}` : "";
  const symbol = instrument?.symbol ?? other.instrument;
  return {
    text: `It ${verb} ${exact(other.quantity.abs())} ${symbol}${at}; the premium moved there`,
    href,
  };
}

/** Closing a short option is its assignment, closing a long one its exercise. */
const wordOf = ({ quantity }: Trade): "assignment" | "exercise" =>
  quantity.sign > 0 ? "assignment" : "exercise";

const capitalOf = (trade: Trade): string =>
  wordOf(trade) === "assignment" ? "Assigned" : "Exercised";

const nameOf = (instrument: Instrument): string =>
  instrument.option === null ? instrument.symbol : instrumentName(instrument);

function tradeOf(report: Report, id: string | null): Trade | null {
  const event = id === null ? undefined : eventsById(report).get(id);
  return event?.kind === "trade" ? event : null;
}
