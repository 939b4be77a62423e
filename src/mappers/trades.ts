/**
 * Trades → events and what the broker says of each: securities and contracts are booked, currencies are exchanged; a row
 * that cannot be booked is listed with the cash that it gives. (Accounting notes 1.1, 2.3, 2.8, 2.10 to 2.13.)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown, unknown } from "../core/amount.ts";
import { dayOf } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { Assertion, ClosedLotAssertion, TradeAssertion } from "../events/assertion.ts";
import {
  type FxConversion,
  instrumentsOf,
  isTakenBack,
  type LedgerEvent,
  type Trade,
  type Unbooked,
  type UnbookedCash,
} from "../events/event.ts";
import { type Instrument, isBooked, settlementOf } from "../events/instrument.ts";
import { linkCancellations } from "./cancellations.ts";
import { linkExercises } from "./exercises.ts";
import { type Head, headOf, rateOn, type Source } from "./source.ts";
import { assertionOf, closedLotsOf, effectOf } from "./trade-assertions.ts";

const DATING = {
  date: ["reportDate", "tradeDate"],
  moment: ["dateTime", "tradeDate", "reportDate"],
};

export interface Mapped {
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
}

/** A trade before cancellations are linked, with the ids that link them. */
export interface Draft {
  readonly event: LedgerEvent;
  readonly isCancellation: boolean;
  readonly tradeId: string;
  readonly originalTransaction: string;
  readonly originalTrade: string;
}

/** All trades of all statements. */
export function mapTrades(source: Source): Mapped {
  const drafts: Draft[] = [];
  const trades: TradeAssertion[] = [];
  const lots: ClosedLotAssertion[] = [];
  for (const row of source.rows.trades) {
    const fields = row.read();
    const head = headFrom(source, row, fields);
    const event = eventOf(source, row, fields, head);
    drafts.push({
      event,
      isCancellation: isCancellation(fields),
      tradeId: fields.text("tradeID"),
      originalTransaction: fields.text("origTransactionID"),
      originalTrade: fields.text("origTradeID"),
    });
    const known = instrumentOf(source, event);
    const trade = assertionOf(event, fields, source.rows.closedLots.get(row) ?? [], known);
    if (trade !== null) trades.push(trade);
    lots.push(...closedLotsOf(source, row, event));
  }
  const events = linkCancellations(drafts, source.notice);
  const cancelled = new Set(events.filter(isTakenBack).map(({ id }) => id));
  const assertions = trades.map((trade) =>
    cancelled.has(trade.event) ? { ...trade, cancelled: true } : trade,
  );
  return {
    events: linkExercises(source, events, assertions),
    assertions: [...assertions, ...lots],
  };
}

function instrumentOf({ instruments }: Source, event: LedgerEvent): Instrument | undefined {
  const [id] = instrumentsOf(event);
  return id === undefined ? undefined : instruments.all.get(id);
}

/** Corporate actions, and the fractions that they leave, are booked after the markets have closed. */
const EVENING = "T19:00:00";

/** A fraction is paid out after the action of the same evening, whose row may give no time. */
function headFrom(source: Source, row: MergedRow, fields: Fields): Head {
  const head = headOf(source, row, fields, "trade", DATING);
  const day = dayOf(head.moment);
  const isFraction = fields.text("transactionType").startsWith("FracShare");
  return isFraction && head.moment >= `${day}${EVENING}` ? { ...head, moment: day } : head;
}

/** TradeCancel and FracShareCancel rows; older files only carry the code or `BUY (Ca.)`. (Flex schema, section 6.) */
const isCancellation = (fields: Fields): boolean =>
  fields.text("transactionType").endsWith("Cancel") ||
  fields.codes("notes").includes("Ca") ||
  fields.text("buySell").endsWith("(Ca.)");

function eventOf(source: Source, row: MergedRow, fields: Fields, head: Head): LedgerEvent {
  const category = fields.text("assetCategory");
  if (category === "CASH") return conversionOf(source, fields, head);
  const instrument = source.instruments.of(fields, row);
  if (instrument === null) {
    return unbookedTrade(
      source,
      fields,
      head,
      null,
      "the row names no instrument",
      "flex/missing-value",
    );
  }
  source.carried.price(instrument, row, fields, head.date);
  if (!isBooked(instrument))
    return unbookedTrade(
      source,
      fields,
      head,
      instrument,
      `${category || "such"} trades are not booked`,
    );
  const quantity = fields.amount("quantity");
  if (!isKnown(quantity))
    return unbookedTrade(source, fields, head, instrument, quantity.unknown, "flex/missing-value");
  return tradeOf(source, fields, head, instrument, quantity);
}

