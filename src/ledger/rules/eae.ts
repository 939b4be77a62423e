import { type Amount, absent, sum, type Unknown, unknown } from "../../core/amount.ts";
import { type IsoDate, isWeekday, nextWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { OptionEvent } from "../../events/broker-rows.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { dayKeyOf, eventKeyOf, isOptionBooking, tradesOf } from "./eae-trades.ts";
import { Names } from "./names.ts";
import { HALF_CENT, MILLIONTH, unless } from "./totals.ts";

/** The list has whole cents. */
const TOLERANCE = HALF_CENT.plus(MILLIONTH);

/** The broker's list of what became of options repeats trades; cash that settled them is booked from it. */
export const eae: Rule = {
  name: "EAE",
  title: "Each exercise, assignment and expiration against its trade",
  formula: "row = its trade; cash settlement = what was booked for the exercise",
  tolerance: () => TOLERANCE,
  source: "accounting notes 6, Event rows",
  *compare(facts) {
    const events = facts.assertions["option event"];
    if (events.length === 0) return;
    const names = new Names();
    const bookings = Map.groupBy(
      facts.assertions.trade.filter((one) => !one.cancelled && isOptionBooking(one)),
      dayKeyOf,
    );
    const trades = tradesOf(events, facts.assertions.trade);
    const paid: OptionEvent[] = [];
    for (const event of events) {
      const alike = bookings.get(eventKeyOf(event)) ?? [];
      if (event.type === "cash settlement") paid.push(event);
      else yield* rowChecks(facts, event, trades.get(event) ?? [], alike, names);
    }
    for (const settled of Map.groupBy(paid, settlementKeyOf).values())
      yield settlementCheck(facts, settled, bookings, names);
  },
};

/** What a row says of the position, and of the cash for shares that were delivered. */
function* rowChecks(
  facts: Facts,
  event: OptionEvent,
  trades: readonly TradeAssertion[],
  alike: readonly TradeAssertion[],
  names: Names,
): Iterable<Comparison> {
  const check = (field: "quantity" | "proceeds"): Comparison => {
    const ours =
      trades.length === 0
        ? withoutTrade(facts, event, alike)
        : sum(trades.map((one) => one[field]));
    const base = eventCheck(event, field, { broker: event[field], ours }, names);
    const rows = [...base.rows, ...trades.map(({ source }) => source)];
    return unless(() => doubtOf(facts, event, trades), { ...base, rows }, TOLERANCE);
  };
  yield check("quantity");
  if (event.type === "delivery" && event.assetCategory === "STK" && trades.length > 0)
    yield check("proceeds");
}

function eventCheck(
  event: OptionEvent,
  field: "quantity" | "proceeds",
  figures: { readonly broker: Amount; readonly ours: Amount },
  names: Names,
): Comparison {
  const { account, date, instrument, currency, source, type } = event;
  const name = event.tradeId || `${instrument ?? "unnamed"}/${date}`;
  return {
    id: names.of(`EAE/${account}/${name}/${type ?? "other"}/${field}`),
    account,
    date,
    instrument,
    currency: field === "quantity" ? "" : currency,
    field,
    ...figures,
    rows: [source],
  };
}

/** What a row without a trade is compared with: nothing was traded, where statements would have told. */
function withoutTrade(
  { windows }: Facts,
  { account, date, isDated, type, instrument, tradeId }: OptionEvent,
  alike: readonly TradeAssertion[],
): Amount {
  if (type === null) return unknown("nobody has seen what rows with such a word repeat");
  if (instrument === null) return unknown("the row names no instrument that other rows have");
  if (!isDated)
    return unknown("the row does not say on which day it happened, and no trade has its id");
  if (tradeId === "" && alike.length > 0)
    return unknown("without an id nobody can say which of the trades of that day it repeats");
  const silent = reportDays(date).find(
    (day) =>
      !windows.some(
        (one) =>
          one.account === account && one.exports.has("trades") && one.from <= day && one.to >= day,
      ),
  );
  return silent === undefined
    ? Decimal.zero
    : absent(`its trade may be reported on ${silent}, and no statement exports trades of that day`);
}

/** The day of the event and, because the broker may report it later, the two weekdays after it: one may be a holiday. */
function reportDays(date: IsoDate): IsoDate[] {
  const next = nextWeekday(date);
  return [date, next, nextWeekday(next)].filter(isWeekday);
}

/** What else than a wrong figure makes a row differ from its trade; null where nothing does. */
function doubtOf(
  { windows }: Facts,
  { source }: OptionEvent,
  trades: readonly TradeAssertion[],
): Unknown | string | null {
  if (trades.length > 1 || trades.some(({ cancelled }) => cancelled))
    return "the trade was corrected under the same id, and how the list has that is not settled";
  const generated = (file: string) => windows.find((one) => one.file === file)?.generated ?? "";
  return trades.some((one) => generated(one.source.file) > generated(source.file))
    ? "a newer statement has the trade and no such list, and may say something else"
    : null;
}

/** Cash is booked for all exercises of an option on a day together. */
const settlementKeyOf = (event: OptionEvent): string =>
  `${eventKeyOf(event)}|${event.currency}|${event.isDated}`;

/** What the rows of one option and day paid, against the proceeds that were booked for its exercises. */
function settlementCheck(
  facts: Facts,
  settled: readonly OptionEvent[],
  bookings: ReadonlyMap<string, readonly TradeAssertion[]>,
  names: Names,
): Comparison {
  const [event] = settled as readonly [OptionEvent];
  const isNamed = event.isDated && event.instrument !== null;
  const exercises = isNamed ? (bookings.get(eventKeyOf(event)) ?? []) : [];
  const own = exercises.filter(({ currency }) => currency === event.currency);
  const events = new Set(own.map((one) => one.event));
  const booked = facts.events.flatMap((one) =>
    one.kind === "trade" && events.has(one.id) ? [one.proceeds] : [],
  );
  const ours = booked.length === 0 ? withoutTrade(facts, event, exercises) : sum(booked);
  const broker = sum(settled.map(({ proceeds }) => proceeds));
  const base = eventCheck(event, "proceeds", { broker, ours }, names);
  const rows = [...settled, ...own].map(({ source }) => source);
  const doubt = () => doubtOf(facts, event, own.length > 1 ? [] : own);
  return unless(doubt, { ...base, rows }, TOLERANCE);
}
