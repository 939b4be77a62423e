/**
 * Cancellations and what they take back. Both stay events with opposite signs, because only then cash ties; for lots
 * neither happened. The original is named by its transaction id, in older files by its trade id (which the correction
 * uses again), else found by what it says. (Flex schema, section 6; accounting notes, section 4.)
 */
import { isKnown } from "../core/amount.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { EventId } from "../core/ids.ts";
import type { LedgerEvent, Trade, Unbooked } from "../events/event.ts";
import type { Draft } from "./trades.ts";

/** The drafts' events in the same order, cancelled and cancelling trades naming each other. */
export function linkCancellations(
  drafts: readonly Draft[],
  notice: (diagnostic: Diagnostic) => void,
): LedgerEvent[] {
  const cancellations = drafts.filter((draft) => draft.isCancellation);
  if (cancellations.length === 0) return drafts.map(({ event }) => event);
  const find = originals(drafts);
  const cancels = new Map<EventId, EventId>();
  const cancelledBy = new Map<EventId, EventId>();
  for (const draft of cancellations) {
    const original = find(draft, cancelledBy);
    if (original === undefined) continue;
    cancels.set(draft.event.id, original);
    cancelledBy.set(original, draft.event.id);
  }
  return drafts.map(({ event, isCancellation }) => {
    if (event.kind !== "trade") return event;
    if (isCancellation && !cancels.has(event.id)) return withoutOriginal(event, notice);
    return {
      ...event,
      cancels: cancels.get(event.id) ?? null,
      cancelledBy: cancelledBy.get(event.id) ?? null,
    };
  });
}

type Find = (cancellation: Draft, taken: ReadonlyMap<EventId, EventId>) => EventId | undefined;

function originals(drafts: readonly Draft[]): Find {
  const byKey = new Map<string, EventId[]>();
  const put = (key: string, id: EventId): void => {
    byKey.set(key, [...(byKey.get(key) ?? []), id]);
  };
  for (const { event, tradeId, isCancellation } of drafts) {
    if (isCancellation || event.kind !== "trade") continue;
    put(`${event.account}|transaction|${event.transaction}`, event.id);
    put(`${event.account}|trade|${tradeId}|${event.quantity}`, event.id);
    put(likeness(event, event.quantity.toString()), event.id);
  }
  return ({ event, originalTransaction, originalTrade }, taken) => {
    if (event.kind !== "trade") return undefined;
    const mirrored = event.quantity.negated().toString();
    const keys = [
      `${event.account}|transaction|${named(originalTransaction)}`,
      `${event.account}|trade|${named(originalTrade)}|${mirrored}`,
      likeness(event, mirrored),
    ];
    for (const key of keys) {
      const free = byKey.get(key)?.find((id) => !taken.has(id));
      if (free !== undefined) return free;
    }
    return undefined;
  };
}

/** `0` and blank name nothing. */
const named = (id: string): string => (id === "" || id === "0" ? "none" : id);

const likeness = (trade: Trade, quantity: string): string =>
  [
    trade.account,
    trade.instrument,
    trade.moment,
    quantity,
    isKnown(trade.price) ? trade.price : "",
  ].join("|");

function withoutOriginal(trade: Trade, notice: (diagnostic: Diagnostic) => void): Unbooked {
  notice({
    code: "events/cancel-without-original",
    message: "a cancellation takes back a trade that is in no statement",
    at: trade.sources,
    expected: "the cancelled trade in one of the statements",
    hint: "add the statement of the day on which the original was booked",
  });
  const { instrument, quantity, currency, proceeds, commission, taxes, ...rest } = trade;
  const {
    price: _,
    net: __,
    effect: ___,
    cancels: ____,
    cancelledBy: _____,
    commissionCurrency,
    commissionRate: ______,
    ...head
  } = rest;
  return {
    ...head,
    kind: "unbooked",
    what: "cancellation",
    reason: "its original is in no statement",
    instrument,
    quantity,
    touchesLots: true,
    cash: [
      { part: "trade", amount: proceeds, currency },
      { part: "commission", amount: commission, currency: commissionCurrency },
      { part: "tax", amount: taxes, currency },
    ],
  };
}
