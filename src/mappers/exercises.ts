/**
 * What exercised and assigned options brought: the shares or futures that they delivered, or the cash that settled them.
 * The cash stands in neither Trades nor CashTransactions, only in the section OptionEAE or the statement of funds.
 * (Accounting notes 2.10, 2.11 and 6; flex schema, section 5, "Trades ↔ OptionEAE".)
 */
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown, unknown } from "../core/amount.ts";
import { dayOf, daysBetween, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId, RowRef } from "../core/ids.ts";
import { isExercise, type TradeAssertion } from "../events/assertion.ts";
import { type Delivery, deliveriesOf, mayBeExercise } from "../events/deliveries.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import { isOptionClass } from "../events/option-terms.ts";
import { dayOfEvent, optionEventRows, tradeIdOf } from "./option-events.ts";
import type { Source } from "./source.ts";
import { once } from "./subject.ts";

/** Links deliveries with their options, and adds the cash that settled options which delivered nothing. */
export function linkExercises(
  source: Source,
  events: readonly LedgerEvent[],
  trades: readonly TradeAssertion[],
): LedgerEvent[] {
  const options = new Map<EventId, EventId>();
  const delivered = new Map<EventId, EventId>();
  for (const delivery of deliveriesOf(trades).values()) {
    for (const { event } of delivery.options) options.set(event, delivery.delivered[0].event);
    for (const { event } of delivery.delivered) delivered.set(event, delivery.options[0].event);
    for (const option of delivery.options) nameUnderlying(source, option, delivery);
  }
  for (const { event } of trades.filter(isDelivered))
    if (!delivered.has(event)) delivered.set(event, `${event}/option` as EventId);
  const settled = settlementsOf(
    source,
    trades.filter((trade) => mayBeSettled(trade) && !options.has(trade.event)),
  );
  return events.map((event) => {
    if (event.kind !== "trade") return event;
    const own = settled.get(event.id);
    const linked = {
      ...event,
      delivers: options.get(event.id) ?? null,
      deliveredBy: delivered.get(event.id) ?? null,
    };
    return own === undefined ? linked : withSettlement(linked, own);
  });
}

/** Raises `options/underlying-differs`; where one action id says what belongs together, the underlying was renamed. */
function nameUnderlying({ notice }: Source, option: TradeAssertion, { delivered }: Delivery): void {
  const [shares] = delivered;
  if (option.underlying === "" || option.underlying === shares.instrument) return;
  if (option.action !== "" && option.action === shares.action) return;
  notice({
    code: "options/underlying-differs",
    message: `${option.symbol} names another underlying than ${shares.symbol}, which it delivered`,
    at: [option.source, shares.source],
    expected: `underlyingConid ${shares.instrument ?? ""}`,
    actual: option.underlying,
    hint: "moment, units, strike and direction fit, so they are booked as one delivery; fetch the statement again",
  });
}

/** What an option delivered, whether or not its row is in a statement. */
const isDelivered = (trade: TradeAssertion): boolean =>
  !trade.cancelled && !isOptionClass(trade.assetCategory) && isExercise(trade);

const mayBeSettled = (trade: TradeAssertion): boolean =>
  isOptionClass(trade.assetCategory) && mayBeExercise(trade);

interface CashSettlement {
  /** In the trade's currency, positive when received. */
  readonly amount: Amount;
  /** What it did to cash: unknown too where the options are surely settled in cash and no row says how much. */
  readonly isPaid: boolean;
  readonly sources: readonly RowRef[];
}

const withSettlement = (trade: Trade, { amount, isPaid, sources }: CashSettlement): Trade => ({
  ...trade,
  proceeds: isPaid ? amount : trade.proceeds,
  net: isPaid ? add(trade.net, amount) : amount,
  sources: [...trade.sources, ...sources],
});

/** What settled each option, by its event. Raises `options/settlement-missing`. */
function settlementsOf(
  source: Source,
  exercised: readonly TradeAssertion[],
): ReadonlyMap<EventId, CashSettlement> {
  const found = new Map<EventId, CashSettlement>();
  if (exercised.length === 0) return found;
  const groups = Map.groupBy(exercised, keyOf);
  const paid = paidFor(source, exercised);
  for (const [key, trades] of groups) {
    const cash = paid.get(key);
    const units = Decimal.sum(trades.map(({ quantity }) => sizeOf(quantity)));
    for (const trade of trades)
      if (isKnown(trade.proceeds) && !trade.proceeds.isZero) continue;
      else if (cash !== undefined && !units.isZero)
        found.set(trade.event, {
          amount: Decimal.share(cash.amount, sizeOf(trade.quantity), units),
          isPaid: true,
          sources: cash.sources,
        });
      else if (isExercise(trade)) found.set(trade.event, missing(source, trade));
  }
  return found;
}