function tradeOf(
  source: Source,
  fields: Fields,
  head: Head,
  instrument: Instrument,
  quantity: Decimal,
): Trade {
  const proceeds = fields.amount("proceeds");
  const commission = fields.amountOrZero("ibCommission");
  const taxes = fields.amountOrZero("taxes");
  const currency = fields.text("currency") || instrument.currency;
  const charged = fields.text("ibCommissionCurrency") || currency;
  return {
    ...head,
    kind: "trade",
    instrument: instrument.id,
    quantity,
    currency,
    price: fields.amount("tradePrice"),
    proceeds,
    commission,
    commissionCurrency: charged,
    commissionRate:
      charged === currency ? head.rate : rateOn(source, head.account, charged, head.date),
    taxes,
    net: netFor(fields, { proceeds, commission, taxes }, charged),
    settlement: settlementOf(instrument.assetCategory),
    effect: effectOf(fields),
    delivers: null,
    deliveredBy: null,
    cancels: null,
    cancelledBy: null,
  };
}

interface Parts {
  readonly proceeds: Amount;
  readonly commission: Amount;
  readonly taxes: Amount;
}

/**
 * What lots are booked from. Where one part is not exported but the net cash is, it is known all the same (identity T2a);
 * the commission of a contract for difference stays out of its cost, as real rows have it.
 */
function netFor(fields: Fields, { proceeds, commission, taxes }: Parts, charged: string): Amount {
  const currency = fields.text("currency") || charged;
  const settlement = settlementOf(fields.text("assetCategory"));
  if (settlement === "by difference") return proceeds;
  if (charged !== currency) return withForeignCost(proceeds, commission, taxes, charged);
  const net = fields.amount("netCash");
  const parts = add(add(proceeds, commission), taxes);
  return isKnown(parts) || settlement !== "in full" || !isKnown(net) ? parts : net;
}

/** A commission in another currency cannot be added to the proceeds. */
function withForeignCost(
  proceeds: Amount,
  commission: Amount,
  taxes: Amount,
  currency: string,
): Amount {
  if (isKnown(commission) && commission.isZero) return add(proceeds, taxes);
  return unknown(`the commission is in ${currency}, not in the trade's currency`);
}

/**
 * An exchange of currencies: symbol `EUR.USD` has its quantity in EUR and its proceeds in USD; the commission is in a
 * currency of its own, the base currency. (Accounting notes 2.8, identities T2d and C3.)
 */
function conversionOf(source: Source, fields: Fields, head: Head): FxConversion | Unbooked {
  const [first, second] = fields.text("symbol").split(".");
  const quote = fields.text("currency") || (second ?? "");
  if (first === undefined || second === undefined || quote === "")
    return unbookedTrade(
      source,
      fields,
      head,
      null,
      "the currency pair cannot be read",
      "flex/missing-value",
    );
  const commissionCurrency = fields.text("ibCommissionCurrency") || quote;
  const rate = (currency: string) =>
    currency === quote ? head.rate : rateOn(source, head.account, currency, head.date);
  return {
    ...head,
    kind: "fx-conversion",
    legs: [
      { amount: fields.amount("quantity"), currency: first },
      { amount: fields.amount("proceeds"), currency: quote },
    ],
    legRates: [rate(first), head.rate],
    commission: { amount: fields.amountOrZero("ibCommission"), currency: commissionCurrency },
    commissionRate: rate(commissionCurrency),
  };
}

/**
 * A trade that is listed but not booked. Its cash follows the asset class: options, bonds and funds move their proceeds,
 * futures settle daily and CFDs only cost a commission. (Identities T2a to T2c, C3, C4.)
 */
function unbookedTrade(
  source: Source,
  fields: Fields,
  head: Head,
  instrument: Instrument | null,
  reason: string,
  code: "events/not-booked" | "flex/missing-value" = "events/not-booked",
): Unbooked {
  const category = fields.text("assetCategory");
  if (code === "flex/missing-value")
    source.notice({
      code,
      message: `a ${category || ""} trade of ${instrument?.symbol ?? "no instrument"} is not booked: ${reason}`,
      at: head.sources,
      hint: "its quantity and lots are unknown until the row can be read; fetch the statement again",
    });
  return {
    ...head,
    kind: "unbooked",
    what: `${category} trade`.trim(),
    reason,
    instrument: instrument?.id ?? null,
    quantity: fields.amount("quantity"),
    touchesLots: true,
    cash: unbookedCash(fields, category),
  };
}

function unbookedCash(fields: Fields, category: string): UnbookedCash[] {
  const currency = fields.text("currency");
  const cash: UnbookedCash[] = [
    {
      part: "commission",
      amount: fields.amountOrZero("ibCommission"),
      currency: fields.text("ibCommissionCurrency") || currency,
    },
  ];
  const taxes = fields.amountOrZero("taxes");
  if (!isKnown(taxes) || !taxes.isZero) cash.push({ part: "tax", amount: taxes, currency });
  if (category === "FUT")
    cash.push({
      part: "other",
      amount: unknown("the daily settlement of futures is not booked yet"),
      currency,
    });
  else if (category !== "CFD" && category !== "FXCFD")
    cash.push({ part: "trade", amount: fields.amount("proceeds"), currency });
  return cash;
}
