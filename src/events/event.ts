/**
 * What happened in an account, in our words; nothing here knows about Flex. A new situation is a new member of
 * {@link LedgerEvent}, not a flag. Signs are the account's: money that comes in is positive, what is bought is positive.
 */
import type { Amount } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import {
  type AccountAlias,
  compareIds,
  compareText,
  type EventId,
  type InstrumentId,
  type NonEmpty,
  type RowRef,
} from "../core/ids.ts";
import type { Money } from "../core/money.ts";
import { chained } from "./chained.ts";
import type { CorporateAction } from "./corporate-action.ts";
import type { Settlement } from "./instrument.ts";

export interface EventBase {
  readonly id: EventId;
  readonly account: AccountAlias;
  /** The day that the broker's sums count it on (report date). */
  readonly date: IsoDate;
  /** When it happened: what lots are ordered by. A date where the broker gives no time. */
  readonly moment: IsoDate | IsoDateTime;
  /** The broker's transaction id, which decides among events of one moment; empty where there is none. */
  readonly transaction: string;
  /** The row it was read from, newest version first. An event from nowhere cannot be written. */
  readonly sources: NonEmpty<RowRef>;
  /** Base currency per unit of the event's currency, from the row or the day's rate. */
  readonly rate: Amount;
  /** The broker's text for it. */
  readonly description: string;
}

/**
 * A purchase or sale, or a booking of the broker's own that closes or opens a position: the expiry, exercise or assignment
 * of an option, and the delivery of what it is on.
 */
export interface Trade extends EventBase {
  readonly kind: "trade";
  readonly instrument: InstrumentId;
  /** Positive buys, negative sells. */
  readonly quantity: Decimal;
  readonly currency: string;
  /** Per unit; for display, `proceeds` is the truth. */
  readonly price: Amount;
  /** Before costs; negative for a purchase. */
  readonly proceeds: Amount;
  /** Negative when paid. */
  readonly commission: Amount;
  /** Nearly always the trade's own. */
  readonly commissionCurrency: string;
  /** Base currency per unit of the commission's currency. */
  readonly commissionRate: Amount;
  /** Transaction taxes, negative when paid. */
  readonly taxes: Amount;
  /** Proceeds, commission and taxes together: what the trade did to cash and what lots are booked from. */
  readonly net: Amount;
  readonly settlement: Settlement;
  /** What the broker says it does to the position; null where it does not say. */
  readonly effect: "opens" | "closes" | "both" | null;
  /**
   * Of an exercised or assigned option: the trade that delivered what it is on, to which its premium moves. Where a delivery
   * has several rows on either side, each names the first of the other; `ledger/deliveries.ts` has them all.
   */
  readonly delivers: EventId | null;
  /** Of a delivery: the option's exercise or assignment, the first of several; an id of no event where no row has it. */
  readonly deliveredBy: EventId | null;
  /** The trade that this row takes back. */
  readonly cancels: EventId | null;
  /** The row that takes this trade back. */
  readonly cancelledBy: EventId | null;
}

/** One currency exchanged for another. */
export interface FxConversion extends EventBase {
  readonly kind: "fx-conversion";
  /** The pair's first currency (positive when bought), then its second. */
  readonly legs: readonly [Money, Money];
  /** Base currency per unit of each leg's currency. */
  readonly legRates: readonly [Amount, Amount];
  readonly commission: Money;
  readonly commissionRate: Amount;
}

export type CashKind =
  | "deposit"
  | "withdrawal"
  | "dividend"
  | "payment in lieu"
  | "withholding tax"
  | "871(m) withholding"
  | "broker interest"
  | "bond interest"
  | "other fee"
  | "broker fee"
  | "advisor fee"
  | "commission adjustment"
  | "price adjustment"
  | "transaction tax"
  | "sales tax"
  | "CFD charge"
  | "transfer"
  | "other";

/** Money that comes in or goes out without a trade. */
export interface CashMovement extends EventBase {
  readonly kind: "cash";
  readonly type: CashKind;
  readonly amount: Money;
  readonly instrument: InstrumentId | null;
}

