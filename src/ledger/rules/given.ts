/** Rows of the broker for tests of rules, with everything unsaid filled in, and what a rule makes of them. */
import { type Amount, isKnown, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId } from "../../core/ids.ts";
import type { Assertion, TradeAssertion, Window } from "../../events/assertion.ts";
import type {
  AccrualTotal,
  ExportedSection,
  FundsLine,
  MarkToMarket,
  OptionEvent,
  Performance,
  PositionRow,
  PriorMark,
} from "../../events/broker-rows.ts";
import type { LedgerEvent } from "../../events/event.ts";
import { Rates } from "../../events/instrument.ts";
import { type AssertionsByKind, compare, type Rule } from "../checks.ts";
import type { Holding } from "../ledger.ts";

export const main = "main" as AccountAlias;
export const xyz = "1" as InstrumentId;
export const day = (text: string): IsoDate => text as IsoDate;
/** A number, or the reason why it is unknown. */
export const amount = (text: string): Amount => Decimal.parse(text) ?? unknown(text);

type Texts<T> = { readonly [K in keyof T]?: Amount extends T[K] ? string : T[K] };

/** Texts → amounts, everything else as it is. */
function filled<T extends object>(defaults: T, given: Texts<T>): T {
  const known = Object.entries(given).map(([name, value]) => {
    const before = defaults[name as keyof T];
    const isAmount =
      before instanceof Decimal ||
      (typeof before === "object" && before !== null && "unknown" in before);
    return [name, isAmount && typeof value === "string" ? amount(value) : value];
  });
  return { ...defaults, ...Object.fromEntries(known) };
}

const base = { account: main, source: { file: "story.xml", line: 1 } };
const none = unknown("not exported");

/** A purchase of 10 at 5, of the class of shares. */
export const trade = (given: Texts<TradeAssertion>): TradeAssertion =>
  filled<TradeAssertion>(
    {
      ...base,
      kind: "trade",
      event: `main/trade/${given.transaction ?? "1"}` as EventId,
      date: day("2025-01-02"),
      instrument: xyz,
      assetCategory: "STK",
      currency: "USD",
      symbol: "XYZ",
      rate: Decimal.one,
      commissionRate: Decimal.one,
      quantity: amount("10"),
      multiplier: Decimal.one,
      price: amount("5"),
      proceeds: amount("-50"),
      commission: amount("-1"),
      commissionCurrency: "USD",
      taxes: Decimal.zero,
      netCash: amount("-51"),
      cost: amount("51"),
      realized: Decimal.zero,
      markToMarket: none,
      closePrice: none,
      transaction: "1",
      tradeId: "",
      moment: day("2025-01-02"),
      settles: null,
      isBooking: false,
      action: "",
      underlying: "",
      strike: none,
      right: null,
      lots: null,
      effect: "opens",
      codes: [],
      cancelled: false,
    },
    given,
  );

/** A lot of 10 that cost 51 and is worth 60. */
export const positionRow = (given: Texts<PositionRow>): PositionRow =>
  filled<PositionRow>(
    {
      ...base,
      kind: "position row",
      date: day("2025-01-31"),
      instrument: xyz,
      assetCategory: "STK",
      currency: "USD",
      level: "lot",
      side: "Long",
      quantity: amount("10"),
      multiplier: Decimal.one,
      markPrice: amount("6"),
      marketValue: amount("60"),
      costPrice: amount("5.1"),
      costBasis: amount("51"),
      unrealized: amount("9"),
      transaction: "1",
    },
    given,
  );

/** 10 held overnight that made 3. */
export const priorMark = (given: Texts<PriorMark>): PriorMark =>
  filled<PriorMark>(
    {
      ...base,
      kind: "prior mark",
      date: day("2025-01-31"),
      isDated: true,
      instrument: xyz,
      symbol: "XYZ",
      assetCategory: "STK",
      currency: "USD",
      multiplier: Decimal.one,
      price: amount("6"),
      result: amount("3"),
      rate: Decimal.one,
    },
    given,
  );

