/** Raw rows → events, instruments, prices, rates and what the broker says is true. */
import type { Collected } from "../adapters/flex/collect.ts";
import { type Amount, isKnown } from "../core/amount.ts";
import type { Diagnostic, Staged } from "../core/diagnostics.ts";
import type { AccountAlias, InstrumentId } from "../core/ids.ts";
import type { Account, Assertion, Window } from "../events/assertion.ts";
import type { LedgerEvent } from "../events/event.ts";
import { type Instrument, type Price, Rates } from "../events/instrument.ts";
import type { Restatement } from "../events/restatement.ts";
import { mapAssertions } from "./broker.ts";
import { mapBrokerRows } from "./broker-rows.ts";
import { Carried } from "./carried.ts";
import { mapCash } from "./cash.ts";
import { mapCorporateActions } from "./corporate-actions.ts";
import { mapBaseCurrencies, mapInstruments, mapPrices, mapRates } from "./instruments.ts";
import { mapRestatements } from "./restatements.ts";
import type { Source } from "./source.ts";
import { mapTrades } from "./trades.ts";
import { mapTradeConfirms, mapTransfers } from "./transfers.ts";
import { mapAccounts, mapWindows } from "./windows.ts";

export interface MappedRows {
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly prices: readonly Price[];
  readonly rates: Rates;
  readonly windows: readonly Window[];
  readonly accounts: readonly Account[];
  readonly restatements: readonly Restatement[];
}

/** Maps everything that was collected. Raises diagnostics on rows that cannot be booked. */
export function mapRows(
  rows: Collected,
  nameOf: (account: AccountAlias) => string,
): Staged<MappedRows> {
  const diagnostics: Diagnostic[] = [];
  const baseCurrency = mapBaseCurrencies(rows);
  const instruments = mapInstruments(rows);
  const rates = new Rates(mapRates(rows));
  const source: Source = {
    rows,
    instruments,
    rates,
    baseCurrency,
    notice: (diagnostic) => diagnostics.push(diagnostic),
    carried: new Carried(),
  };
  const trades = mapTrades(source);
  const events = [
    ...trades.events,
    ...mapCash(source),
    ...mapTransfers(source),
    ...mapCorporateActions(source),
    ...mapTradeConfirms(source),
  ];
  const windows = mapWindows(rows);
  diagnostics.push(...notBooked(events), ...withoutRate(events));
  return {
    value: {
      events,
      assertions: [...trades.assertions, ...mapAssertions(source), ...mapBrokerRows(source)],
      instruments: instruments.all,
      prices: mapPrices(rows, instruments, source.carried.prices),
      rates,
      windows,
      restatements: mapRestatements(source),
      accounts: mapAccounts(rows, windows, baseCurrency, nameOf),
    },
    diagnostics,
  };
}

/** One diagnostic per currency for events whose value in base currency is unknown. */
function withoutRate(events: readonly LedgerEvent[]): Diagnostic[] {
  const byCurrency = Map.groupBy(
    events.filter((event) => event.kind !== "unbooked" && !ratesOf(event).every(isKnown)),
    (event) => currencyOf(event),
  );
  return [...byCurrency].map(([currency, own]) => ({
    code: "rates/unknown",
    message: `the rate of ${currency} is not known for ${own.length === 1 ? "1 event" : `${own.length} events`}, the first on ${own[0]?.date}`,
    at: own.map(({ sources }) => sources[0]),
    expected: "fxRateToBase on the row, or a conversion rate of the day",
    hint: "include currency rates in the query; figures in base currency are unknown until then",
  }));
}

const ratesOf = (event: LedgerEvent): readonly Amount[] => {
  if (event.kind === "fx-conversion") return [...event.legRates, event.commissionRate];
  return event.kind === "trade" ? [event.rate, event.commissionRate] : [event.rate];
};

const currencyOf = (event: LedgerEvent): string => {
  if (event.kind === "cash") return event.amount.currency;
  return event.kind === "fx-conversion"
    ? event.legs[1].currency
    : event.kind === "unbooked"
      ? ""
      : event.kind === "corporate-action"
        ? event.legs[0].currency
        : event.currency;
};

/** One diagnostic per kind of event that is not booked, at its first row. */
function notBooked(events: readonly LedgerEvent[]): Diagnostic[] {
  const groups = new Map<string, { rows: LedgerEvent[]; reason: string }>();
  for (const event of events) {
    if (event.kind !== "unbooked") continue;
    const group = groups.get(`${event.what}: ${event.reason}`) ?? {
      rows: [],
      reason: event.reason,
    };
    group.rows.push(event);
    groups.set(`${event.what}: ${event.reason}`, group);
  }
  return [...groups.values()].map(({ rows, reason }) => ({
    code: rows.every((one) => one.kind === "unbooked" && one.what === "trade confirmation")
      ? "flex/trade-confirmations"
      : "events/not-booked",
    message: `${rows.length === 1 ? "1 event is" : `${rows.length} events are`} listed, not booked: ${reason}`,
    at: rows.map(({ sources }) => sources[0]),
    hint: "their cash is booked where the row gives it; quantity, lots and results of the instruments are unknown",
  }));
}