/** Shares that come in from, or go out to, another account. */
export interface PositionTransfer extends EventBase {
  readonly kind: "transfer";
  readonly instrument: InstrumentId;
  /** Positive when shares come in. */
  readonly quantity: Decimal;
  readonly currency: string;
  /** Of what comes in, signed like the quantity; unknown where the row has no price. */
  readonly costBasis: Amount;
  /** Signed like the quantity. */
  readonly marketValue: Amount;
}

/**
 * Something that the ledger does not book: an instrument or a kind of event that it does not know yet, or a row that
 * lacks a value it needs. Its cash is booked where the row gives it; lots of its instrument are unknown from here on.
 */
export interface Unbooked extends EventBase {
  readonly kind: "unbooked";
  /** What it is, in words: `corporate action`, `trade confirmation`. */
  readonly what: string;
  /** Why it is not booked, as a sentence without a full stop. */
  readonly reason: string;
  readonly instrument: InstrumentId | null;
  /** Units as the row gives them, for display. */
  readonly quantity: Amount | null;
  /** Whether it changes lots of its instrument. */
  readonly touchesLots: boolean;
  readonly cash: readonly UnbookedCash[];
}

export interface UnbookedCash extends Money {
  readonly part: "trade" | "commission" | "tax" | "other";
}

export type LedgerEvent =
  | Trade
  | FxConversion
  | CashMovement
  | PositionTransfer
  | CorporateAction
  | Unbooked;

/** Every instrument that an event is about: none, one, or the legs of a corporate action and what it acts on. */
export function instrumentsOf(event: LedgerEvent): readonly InstrumentId[] {
  if (event.kind === "fx-conversion") return [];
  if (event.kind !== "corporate-action") return event.instrument === null ? [] : [event.instrument];
  const ids = event.legs.map(({ instrument }) => instrument);
  return [...new Set(event.parent === null ? ids : [event.parent, ...ids])];
}

/** Events by instrument, in their order; a corporate action is with each of its own. */
export function byInstrument<T extends LedgerEvent>(
  events: Iterable<T>,
): ReadonlyMap<InstrumentId, readonly T[]> {
  const lists = new Map<InstrumentId, T[]>();
  for (const event of events)
    for (const id of instrumentsOf(event)) {
      const own = lists.get(id);
      if (own === undefined) lists.set(id, [event]);
      else own.push(event);
    }
  return lists;
}

/**
 * The order in which lots are booked: moment, then numeric transaction id, then the row's place. A date without a time
 * counts as the end of its day, where the broker's own bookings happen. (Accounting notes 2.2: this order reproduced
 * every FIFO close of a real year, the order of rows in a file did not.) Corporate actions of one moment without ids follow
 * from each other.
 */
export function inBookingOrder<T extends LedgerEvent>(events: readonly T[]): T[] {
  const ordered = events.toSorted(
    (a, b) =>
      compareText(endOfDay(a.moment), endOfDay(b.moment)) ||
      compareIds(a.transaction, b.transaction) ||
      compareText(a.id, b.id),
  );
  const silent = [...ordered.entries()].filter(
    (entry): entry is [number, T & CorporateAction] =>
      entry[1].kind === "corporate-action" && entry[1].transaction === "" && !isTakenBack(entry[1]),
  );
  for (const own of Map.groupBy(silent, ([, { moment }]) => endOfDay(moment)).values())
    for (const [index, action] of chained(own.map(([, one]) => one)).entries())
      ordered[own[index]?.[0] as number] = action;
  return ordered;
}

/** A moment as it is ordered: a date without a time counts as the end of its day. */
export const endOfDay = (moment: string): string =>
  moment.length === 10 ? `${moment}T24:00:00` : moment;

/** A trade or corporate action that was taken back, or the row that takes it back: for lots neither happened. */
export const isTakenBack = (event: LedgerEvent): boolean =>
  (event.kind === "trade" || event.kind === "corporate-action") &&
  (event.cancels !== null || event.cancelledBy !== null);
