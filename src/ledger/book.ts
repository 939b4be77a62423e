/** Events → ledger: holdings with their lots and closings, and cash, account by account. */
import { type Amount, sum, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic, Staged } from "../core/diagnostics.ts";
import { type AccountAlias, compareText, type InstrumentId } from "../core/ids.ts";
import type { Account, Assertion, Topic, Window } from "../events/assertion.ts";
import { missingDays } from "../events/coverage.ts";
import { inBookingOrder, type LedgerEvent } from "../events/event.ts";
import { type Instrument, isBooked } from "../events/instrument.ts";
import { type Booked, bookInstrument } from "./booking.ts";
import { bookCash } from "./cash.ts";
import type { CashBalance, Holding, Ledger, Silence } from "./ledger.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import type { Lot } from "./lots.ts";
import { type AccountFacts, openingLots } from "./opening.ts";

export interface BookInput {
  readonly accounts: readonly Account[];
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
  readonly windows: readonly Window[];
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly methodOf: (account: AccountAlias, instrument: Instrument) => LotMethod;
}

/** Books everything. Raises the diagnostics of lots and `coverage/gap`. */
export function book(input: BookInput): Staged<Ledger> {
  const diagnostics: Diagnostic[] = [];
  const notice = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const holdings: Holding[] = [];
  const cash: CashBalance[] = [];
  const silences: Silence[] = [];
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
    holdings.push(...bookHoldings(facts, input.methodOf, notice));
    cash.push(...bookCash(facts));
    silences.push(...silencesOf(facts));
    diagnostics.push(...gapsOf(facts));
  }
  return { value: { holdings, cash, silences }, diagnostics };
}

function bookHoldings(
  facts: AccountFacts,
  methodOf: BookInput["methodOf"],
  notice: (diagnostic: Diagnostic) => void,
): Holding[] {
  const opening = openingLots(facts, notice);
  const byInstrument = new Map<InstrumentId, LedgerEvent[]>();
  for (const event of facts.events) {
    if (event.kind === "fx-conversion" || event.instrument === null) continue;
    const own = byInstrument.get(event.instrument);
    if (own === undefined) byInstrument.set(event.instrument, [event]);
    else own.push(event);
  }
  const ids = new Set([...byInstrument.keys(), ...opening.keys(), ...positionsOf(facts)]);
  return [...ids].sort(compareText).flatMap((id) => {
    const instrument = facts.instruments.get(id);
    if (instrument === undefined) return [];
    const events = byInstrument.get(id) ?? [];
    const lots = opening.get(id) ?? [];
    const { missing, ...booked } = isBooked(instrument)
      ? bookInstrument(lots, events, methodOf(facts.account, instrument), instrument.symbol, notice)
      : notBooked(instrument);
    const held = Decimal.sum(lots.map(({ quantity }) => quantity)).plus(missing);
    return [
      {
        account: facts.account,
        instrument: id,
        opening: held,
        openingBasis: basisOf(lots, missing),
        events,
        ...booked,
      },
    ];
  });
}

const basisOf = (lots: readonly Lot[], missing: Decimal): Amount =>
  missing.isZero
    ? sum(lots.map(({ costBasis }) => costBasis))
    : unknown("lots from before the first statement are missing", "OPENING_BASIS_UNKNOWN");

const notBooked = ({ assetCategory }: Instrument): Booked => ({
  lots: [],
  closings: [],
  unknown: `${assetCategory || "such"} positions are not booked yet`,
  missing: Decimal.zero,
});

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
