import { describe, expect, test } from "vitest";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId } from "../core/ids.ts";
import { Rates } from "../events/instrument.ts";
import type { MovedField, Restatement } from "../events/restatement.ts";
import { explained as withCauses } from "./causes.ts";
import { type Check, type Facts, isExplained } from "./checks.ts";
import { day, trade } from "./rules/given.ts";

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

const window = { account, file: source.file, generated: "2025-04-04T04:15:30", source };

const facts = (...restatements: Restatement[]): Facts =>
  ({
    windows: [window],
    accounts: [{ alias: account, baseCurrency: "USD" }],
    rates: new Rates([]),
    restatements,
    ledger: { holdings: [], actions: [], cash: [], silences: [] },
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

const from = "2025-03-01" as IsoDate;
const moved = (field: string, before: string | null, after: string | null): MovedField[] => [
  {
    field,
    before: before === null ? null : Decimal.of(before),
    after: after === null ? null : Decimal.of(after),
  },
];
const xyz = "1001" as InstrumentId;

describe("what was restated of a trade moves the figures that are made of its fields, and no other", () => {
  test.each<[string, Partial<Check>, MovedField[]]>([
    [
      "a line of the cash report",
      { rule: "R6", field: "commissions" },
      moved("ibCommission", "-1", "-1.75"),
    ],
    ["sales", { rule: "R6", field: "netTradesSales" }, moved("proceeds", "10", "9.25")],
    ["purchases", { rule: "R6", field: "netTradesPurchases" }, moved("proceeds", null, "-0.75")],
    ["a quantity", { rule: "R2", instrument: xyz }, moved("quantity", "2", "1.25")],
    [
      "a result",
      { rule: "R5", field: "totalRealizedPnl", instrument: xyz },
      moved("fifoPnlRealized", "2", "1.25"),
    ],
    ["a cost", { rule: "R3", instrument: xyz }, moved("netCash", "-2", "-1.25")],
    ["the cost of a lot", { rule: "P5", instrument: xyz }, moved("cost", "2", "1.25")],
    [
      "commissions of an instrument",
      { rule: "M2", field: "commissions", instrument: xyz },
      moved("ibCommission", "0", "-0.75"),
    ],
  ])("%s", (_, more, fields) => {
    const own = check("-0.75", { from, ...more });
    const entry = (other: Partial<Restatement> = {}) =>
      restatement("0", { instrument: more.instrument ?? null, moved: fields, ...other });
    expect(explained(own, entry())).toEqual({ sum: ["ROW_CHANGED -0.75"], all: true });
    expect(explained(own, entry({ moved: moved("tradePrice", "2", "1.25") })).sum).toEqual([]);
    expect(explained({ ...own, field: "dividends", rule: "R6" }, entry()).sum).toEqual([]);
    const early = entry({ date: "2025-02-28" as IsoDate });
    if (own.rule === "R6") expect(explained(own, early).sum).toEqual([]);
  });
});

test("rows that were taken back are told apart from rows that were changed", () => {
  const gone = restatement("-0.5", { kind: "withdrawn" });
  expect(explained(check("-0.75"), restatement("-0.25"), gone)).toEqual({
    sum: ["ROW_CHANGED -0.25", "ROW_WITHDRAWN -0.5"],
    all: true,
  });
  expect(explained(check("-0.75"), restatement("-0.75", { kind: "missing" })).sum).toEqual([]);
});

test("from one day to the next, what was restated of both days is in neither", () => {
  const other = { file: "data/a.xml", line: 8 };
  const day = check("-0.75", { rule: "C10", field: "cash", rows: [source, other] });
  expect(explained(day, restatement("-0.75", { date: day.date })).all).toBe(true);
  expect(explained(day, restatement("-0.75", { date: "2025-04-01" as IsoDate })).sum).toEqual([]);
});

describe("a cancellation explains a sum that lacks what it cancels", () => {
  const id = "main/trade/2" as EventId;
  const row = trade({
    transaction: "2",
    codes: ["Ca"],
    commission: "0.75",
    date: day("2025-04-02"),
  });
  const line = check("-0.75", { rule: "R6", field: "commissions", from });
  const causes = (original: string | null) => {
    const given = facts();
    const events = [
      { kind: "trade", id, date: row.date, cancels: original === null ? null : "main/trade/1" },
      { kind: "trade", id: "main/trade/1", date: original, cancels: null },
    ];
    const assertions = { ...given.assertions, trade: [row] };
    const [answer = line] = withCauses([line], {
      ...given,
      assertions,
      events,
    } as unknown as Facts);
    return answer.causes.map(({ code }) => code);
  };

  test("where that is before the window, or in no statement", () => {
    expect(causes("2025-02-28")).toEqual(["CANCEL_PAIR_SPLIT"]);
    expect(causes(null)).toEqual(["CANCEL_PAIR_SPLIT"]);
  });

  test("but not where both are in the window", () => {
    expect(causes("2025-03-01")).toEqual([]);
  });

  test("and the other way round, where a later day takes it back", () => {
    const original = "main/trade/3" as EventId;
    const taken = { ...row, event: original, codes: [], cancelled: true };
    const until = (cancelled: string) => {
      const given = facts();
      const events = [
        { kind: "trade", id: original, date: taken.date, cancels: null, cancelledBy: id },
        { kind: "trade", id, date: cancelled, cancels: original, cancelledBy: null },
      ];
      const assertions = { ...given.assertions, trade: [taken] };
      const all = { ...given, assertions, events } as unknown as Facts;
      return withCauses([line], all)[0]?.causes.map(({ code }) => code);
    };
    expect(until("2025-04-07")).toEqual(["CANCEL_PAIR_SPLIT"]);
    expect(until("2025-04-03")).toEqual([]);
  });
});

describe("lots that the broker closed instead of the oldest", () => {
  const event = "main/trade/9" as EventId;
  const closing = trade({ event, instrument: xyz, date: day("2025-04-03") });
  const result = check("-0.75", { rule: "R4", instrument: xyz, event });
  const lot = (opened: string, date: string, more: object = {}) => ({
    ...{ kind: "closed lot", account, instrument: xyz, source, closing: null },
    ...{ date, opened, holdingFrom: opened, ...more },
  });
  const causes = (...later: object[]) => {
    const given = facts();
    const basis = { costBasis: Decimal.zero, quantity: Decimal.zero };
    const lots = [{ lot: { id: "1", opened: "2025-01-02", openedBy: null, ...basis } }];
    const booked = { account, instrument: xyz, lots: [], events: [] };
    const holding = {
      ...booked,
      closings: [{ id: event, by: { id: event }, date: closing.date, lots }],
    };
    const own = lot("2025-02-03", "2025-04-03", { closing: event });
    const assertions = { ...given.assertions, trade: [closing], "closed lot": [own, ...later] };
    const holdings = new Map([[`${account}|${xyz}`, holding]]);
    const all = { ...given, assertions, holdings } as unknown as Facts;
    return withCauses([result], all)[0]?.causes.map(({ code }) => code);
  };

  test("are a choice where an older one is closed later", () => {
    expect(causes(lot("2025-01-02", "2025-05-02"))).toEqual(["LOT_METHOD"]);
  });

  test("are other units than ours where the broker has none that is older", () => {
    expect(causes()).toEqual([]);
    expect(causes(lot("2025-01-02", "2025-03-03"))).toEqual([]);
  });
});

describe("values of a day that a newer statement gives differently", () => {
  const entry = (fields: MovedField[]): Restatement =>
    restatement("0", { what: "net asset value", date: "2025-04-03" as IsoDate, moved: fields });
  const value = check("2", { rule: "N2", field: "endingValue" });

  test("cash that moved is a changed row, anything else a corrected price", () => {
    const total = moved("total", "100", "102");
    expect(explained(value, entry([...total, ...moved("cash", "5", "7")])).sum).toEqual([
      "ROW_CHANGED 2",
    ]);
    expect(explained(value, entry([...total, ...moved("stock", "5", "7")])).sum).toEqual([
      "PRICE_CORRECTION 2",
    ]);
  });

  test("another amount, or another day, explains nothing", () => {
    expect(explained(value, entry(moved("total", "100", "103"))).sum).toEqual([]);
    const other = { ...entry(moved("total", "100", "102")), date: "2025-03-31" as IsoDate };
    expect(explained(value, other).sum).toEqual([]);
  });
});
