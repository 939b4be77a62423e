/**
 * Trades → events and what the broker says of each: shares are booked, currencies are exchanged, everything else is
 * listed as not booked with the cash that its row gives. (Accounting notes 1.1, 2.3, 2.8.)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, add, isKnown, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId } from "../core/ids.ts";
import type { Assertion, ClosedLotAssertion, TradeAssertion } from "../events/assertion.ts";
import type { FxConversion, LedgerEvent, Trade, Unbooked, UnbookedCash } from "../events/event.ts";
import { type Instrument, isBooked } from "../events/instrument.ts";
import { linkCancellations } from "./cancellations.ts";
import { type Head, headOf, rateOn, type Source } from "./source.ts";

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
    const head = headOf(source, row, fields, "trade", DATING);
    if (head === null) continue;
    const event = eventOf(source, row, fields, head);
    drafts.push({
      event,
      isCancellation: isCancellation(fields),
      tradeId: fields.text("tradeID"),
      originalTransaction: fields.text("origTransactionID"),
      originalTrade: fields.text("origTradeID"),
    });
    const trade = assertionOf(event, fields);
    if (trade !== null) trades.push(trade);
    lots.push(...closedLotsOf(source, row, event));
  }
  const events = linkCancellations(drafts, source.notice);
  const cancelled = new Set(events.filter(isCancelled).map(({ id }) => id));
  const assertions = trades.map((trade) =>
    cancelled.has(trade.event) ? { ...trade, cancelled: true } : trade,
  );
  return { events, assertions: [...assertions, ...lots] };
}

const isCancelled = (event: LedgerEvent): boolean =>
  event.kind === "trade" && (event.cancels !== null || event.cancelledBy !== null);

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
      `${category || "such"} trades are not booked yet`,
    );
  if (fields.codes("notes").some((code) => code === "A" || code === "Ex"))
    return unbookedTrade(
      source,
      fields,
      head,
      instrument,
      "deliveries of options are not booked yet",
    );
  const quantity = fields.amount("quantity");
  if (!isKnown(quantity))
    return unbookedTrade(source, fields, head, instrument, quantity.unknown, "flex/missing-value");
  return tradeOf(fields, head, instrument, quantity);
}

function tradeOf(fields: Fields, head: Head, instrument: Instrument, quantity: Decimal): Trade {
  const proceeds = fields.amount("proceeds");
  const commission = commissionOf(fields);
  const taxes = fields.amountOrZero("taxes");
  const parts = add(add(proceeds, commission), taxes);
  return {
    ...head,
    kind: "trade",
    instrument: instrument.id,
    quantity,
    currency: fields.text("currency") || instrument.currency,
    price: fields.amount("tradePrice"),
    proceeds,
    commission,
    taxes,
    net: netOf(fields, parts),
    effect: effectOf(fields),
    cancels: null,
    cancelledBy: null,
  };
}

/** Where one part is not exported but the net cash is, the net is known all the same. (Identity T2a.) */
function netOf(fields: Fields, parts: Amount): Amount {
  if (isKnown(parts)) return parts;
  const net = fields.amount("netCash");
  return isKnown(net) ? net : parts;
}

/** In the trade's currency; unknown where the broker charged it in another one. */
function commissionOf(fields: Fields): Amount {
  const currency = fields.text("ibCommissionCurrency");
  const commission = fields.amountOrZero("ibCommission");
  if (currency === "" || currency === fields.text("currency")) return commission;
  if (isKnown(commission) && commission.isZero) return commission;
  return unknown(`the commission is in ${currency}, not in the trade's currency`);
}

function effectOf(fields: Fields): Trade["effect"] {
  const indicator = fields.text("openCloseIndicator");
  if (indicator === "O") return "opens";
  if (indicator === "C") return "closes";
  return indicator === "C;O" ? "both" : null;
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

function assertionOf(event: LedgerEvent, fields: Fields): TradeAssertion | null {
  if (event.kind === "cash" || event.kind === "transfer") return null;
  return {
    kind: "trade",
    account: event.account,
    source: event.sources[0],
    event: event.id,
    date: event.date,
    instrument: event.kind === "fx-conversion" ? null : event.instrument,
    assetCategory: fields.text("assetCategory"),
    currency: fields.text("currency"),
    quantity: fields.amount("quantity"),
    multiplier: fields.text("multiplier") === "" ? Decimal.one : fields.amount("multiplier"),
    price: fields.amount("tradePrice"),
    proceeds: fields.amount("proceeds"),
    commission: fields.amountOrZero("ibCommission"),
    commissionCurrency: fields.text("ibCommissionCurrency"),
    taxes: fields.amountOrZero("taxes"),
    netCash: fields.amount("netCash"),
    cost: fields.amount("cost"),
    realized: fields.amount("fifoPnlRealized"),
    effect: effectOf(fields),
    codes: fields.codes("notes"),
    cancelled: false,
  };
}

function closedLotsOf(source: Source, row: MergedRow, event: LedgerEvent): ClosedLotAssertion[] {
  const answer: ClosedLotAssertion[] = [];
  for (const lot of source.rows.closedLots.get(row) ?? []) {
    const fields = lot.read();
    const instrument = source.instruments.of(fields, lot);
    const quantity = fields.amount("quantity");
    const opened = fields.moment("openDateTime");
    if (instrument === null || !isKnown(quantity) || opened === null) continue;
    answer.push({
      kind: "closed lot",
      account: lot.account,
      source: lot.sources[0],
      date: event.date,
      instrument: instrument.id,
      closing: event.id as EventId,
      quantity: quantity.abs(),
      costBasis: fields.amount("cost"),
      realized: fields.amount("fifoPnlRealized"),
      opened,
      holdingFrom: fields.moment("holdingPeriodDateTime") ?? opened,
      transaction: fields.text("transactionID"),
    });
  }
  return answer;
}
