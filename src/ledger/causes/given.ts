/** Differences for tests of causes, with everything unsaid filled in, and what they are found to come from. */
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId, InstrumentId } from "../../core/ids.ts";
import { Rates } from "../../events/instrument.ts";
import { explained } from "../causes.ts";
import type { AssertionsByKind, Check, Facts } from "../checks.ts";
import { main, xyz } from "../rules/given.ts";

export const id = (name: string): EventId => `main/trade/${name}` as EventId;

/** A difference of the instrument xyz; each has a row of its own. */
export const differs = (rule: string, difference: string, more: Partial<Check> = {}): Check => ({
  id: `${rule}/${more.event ?? `main/${more.instrument ?? xyz}`}`,
  rule,
  account: main,
  date: "2025-03-03" as IsoDate,
  instrument: xyz,
  currency: "USD",
  field: rule,
  broker: Decimal.zero,
  ours: Decimal.of(difference),
  difference: Decimal.of(difference),
  tolerance: Decimal.of("0.005"),
  status: "differs",
  causes: [],
  rows: [{ file: `${more.event ?? rule}.xml`, line: 1 }],
  ...more,
});

interface HeldBy {
  readonly instrument: InstrumentId;
}

/** What each difference follows from, or else its causes; nothing behind it where it is a root. */
export function roots(
  checks: readonly Check[],
  holdings: readonly HeldBy[] = [],
  assertions: Partial<AssertionsByKind> = {},
  rates: Rates = new Rates([]),
): string[] {
  const facts = {
    ...{ windows: [], restatements: [], events: [], rates },
    accounts: [{ alias: main, baseCurrency: "USD" }],
    ledger: { holdings, actions: [], cash: [], silences: [] },
    holdings: new Map(holdings.map((one) => [`main|${one.instrument}`, one])),
    assertions: {
      trade: [],
      "closed lot": [],
      "open lot": [],
      "position row": [],
      position: [],
      ...assertions,
    },
  } as unknown as Facts;
  return explained(checks, facts).map(({ id: name, causes }) =>
    `${name} ${causes.map(({ from, code }) => from ?? code).join()}`.trim(),
  );
}
