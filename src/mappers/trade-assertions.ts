/** What the broker says on the row of a trade, and of the lots that it closed. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, isKnown, negate, sum, unknown } from "../core/amount.ts";
import {
  type ClosedLotAssertion,
  isExercise,
  type LotSums,
  type TradeAssertion,
} from "../events/assertion.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import { isOptionClass } from "../events/option-terms.ts";
import { givenStrike, givenUnderlying, rightOf } from "./option-book.ts";
import type { Source } from "./source.ts";
import { multiplierOf } from "./subject.ts";

/** What a row says it does to the position: by its indicator; an option that ends closes, whether or not it has one. */
export function effectOf(fields: Fields): Trade["effect"] {
  const indicator = fields.text("openCloseIndicator");
  if (indicator === "O") return "opens";
  if (indicator === "C") return "closes";
  if (indicator === "C;O") return "both";
  return endsOption(fields) ? "closes" : null;
}

/** Expired, exercised or assigned: an option that the broker takes out at the price of 0. */
function endsOption(fields: Fields): boolean {
  const codes = fields.codes("notes");
  if (!isOptionClass(fields.text("assetCategory")) || !isFree(fields)) return false;
  return codes.length === 0
    ? isOwnBooking(fields)
    : !codes.includes("Ca") && (codes.includes("Ep") || isExercise({ codes }));
}

const isFree = (fields: Fields): boolean => {
  const price = fields.amount("tradePrice");
  return isKnown(price) && price.isZero;
};

/**
 * Whether the broker booked the row by itself. Where the query does not export the type, an option at the price of 0 is
 * such a row, and of shares without a venue it cannot be told.
 */
function isOwnBooking(fields: Fields): boolean {
  const type = fields.text("transactionType");
  if (type !== "") return type === "BookTrade";
  if (isOptionClass(fields.text("assetCategory"))) return isFree(fields);
  return /^-*$/.test(fields.text("exchange"));
}

/** The broker's own figures of a trade, and what is known of its instrument from other rows; null for events that have none. */
export function assertionOf(
  event: LedgerEvent,
  fields: Fields,
  lots: readonly MergedRow[],
  known: Instrument | undefined,
): TradeAssertion | null {
  if (event.kind === "cash" || event.kind === "transfer" || event.kind === "corporate-action")
    return null;
  return {
    kind: "trade",
    account: event.account,
    source: event.sources[0],
    event: event.id,
    date: event.date,
    instrument: event.kind === "fx-conversion" ? null : event.instrument,
    assetCategory: fields.text("assetCategory"),
    currency: fields.text("currency"),
    symbol: fields.text("symbol"),
    rate: event.rate,
    commissionRate: commissionRateOf(event, fields),
    quantity: fields.amount("quantity"),
    multiplier: multiplierOf(fields, known),
    price: fields.amount("tradePrice"),
    proceeds: fields.amount("proceeds"),
    commission: fields.amountOrZero("ibCommission"),
    commissionCurrency: fields.text("ibCommissionCurrency"),
    taxes: fields.amountOrZero("taxes"),
    netCash: fields.amount("netCash"),
    cost: fields.amount("cost"),
    realized: fields.amount("fifoPnlRealized"),
    markToMarket: fields.amount("mtmPnl"),
    closePrice: fields.amount("closePrice"),
    transaction: fields.text("transactionID"),
    tradeId: fields.text("tradeID"),
    moment: event.moment,
    settles: fields.date("settleDateTarget"),
    isBooking: isOwnBooking(fields),
    action: fields.text("positionActionID"),
    underlying: givenUnderlying(fields) ?? known?.option?.underlying ?? "",
    strike: strikeOf(fields, known),
    right: rightOf(fields.text("putCall")) ?? known?.option?.right ?? null,
    lots: sumsOf(lots),
    effect: effectOf(fields),
    codes: fields.codes("notes"),
    cancelled: false,
  };
}

/** The row's own, else what other rows and the spellings of its instrument say. */
const strikeOf = (fields: Fields, known: Instrument | undefined): Amount =>
  givenStrike(fields) ?? known?.option?.strike ?? fields.amount("strike");

function commissionRateOf(
  event: Exclude<LedgerEvent, { kind: "cash" | "transfer" | "corporate-action" }>,
  fields: Fields,
): Amount {
  if (event.kind !== "unbooked") return event.commissionRate;
  const charged = fields.text("ibCommissionCurrency");
  return charged === "" || charged === fields.text("currency")
    ? event.rate
    : unknown(`the commission is in ${charged}, not in the trade's currency`);
}

function sumsOf(lots: readonly MergedRow[]): LotSums | null {
  if (lots.length === 0) return null;
  const fields = lots.map((lot) => lot.read());
  return {
    quantity: sum(fields.map((lot) => sizeOf(lot.amount("quantity")))),
    cost: sum(fields.map(costOf)),
    realized: sum(fields.map((lot) => lot.amount("fifoPnlRealized"))),
    sources: lots.map(({ sources }) => sources[0]),
  };
}

const sizeOf = (quantity: Amount): Amount => (isKnown(quantity) ? quantity.abs() : quantity);

/** What a closed lot had cost, or brought when it was short; rows with a minus before the units have one before the cost. */
function costOf(lot: Fields): Amount {
  const [quantity, cost] = [lot.amount("quantity"), lot.amount("cost")];
  return isKnown(quantity) && quantity.sign < 0 ? negate(cost) : cost;
}

/** The lots that a trade closed, as the broker lists them. */
export function closedLotsOf(
  source: Source,
  row: MergedRow,
  event: LedgerEvent,
): ClosedLotAssertion[] {
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
      closing: event.id,
      quantity: quantity.abs(),
      costBasis: costOf(fields),
      realized: fields.amount("fifoPnlRealized"),
      opened,
      holdingFrom: fields.moment("holdingPeriodDateTime") ?? opened,
      transaction: fields.text("transactionID"),
    });
  }
  return answer;
}
