/**
 * What rows do to cash, currency by currency, read from the row alone: what it takes to compare two versions of a row.
 * (Accounting notes, identities T2a to T2d, C3 to C6.)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import { type Amount, add, isKnown, subtract } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { Money } from "../core/money.ts";

export type CashEffect = (fields: Fields) => readonly Money[];

/** A trade: both legs of an exchange of currencies, the commission in its own currency; futures and CFDs not in full. */
export const cashOfTrade: CashEffect = (fields) => {
  const currency = fields.text("currency");
  const charged = fields.text("ibCommissionCurrency") || currency;
  const commission = { amount: fields.amountOrZero("ibCommission"), currency: charged };
  const taxes = { amount: fields.amountOrZero("taxes"), currency };
  const category = fields.text("assetCategory");
  if (category === "CASH") return [...legsOf(fields), commission];
  if (category === "CFD" || category === "FXCFD") return [taxes, commission];
  if (category === "FUT") return [{ amount: fields.amount("netCash"), currency }];
  const proceeds = { amount: fields.amount("proceeds"), currency };
  if (charged !== currency) return [proceeds, taxes, commission];
  const net = add(add(proceeds.amount, commission.amount), taxes.amount);
  return [{ amount: isKnown(net) ? net : fields.amount("netCash"), currency }];
};

/** `EUR.USD` has its quantity in EUR and its proceeds in USD. */
function legsOf(fields: Fields): readonly Money[] {
  const [first = "", second = ""] = fields.text("symbol").split(".");
  return [
    { amount: fields.amount("quantity"), currency: first },
    { amount: fields.amount("proceeds"), currency: fields.text("currency") || second },
  ];
}

/** A row that moves the amount of one attribute; blank means none. */
export const cashIn =
  (name: string): CashEffect =>
  (fields) => [{ amount: fields.amountOrZero(name), currency: fields.text("currency") }];

/** Newer minus older by currency, currencies that do not change left out; null stands for no row. */
export function cashBetween(
  effect: CashEffect,
  before: Fields | null,
  now: Fields | null,
): readonly Money[] {
  const sums = new Map<string, Amount>();
  const see = (fields: Fields | null, join: typeof add): void => {
    if (fields === null) return;
    for (const { amount, currency } of effect(fields))
      sums.set(currency, join(sums.get(currency) ?? Decimal.zero, amount));
  };
  see(now, add);
  see(before, subtract);
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .filter(({ amount }) => !isKnown(amount) || !amount.isZero);
}