const sizeOf = (quantity: Amount): Decimal => (isKnown(quantity) ? quantity.abs() : Decimal.zero);

const nameOf = ({
  account,
  instrument,
  currency,
}: Pick<TradeAssertion, "account" | "instrument" | "currency">): string =>
  `${account}|${instrument}|${currency}`;

const keyOf = (trade: TradeAssertion): string => `${nameOf(trade)}|${dayOf(trade.moment)}`;

function missing(source: Source, trade: TradeAssertion): CashSettlement {
  const underlying = source.instruments.all.get(trade.underlying as never);
  const isDelivered = underlying !== undefined && underlying.assetCategory !== "IND";
  source.notice({
    code: "options/settlement-missing",
    message: isDelivered
      ? `${trade.symbol} was exercised or assigned, and what it delivered is in no row`
      : `${trade.symbol} was exercised or assigned, and neither a delivery nor a cash settlement is in any row`,
    at: [trade.source],
    expected: isDelivered
      ? "a trade of the underlying at the strike, at the same time"
      : "a row Cash Settlement in Option Exercises, Assignments and Expirations, or in the Statement of Funds",
    hint: "select these sections in the query and fetch again; until then the result of the option is unknown",
  });
  const reason = isDelivered
    ? "what the option delivered is in no row"
    : "no row says for how much cash the option was settled";
  return {
    amount: unknown(reason, "CASH_SETTLEMENT_MISSING"),
    isPaid: !isDelivered,
    sources: [],
  };
}

interface Paid {
  readonly amount: Decimal;
  readonly sources: readonly RowRef[];
}

/** A row that settles an option in cash. */
interface PaidRow extends Paid {
  readonly name: string;
  readonly day: IsoDate;
  readonly level: string;
}

/**
 * Cash settlements by option and day of the exercise: of OptionEAE, else of the statement of funds, which lists the
 * account's own currency twice: for itself and as the base currency. Cash may be booked on a later day than the exercise.
 */
function paidFor(source: Source, exercised: readonly TradeAssertion[]): ReadonlyMap<string, Paid> {
  const days = Map.groupBy(exercised, nameOf);
  const keyFor = ({ name, day }: PaidRow): string => {
    const [newest] = (days.get(name) ?? [])
      .map(({ moment }) => dayOf(moment))
      .filter((exercise) => exercise <= day && daysBetween(exercise, day) <= DELAY)
      .sort()
      .reverse();
    return `${name}|${newest ?? "none"}`;
  };
  const funds = paidRows(source, once(source.rows.every("StmtFunds")), "amount", (text) =>
    text.startsWith("Option Cash Settlement"),
  );
  const sums = (rows: readonly PaidRow[]) =>
    [...Map.groupBy(rows, keyFor)].map(([key, own]) => [key, summed(own)] as const);
  return new Map([
    ...sums(funds.filter(({ level }) => level === "BaseCurrency")),
    ...sums(funds.filter(({ level }) => level !== "BaseCurrency")),
    ...sums(
      paidRows(source, optionEventRows(source), "proceeds", (text) => text === "Cash Settlement"),
    ),
  ]);
}

/** Days from an exercise to its settlement, at most: a long weekend. */
const DELAY = 4;

const summed = (rows: readonly PaidRow[]): Paid => ({
  amount: Decimal.sum(rows.map(({ amount }) => amount)),
  sources: rows.flatMap(({ sources }) => sources),
});

function paidRows(
  source: Source,
  rows: readonly MergedRow[],
  amountName: string,
  isSettlement: (text: string) => boolean,
): PaidRow[] {
  const found: PaidRow[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const fields = row.read();
    if (!isSettlement(fields.text("transactionType") || fields.text("activityDescription")))
      continue;
    const day = dayOfEvent(fields);
    const instrument = source.instruments.of(fields, row);
    const amount = fields.amount(amountName);
    if (day === null || instrument === null || !isKnown(amount)) continue;
    const currency = fields.text("currency");
    const level = fields.text("levelOfDetail");
    if (level === "BaseCurrency" && currency !== instrument.currency) continue;
    const name = nameOf({ account: row.account, instrument: instrument.id, currency });
    // A row that stands twice is one settlement where it names its trade.
    const id = tradeIdOf(fields);
    const line = `${name}|${day}|${level}|${amount}|${id}`;
    if (id !== "" && seen.has(line)) continue;
    seen.add(line);
    found.push({ name, day, level, amount, sources: [row.sources[0]] });
  }
  return found;
}
