/** Events → ledger: holdings with their lots and closings, and cash, account by account. */
import { unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic, Staged } from "../core/diagnostics.ts";
import { type AccountAlias, compareText, type InstrumentId } from "../core/ids.ts";
import type { Account, Assertion, Topic, Window } from "../events/assertion.ts";
import { missingDays } from "../events/coverage.ts";
import { byInstrument, inBookingOrder, type LedgerEvent } from "../events/event.ts";
import { type Instrument, isBooked, type Price } from "../events/instrument.ts";
import type { BookedAction } from "./actions/action.ts";
import { BrokerLots } from "./actions/broker-lots.ts";
import type { Settlement } from "./actions/settlement.ts";
import { undecidedCases } from "./actions/undecided.ts";
import { bookEvents } from "./booking.ts";
import { bookCash } from "./cash.ts";
import { type ActionDecision, decisionsFor } from "./decisions.ts";
import type { CashBalance, Holding, Ledger, Silence } from "./ledger.ts";
import type { LotMethod, LotMethodName } from "./lot-methods/method.ts";
import type { Lot } from "./lots.ts";
import { MissingOpenings } from "./missing-openings.ts";
import { type AccountFacts, openingLots } from "./opening.ts";
import { basisOf, type Pool, quantityOf } from "./pool.ts";

export interface BookInput {
  readonly accounts: readonly Account[];
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
  readonly windows: readonly Window[];
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly prices: readonly Price[];
  readonly methodOf: (account: AccountAlias, instrument: Instrument) => LotMethod;
  /** What the user decides about corporate actions. */
  readonly decisions: readonly ActionDecision[];
}

/** Books everything. Raises the diagnostics of lots and corporate actions, and `coverage/gap`. */
export function book(input: BookInput): Staged<Ledger> {
  const diagnostics: Diagnostic[] = [];
  const notice = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const holdings: Holding[] = [];
  const cash: CashBalance[] = [];
  const silences: Silence[] = [];
  const actions: BookedAction[] = [];
  const priceOn = pricesBy(input.prices);
  const decisions = decisionsFor(input.decisions, input.events, notice);
  const events = Map.groupBy(inBookingOrder(input.events), ({ account }) => account);
  const assertions = Map.groupBy(input.assertions, ({ account }) => account);
  for (const { alias, opened } of input.accounts) {
    const facts: AccountFacts = {
      account: alias,
      opened,
      events: events.get(alias) ?? [],
      assertions: assertions.get(alias) ?? [],
      windows: input.windows,
      instruments: input.instruments,
    };
    const booked = bookHoldings(facts, input.methodOf, notice, {
      decisions,
      broker: once(() => new BrokerLots(facts.assertions, facts.events)),
      priceOn,
    });
    holdings.push(...booked.holdings);
    actions.push(...booked.actions);
    diagnostics.push(...undecidedCases(booked.actions, input.instruments));
    cash.push(...bookCash(facts));
    silences.push(...silencesOf(facts));
    diagnostics.push(...gapsOf(facts));
  }
  return { value: { holdings, actions, cash, silences }, diagnostics };
}

/** Made when it is first asked for: few accounts have corporate actions that need it. */
function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** Prices by instrument and day, looked up only where a corporate action asks for a proposal. */
function pricesBy(prices: readonly Price[]): Settlement["priceOn"] {
  let index: Map<string, Price> | null = null;
  return (instrument, date) => {
    index ??= new Map(prices.map((price) => [`${price.instrument}|${price.date}`, price]));
    return index.get(`${instrument}|${date}`)?.price ?? unknown("no row gives the price");
  };
}

function bookHoldings(
  facts: AccountFacts,
  methodOf: BookInput["methodOf"],
  notice: (diagnostic: Diagnostic) => void,
  settlement: Settlement,
): { readonly holdings: readonly Holding[]; readonly actions: readonly BookedAction[] } {
  const opening = openingLots(facts, notice);
  const booked = bookEvents({
    events: facts.events,
    opening,
    instruments: facts.instruments,
    methodOf: (instrument) => methodOf(facts.account, instrument),
    settlement,
    openings: once(() => new MissingOpenings(facts)),
    notice,
  });
  const eventsOf = byInstrument(facts.events);
  const ids = new Set([...eventsOf.keys(), ...opening.keys(), ...positionsOf(facts)]);
  const holdings = [...ids].sort(compareText).flatMap((id) => {
    const instrument = facts.instruments.get(id);
    if (instrument === undefined) return [];
    const lots = opening.get(id) ?? [];
    const events = eventsOf.get(id) ?? [];
    const method = methodOf(facts.account, instrument).name;
    return [holdingOf(facts.account, instrument, events, lots, booked.pools.get(id), method)];
  });
  return { holdings, actions: booked.actions };
}

function holdingOf(
  account: AccountAlias,
  instrument: Instrument,
  events: readonly LedgerEvent[],
  opening: readonly Lot[],
  pool: Pool | undefined,
  method: LotMethodName,
): Holding {
  const missing = pool?.missing ?? Decimal.zero;
  const unknown = isBooked(instrument) ? (pool?.unknown ?? null) : notBooked(instrument);
  const lots = unknown === null ? (pool?.lots ?? []) : [];
  const closings = pool?.closings ?? [];
  const all = [...lots, ...closings.flatMap((closing) => closing.lots.map(({ lot }) => lot))];
  return {
    account,
    instrument: instrument.id,
    opening: quantityOf(opening).plus(missing),
    openingBasis: missing.isZero ? basisOf(opening) : MISSING,
    openingLots: opening,
    method,
    events,
    lots,
    closings,
    moves: pool?.moves ?? [],
    provisional: [...new Set(all.flatMap(({ provisional }) => provisional ?? []))],
    unknown,
  };
}

const MISSING = unknown(
  "lots from before the first statement are missing",
  "OPENING_BASIS_UNKNOWN",
);

const notBooked = ({ assetCategory }: Instrument): string =>
  `${assetCategory || "such"} positions are not booked`;

/** Instruments that the broker lists as held. */
const positionsOf = ({ assertions }: AccountFacts): InstrumentId[] =>
  assertions.flatMap((one) => (one.kind === "position" ? [one.instrument] : []));

const NEEDED: readonly Topic[] = ["trades", "cash transactions"];

/** Topics without which cash is not known: silence about them is not "nothing happened". */
function silencesOf({ account, windows }: AccountFacts): Silence[] {
  const own = windows.filter((window) => window.account === account);
  return NEEDED.flatMap((topic) => {
    const [first, ...others] = missingDays(windows, account, topic).filter((days) =>
      own.some(({ from, to }) => from <= days.to && to >= days.from),
    );
    if (first === undefined) return [];
    const reason = `no statement exports ${topic} for ${first.from} to ${first.to}`;
    return [{ account, topic, days: [first, ...others], reason }];
  });
}

function gapsOf({ account, windows }: AccountFacts): Diagnostic[] {
  return missingDays(windows, account).map(({ from, to }) => {
    const next = windows.find((window) => window.account === account && window.from > to);
    return {
      code: "coverage/gap",
      message: `no statement of ${account} covers ${from} to ${to}`,
      at: next === undefined ? [] : [next.source],
      expected: "statements whose windows touch or overlap",
      hint: "`npm run lotbook -- coverage` says what closes it",
    };
  });
}