/** A line that brings 5 in and leaves 105. */
export const fundsLine = (given: Texts<FundsLine>): FundsLine =>
  filled<FundsLine>(
    {
      ...base,
      kind: "funds line",
      list: "1",
      date: day("2025-01-02"),
      currency: "USD",
      level: "base",
      tradeId: "",
      isBalance: false,
      amount: amount("5"),
      parts: amount("5"),
      balance: amount("105"),
      isNewest: true,
    },
    given,
  );

/** An option on 10 units that expired short. */
export const optionEvent = (given: Texts<OptionEvent>): OptionEvent =>
  filled<OptionEvent>(
    {
      ...base,
      kind: "option event",
      date: day("2025-01-17"),
      isDated: true,
      instrument: xyz,
      assetCategory: "OPT",
      currency: "USD",
      type: "expiration",
      quantity: amount("1"),
      proceeds: Decimal.zero,
      tradeId: "7",
    },
    given,
  );

/** A section that the statement of January exports. */
export const exported = (section: ExportedSection["section"]): ExportedSection => ({
  ...base,
  kind: "exported section",
  section,
  from: january.from,
  to: january.to,
});

/** Dividends of January that came to 3. */
export const accrualTotal = (given: Texts<AccrualTotal>): AccrualTotal =>
  filled<AccrualTotal>(
    {
      ...base,
      kind: "accrual total",
      from: january.from,
      to: january.to,
      of: "changes",
      total: amount("3"),
      isForeign: false,
    },
    given,
  );

const january = {
  from: day("2025-01-01"),
  to: day("2025-01-31"),
  instrument: xyz,
  symbol: "XYZ",
  assetCategory: "STK",
  isItem: true,
  unsettled: [],
};

export const performance = (given: Texts<Performance>): Performance =>
  filled<Performance>(
    {
      ...base,
      ...january,
      kind: "performance",
      realizedParts: ["30", "-10", "2", "-2"].map(amount),
      realized: amount("20"),
      unrealizedProfit: amount("9"),
      unrealizedLoss: amount("-1"),
      unrealizedParts: ["9", "0", "0", "-1"].map(amount),
      total: amount("28"),
    },
    given,
  );

export const markToMarket = (given: Texts<MarkToMarket>): MarkToMarket =>
  filled<MarkToMarket>(
    {
      ...base,
      ...january,
      kind: "mark to market",
      transactions: amount("4"),
      priorOpen: amount("3"),
      hasMarks: true,
      commissions: amount("-1"),
      other: Decimal.zero,
      total: amount("6"),
    },
    given,
  );

/** A statement of January that exports trades and positions. */
export const window: Window = {
  account: main,
  from: january.from,
  to: january.to,
  generated: null,
  file: "story.xml",
  exports: new Set(["trades", "positions"]),
  source: base.source,
};

/** What a rule says of some rows, one line a check. */
export function checksOf(
  rule: Rule,
  assertions: readonly Assertion[],
  holdings: readonly Holding[] = [],
  windows: readonly Window[] = [window],
  events: readonly LedgerEvent[] = [],
): string[] {
  const sorted = Map.groupBy(assertions, ({ kind }) => kind);
  const facts = {
    ledger: { holdings, actions: [], cash: [], silences: [] },
    accounts: [{ alias: main, name: "", baseCurrency: "USD", opened: null }],
    assertions: new Proxy(
      {},
      { get: (_, kind) => sorted.get(kind as Assertion["kind"]) ?? [] },
    ) as AssertionsByKind,
    windows,
    events,
    restatements: [],
    rates: new Rates([]),
    holdings: new Map(holdings.map((one) => [`${one.account}|${one.instrument}`, one])),
  };
  const tolerance = rule.tolerance({ cash: Decimal.of("0.01"), quantity: Decimal.zero });
  return [...rule.compare(facts)].map((comparison) => {
    const { field, status, difference } = compare(rule.name, comparison, tolerance);
    if (status === "agrees") return `${field} agrees`;
    return isKnown(difference)
      ? `${field} differs by ${difference}`
      : `${field} not reported: ${difference.unknown}`;
  });
}
