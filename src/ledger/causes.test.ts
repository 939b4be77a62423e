import { expect, test } from "vitest";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { Restatement } from "../events/restatement.ts";
import { explained as withCauses } from "./causes.ts";
import { type Check, type Facts, isExplained } from "./checks.ts";

const account = "main" as AccountAlias;
const source = { file: "data/a.xml", line: 7 };

const check = (difference: string, more: Partial<Check> = {}): Check => ({
  id: "R7/main/USD/2025-04-03",
  rule: "R7",
  account,
  date: "2025-04-03" as IsoDate,
  instrument: null,
  currency: "USD",
  field: "endingCash",
  broker: Decimal.of("100"),
  ours: Decimal.of("100").plus(Decimal.of(difference)),
  difference: Decimal.of(difference),
  tolerance: Decimal.zero,
  status: "differs",
  causes: [],
  rows: [source],
  ...more,
});

const restatement = (amount: string, more: Partial<Restatement> = {}): Restatement => ({
  ...{ kind: "changed", what: "trade", instrument: null, event: null, moved: [] },
  account,
  currency: "USD",
  date: "2025-03-31" as IsoDate,
  known: "2025-04-07T04:15:30" as IsoDateTime,
  amount: Decimal.of(amount),
  rows: [source],
  ...more,
});

const facts = (...restatements: Restatement[]): Facts =>
  ({
    windows: [{ account, file: source.file, generated: "2025-04-04T04:15:30" as IsoDateTime }],
    restatements,
    ledger: { holdings: [], cash: [], silences: [] },
    events: [],
    holdings: new Map(),
    assertions: { trade: [], "closed lot": [], "open lot": [] },
  }) as unknown as Facts;

const explained = (one: Check, ...restatements: Restatement[]) => {
  const [answer = one] = withCauses([one], facts(...restatements));
  return {
    sum: answer.causes.map(({ code, amount }) => `${code} ${amount}`),
    all: isExplained(answer),
  };
};

test("what the broker changed after the statement explains exactly that much", () => {
  expect(explained(check("-0.75"), restatement("-0.5"), restatement("-0.25"))).toEqual({
    sum: ["ROW_CHANGED -0.75"],
    all: true,
  });
  expect(explained(check("-0.76"), restatement("-0.75"))).toEqual({
    sum: ["ROW_CHANGED -0.75"],
    all: false,
  });
});

test.each<[string, Partial<Restatement>]>([
  ["known when the statement was made", { known: "2025-04-04T04:15:30" as IsoDateTime }],
  ["of a later day", { date: "2025-04-04" as IsoDate }],
  ["of another currency", { currency: "EUR" }],
  ["of another account", { account: "other" as AccountAlias }],
])("a change %s explains nothing", (_, more) => {
  expect(explained(check("-0.75"), restatement("-0.75", more))).toEqual({ sum: [], all: false });
});

test("a check that agrees has no causes", () => {
  expect(explained(check("0", { status: "agrees" }), restatement("-0.75")).sum).toEqual([]);
});
