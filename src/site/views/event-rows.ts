/** Events in words and numbers: what happened, to which instrument, what it did to cash. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, add, isKnown } from "../../core/amount.ts";
import { type Figure, figure } from "../../core/figures.ts";
import type { RowRef } from "../../core/ids.ts";
import type { Money } from "../../core/money.ts";
import type { LedgerEvent, Trade } from "../../events/event.ts";
import { dateText } from "../format/date.ts";
import { exact } from "../format/number.ts";
import { capital } from "../format/words.ts";
import { rawMask } from "../raw/files.ts";
import { actionHref } from "./action-pages.ts";
import { actionStateText } from "./action-status.ts";
import { actionText } from "./action-text.ts";
import type { Linked } from "./linked.ts";
import { instrumentOf } from "./lookup.ts";
import { deliveryOf, optionText } from "./option-events.ts";
import { headingIn } from "./options.ts";
import { placesOf } from "./places.ts";
import { type RowLink, rowLink } from "./trace.ts";

export interface EventRow {
  readonly id: string;
  readonly href: string | null;
  readonly date: string;
  readonly time: string;
  readonly account: string;
  /** A word to filter by: `trade`, `dividend`, `not booked`. */
  readonly kind: string;
  /** What happened: `Bought 10 at 62.04`. */
  readonly what: string;
  readonly symbol: string;
  readonly instrumentHref: string | null;
  readonly description: string;
  /** What it did to cash, one figure a currency. */
  readonly cash: readonly Figure[];
  readonly rows: readonly RowLink[];
  readonly currencies: readonly string[];
  /** Why it is not booked; empty where it is. */
  readonly unbooked: string;
  /** What it belongs to: the options that delivered it, the page of a corporate action. */
  readonly more: readonly Linked[];
}

export function eventRow(report: Report, event: LedgerEvent): EventRow {
  const places = placesOf(report);
  const id = instrumentOf(event);
  const cash = cashOf(event);
  return {
    id: event.id,
    href: places.event(event.id),
    date: dateText(event.date),
    time: event.moment.slice(11),
    account: event.account,
    kind: kindOf(event),
    what: whatOf(report, event),
    symbol: id === null ? "" : headingIn(report, id as never),
    instrumentHref: id === null ? null : places.instrument(id),
    description: rawMask(report).text(event.description),
    cash: cash.map((money) => cashFigure(event.id, money, event.sources)),
    rows: event.sources.map((row) => rowLink(report, row)),
    currencies: [...new Set(cash.map(({ currency }) => currency))],
    unbooked: event.kind === "unbooked" ? event.reason : "",
    more: moreOf(report, event),
  };
}

const cashFigure = (id: string, { amount, currency }: Money, rows: readonly RowRef[]): Figure =>
  figure(`events/${id}/cash/${currency}`, currency, () => [
    {
      operator: "+",
      label: "as the row says",
      value: amount,
      unit: currency,
      rows: rows.slice(0, 1),
    },
  ]);

function kindOf(event: LedgerEvent): string {
  if (event.kind === "cash") return event.type;
  if (event.kind === "fx-conversion") return "currency conversion";
  return event.kind === "unbooked" ? "not booked" : event.kind;
}

function moreOf(report: Report, event: LedgerEvent): readonly Linked[] {
  if (event.kind === "trade") return deliveryOf(report, event);
  if (event.kind !== "corporate-action") return [];
  const href = actionHref(report, event.id);
  return href === null ? [] : [{ text: actionStateText(report, event), href }];
}

function whatOf(report: Report, event: LedgerEvent): string {
  if (event.kind === "trade") {
    const ofOption = optionText(report, event);
    if (ofOption !== null) return ofOption;
    const cancelled =
      event.cancels !== null
        ? " (cancels a trade)"
        : event.cancelledBy !== null
          ? " (cancelled)"
          : "";
    return `${event.quantity.sign < 0 ? "Sold" : "Bought"} ${number(event.quantity)} at ${number(event.price, 2)}${cancelled}`;
  }
  if (event.kind === "transfer")
    return `${event.quantity.sign < 0 ? "Transferred out" : "Transferred in"} ${number(event.quantity)}`;
  if (event.kind === "fx-conversion")
    return `Exchanged ${event.legs[0].currency} and ${event.legs[1].currency}`;
  if (event.kind === "corporate-action") return actionText(report, event);
  return capital(event.kind === "cash" ? event.type : event.what);
}

/** A size without its sign, which the words around it tell. */
const number = (amount: Amount, least = 0): string =>
  isKnown(amount) ? exact(amount.abs(), least) : "an unknown price";

/** What an event did to cash, as its row gives it. */
export function cashOf(event: LedgerEvent): readonly Money[] {
  if (event.kind === "trade") return paidFor(event);
  if (event.kind === "corporate-action")
    return event.legs
      .filter(({ proceeds }) => !isKnown(proceeds) || !proceeds.isZero)
      .map(({ proceeds, currency }) => ({ amount: proceeds, currency }));
  if (event.kind === "cash") return [event.amount];
  if (event.kind === "fx-conversion") return event.legs;
  return event.kind === "unbooked" ? event.cash : [];
}

/** What was paid in full moves its net; of futures and contracts for difference the row gives the costs alone. */
const paidFor = ({ settlement, net, commission, taxes, currency }: Trade): readonly Money[] => [
  { amount: settlement === "in full" ? net : add(commission, taxes), currency },
];
