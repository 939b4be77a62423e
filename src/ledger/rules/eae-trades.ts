/** Which trades the rows of the list of exercises, assignments and expirations repeat. Each trade is matched once. */
import { isKnown } from "../../core/amount.ts";
import { dayOf, type IsoDate } from "../../core/dates.ts";
import type { AccountAlias, InstrumentId } from "../../core/ids.ts";
import { isExercise, type TradeAssertion } from "../../events/assertion.ts";
import type { OptionEvent } from "../../events/broker-rows.ts";

/** The trade of each row; several where rows of one trade id cannot be told apart. Cash settlements repeat none. */
export function tradesOf(
  events: readonly OptionEvent[],
  trades: readonly TradeAssertion[],
): ReadonlyMap<OptionEvent, readonly TradeAssertion[]> {
  const matching = new Matching();
  const own = events.filter(({ type }) => type !== "cash settlement");
  const byId = Map.groupBy(trades, idOf);
  const byDay = Map.groupBy(trades, dayKeyOf);
  for (const event of own)
    if (event.tradeId !== "") matching.take(event, byId.get(idOf(event)) ?? []);
  const named = own.filter(({ isDated, instrument }) => isDated && instrument !== null);
  const sameDay = (event: OptionEvent): TradeAssertion[] =>
    (byDay.get(eventKeyOf(event)) ?? []).filter((trade) => mayBe(event, trade));
  for (const event of named)
    matching.takeOne(
      event,
      sameDay(event).filter((trade) => isSameSize(event, trade)),
    );
  for (const [, alike] of Map.groupBy(named, eventKeyOf)) {
    const [event, ...others] = alike.filter((one) => matching.isOpen(one));
    if (event !== undefined && others.length === 0)
      matching.takeOnly(event, sameDay(event).filter(isOptionBooking));
  }
  return matching.found;
}

class Matching {
  readonly found = new Map<OptionEvent, readonly TradeAssertion[]>();
  readonly #used = new Set<TradeAssertion>();

  isOpen(event: OptionEvent): boolean {
    return !this.found.has(event);
  }

  /** A trade and its corrections share an id: the one that stands and has the row's quantity, else all. */
  take(event: OptionEvent, family: readonly TradeAssertion[]): void {
    const free = this.#freeOf(family);
    const fitting = free.filter((trade) => !trade.cancelled && isSameSize(event, trade));
    this.#put(event, fitting.length === 1 ? fitting : free);
  }

  /** The broker's own bookings come before trades on a venue. */
  takeOne(event: OptionEvent, candidates: readonly TradeAssertion[]): void {
    if (!this.isOpen(event)) return;
    const free = this.#freeOf(candidates);
    this.#put(
      event,
      [free.find(isOptionBooking) ?? free[0]].filter((one) => one !== undefined),
    );
  }

  /** Nothing else is left that the row could be about. */
  takeOnly(event: OptionEvent, candidates: readonly TradeAssertion[]): void {
    const free = this.#freeOf(candidates);
    if (free.length === 1) this.#put(event, free);
  }

  #freeOf(trades: readonly TradeAssertion[]): readonly TradeAssertion[] {
    return trades.filter((trade) => !this.#used.has(trade));
  }

  #put(event: OptionEvent, trades: readonly TradeAssertion[]): void {
    if (trades.length === 0) return;
    this.found.set(event, trades);
    for (const trade of trades) this.#used.add(trade);
  }
}

/** Where both have an id, that alone decides. */
const mayBe = (event: OptionEvent, trade: TradeAssertion): boolean =>
  !trade.cancelled && (event.tradeId === "" || trade.tradeId === "");

const isSameSize = (event: OptionEvent, trade: TradeAssertion): boolean =>
  isKnown(event.quantity) && isKnown(trade.quantity) && event.quantity.eq(trade.quantity);

/** Whether the broker booked it for an option: by its codes, else because no venue is named. */
export const isOptionBooking = (trade: TradeAssertion): boolean =>
  isExercise(trade) || trade.codes.includes("Ep") || trade.isBooking;

const idOf = ({ account, tradeId }: OptionEvent | TradeAssertion): string =>
  `${account}|${tradeId}`;

/** One instrument of an account on one day. */
export const keyOf = (
  account: AccountAlias,
  instrument: InstrumentId | null,
  day: IsoDate,
): string => `${account}|${instrument}|${day}`;

/** Trades by the day on which they happened, which may be before the one on which they are reported. */
export const dayKeyOf = ({ account, instrument, moment }: TradeAssertion): string =>
  keyOf(account, instrument, dayOf(moment));

export const eventKeyOf = ({ account, instrument, date }: OptionEvent): string =>
  keyOf(account, instrument, date);
