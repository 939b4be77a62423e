/**
 * Transfers of securities and cash between accounts. Securities come in at the row's transfer price; where it is 0, as it
 * often is, their basis is unknown. (Accounting notes 2.16.)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, isKnown, multiply, unknown } from "../core/amount.ts";
import type { Decimal } from "../core/decimal.ts";
import type { LedgerEvent, PositionTransfer, Unbooked } from "../events/event.ts";
import { type Instrument, isBooked } from "../events/instrument.ts";
import { isOptionClass } from "../events/option-terms.ts";
import { type Head, headOf, type Source } from "./source.ts";

const DATING = { date: ["reportDate", "date"], moment: ["dateTime", "date", "reportDate"] };

/** Transfers → events: shares move lots, cash moves cash. */
export function mapTransfers(source: Source): LedgerEvent[] {
  return source.rows.transfers.flatMap((row) => {
    const fields = row.read();
    const head = headOf(source, row, fields, "transfer", DATING);
    return [...cashOf(fields, head), ...sharesOf(source, row, fields, head)];
  });
}

function cashOf(fields: Fields, head: Head): LedgerEvent[] {
  const amount = fields.amountOrZero("cashTransfer");
  if (!isKnown(amount) || amount.isZero) return [];
  const id = `${head.id}-cash` as Head["id"];
  const money = { amount, currency: fields.text("currency") };
  return [{ ...head, id, kind: "cash", type: "transfer", amount: money, instrument: null }];
}

function sharesOf(source: Source, row: MergedRow, fields: Fields, head: Head): LedgerEvent[] {
  const instrument =
    fields.text("assetCategory") === "CASH" ? null : source.instruments.of(fields, row);
  const quantity = fields.amountOrZero("quantity");
  if (instrument === null || (isKnown(quantity) && quantity.isZero)) return [];
  if (!isBooked(instrument))
    return [unbooked(fields, head, instrument, `${instrument.assetCategory} transfer`)];
  if (!isKnown(quantity)) return [unbooked(fields, head, instrument, "transfer")];
  const signed = isUnsigned(fields, quantity) ? quantity.negated() : quantity;
  const transfer: PositionTransfer = {
    ...head,
    kind: "transfer",
    instrument: instrument.id,
    quantity: signed,
    currency: fields.text("currency") || instrument.currency,
    costBasis: basisOf(fields, signed, instrument),
    marketValue: signedLike(fields.amount("positionAmount"), signed),
  };
  return [transfer];
}

/**
 * Units that go out have a minus; where they have none, the row leaves signs out. Not so with options, which are often
 * short: what goes out of a short position is positive.
 */
const isUnsigned = (fields: Fields, quantity: Decimal): boolean =>
  fields.text("direction") === "OUT" &&
  quantity.sign > 0 &&
  !isOptionClass(fields.text("assetCategory"));

function basisOf(fields: Fields, quantity: Decimal, { multiplier }: Instrument): Amount {
  const price = fields.amount("transferPrice");
  if (!isKnown(price) || price.isZero)
    return unknown("the transfer's row has no price, so the basis is not known");
  return multiply(price, quantity.times(multiplier));
}

const signedLike = (amount: Amount, quantity: Decimal): Amount =>
  isKnown(amount) && amount.sign !== quantity.sign && !amount.isZero ? amount.negated() : amount;

function unbooked(
  fields: Fields,
  head: Head,
  instrument: Instrument | null,
  what: string,
): Unbooked {
  const proceeds = fields.amountOrZero("proceeds");
  const currency = fields.text("currency");
  return {
    ...head,
    kind: "unbooked",
    what,
    reason: `a ${what} is not booked yet`,
    instrument: instrument?.id ?? null,
    quantity: fields.amount("quantity"),
    touchesLots: true,
    cash:
      isKnown(proceeds) && !proceeds.isZero ? [{ part: "trade", amount: proceeds, currency }] : [],
  };
}

/** Rows of Trade Confirmation statements are listed, not booked: they lack report dates and late codes. */
export function mapTradeConfirms(source: Source): LedgerEvent[] {
  return source.rows.tradeConfirms.flatMap((row) => {
    const fields = row.read();
    const head = headOf(source, row, fields, "confirmation", {
      date: ["reportDate", "tradeDate"],
      moment: ["dateTime", "tradeDate"],
    });
    return [
      {
        ...head,
        kind: "unbooked" as const,
        what: "trade confirmation",
        reason: "trade confirmations are listed, not booked",
        instrument: source.instruments.of(fields, row)?.id ?? null,
        quantity: fields.amount("quantity"),
        touchesLots: false,
        cash: [],
      },
    ];
  });
}
