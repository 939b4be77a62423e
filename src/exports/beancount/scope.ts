/**
 * Which instruments are left out, and why: those whose lots are not known, and what beancount cannot hold. Leaving one out
 * leaves out what its premium or lots moved into, because beancount could not work out what they cost.
 */
import { type Amount, isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, InstrumentId } from "../../core/ids.ts";
import { instrumentsOf, isTakenBack, type LedgerEvent, type Trade } from "../../events/event.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import { Deliveries } from "../../ledger/deliveries.ts";
import type { Holding, Ledger } from "../../ledger/ledger.ts";
import type { Lot } from "../../ledger/lots.ts";

export interface LeftOut {
  readonly account: AccountAlias;
  readonly instrument: InstrumentId;
  /** As a sentence without a full stop. */
  readonly reason: string;
}

/** What is left out of an account's file, by instrument. */
export function leftOutOf(
  ledger: Ledger,
  account: AccountAlias,
): ReadonlyMap<InstrumentId, LeftOut> {
  const holdings = ledger.holdings.filter((one) => one.account === account);
  const actions = ledger.actions.filter(({ event }) => event.account === account);
  const lots = lotsOf(holdings, actions);
  const out = new Map<InstrumentId, LeftOut>();
  const leave = (instrument: InstrumentId, reason: string): void => {
    if (!out.has(instrument)) out.set(instrument, { account, instrument, reason });
  };
  for (const holding of holdings) {
    const reason = whyNot(holding, lots.get(holding.instrument) ?? []);
    if (reason !== null) leave(holding.instrument, reason);
  }
  const events = new Map(holdings.flatMap((one) => one.events.map((event) => [event.id, event])));
  const deliveries = new Deliveries([...events.values()]);
  for (let before = -1; before !== out.size; ) {
    before = out.size;
    for (const event of events.values()) spreadTo(event, deliveries, out, leave);
  }
  return out;
}

/** Every lot that an instrument ever had, as far as the ledger keeps them. */
function lotsOf(
  holdings: readonly Holding[],
  actions: readonly BookedAction[],
): ReadonlyMap<InstrumentId, readonly Lot[]> {
  const all = [
    ...holdings.flatMap(({ lots, openingLots, closings }) => [
      ...openingLots,
      ...lots,
      ...closings.flatMap((closing) => closing.lots.map(({ lot }) => lot)),
    ]),
    ...actions.flatMap(({ before, after }) => [...before, ...after]),
  ];
  return Map.groupBy(all, ({ instrument }) => instrument);
}

function whyNot(holding: Holding, lots: readonly Lot[]): string | null {
  if (holding.unknown !== null) return holding.unknown;
  if (holding.method === "AVERAGE") return "beancount has no average cost";
  for (const { costBasis, quantity } of lots) {
    if (!isKnown(costBasis)) return costBasis.unknown;
    if (costBasis.sign === -quantity.sign && !quantity.isZero)
      return "a lot has a cost below zero, which beancount refuses";
  }
  if (lots.some(({ opened }) => opened === null)) return "the date of a lot is not known";
  return (
    unknownOf(holding.openingBasis) ??
    holding.moves.map((move) => (move.missing ? unknownOf(move.basis) : null)).find(isReason) ??
    holding.closings.map(({ realized }) => unknownOf(realized)).find(isReason) ??
    ofEvents(holding)
  );
}

const isReason = (why: string | null): boolean => why !== null;

const unknownOf = (amount: Amount): string | null => (isKnown(amount) ? null : amount.unknown);

function ofEvents({ events, method, closings }: Holding): string | null {
  const trades = events.filter(
    (one): one is Trade => one.kind === "trade" && !isTakenBack(one) && !one.quantity.isZero,
  );
  if (new Set(trades.map(({ currency }) => currency)).size > 1)
    return "it is traded in several currencies";
  if (method !== "FIFO" && events.some((one) => one.kind === "transfer"))
    return `which lots a transfer takes under ${method} is not kept`;
  for (const { id, delivers, quantity } of trades) {
    if (delivers === null) continue;
    const lots = closings.find((closing) => closing.id === id)?.lots ?? [];
    if (!Decimal.sum(lots.map(({ lot }) => lot.quantity)).eq(quantity.negated()))
      return "an exercise takes more than was held";
  }
  return null;
}

/** What is delivered by an option, or comes out of an action, rests on what was there before. */
function spreadTo(
  event: LedgerEvent,
  deliveries: Deliveries,
  out: ReadonlyMap<InstrumentId, LeftOut>,
  leave: (instrument: InstrumentId, reason: string) => void,
): void {
  if (event.kind === "trade" && event.deliveredBy !== null) {
    const { exercises, delivered } = deliveries.of(event) ?? { exercises: [], delivered: [] };
    if (exercises.some(({ instrument }) => out.has(instrument)))
      leave(event.instrument, "an option that delivered it is left out");
    if (delivered.some(({ instrument }) => out.has(instrument)))
      leave(event.instrument, "what was delivered together with it is left out");
  }
  if (event.kind !== "corporate-action" || isTakenBack(event)) return;
  const ids = instrumentsOf(event);
  if (new Set(event.legs.map(({ currency }) => currency)).size > 1)
    for (const id of ids) leave(id, "a corporate action moves its cost into another currency");
  if (ids.some((id) => out.has(id)))
    for (const id of ids) leave(id, "what it came from or went into is left out");
}
