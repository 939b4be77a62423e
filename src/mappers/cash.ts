/**
 * Cash transactions, standalone taxes and CFD charges → cash movements. Amounts are signed from the account's view;
 * a positive withholding tax is a refund. (Flex schema, section 10; accounting notes C6.)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { isKnown, unknown } from "../core/amount.ts";
import type { Money } from "../core/money.ts";
import type { CashKind, CashMovement, LedgerEvent } from "../events/event.ts";
import { headOf, type Source } from "./source.ts";

/** The broker's `type` of a cash transaction, in our words. Deposits and withdrawals are told apart by their sign. */
const KINDS: Readonly<Record<string, CashKind>> = {
  Dividends: "dividend",
  "Payment In Lieu Of Dividends": "payment in lieu",
  PaymentInLieue: "payment in lieu",
  "Withholding Tax": "withholding tax",
  "871(m) Withholding": "871(m) withholding",
  "Broker Interest Paid": "broker interest",
  "Broker Interest Received": "broker interest",
  "Broker Interest": "broker interest",
  "Bond Interest Paid": "bond interest",
  "Bond Interest Received": "bond interest",
  "Bond Interest": "bond interest",
  "Deposits/Withdrawals": "deposit",
  "Deposits & Withdrawals": "deposit",
  Deposits: "deposit",
  "Cash Receipts": "deposit",
  "Other Fees": "other fee",
  "Broker Fees": "broker fee",
  "Advisor Fees": "advisor fee",
  "Management Fees": "advisor fee",
  "Commission Adjustments": "commission adjustment",
  "Price Adjustments": "price adjustment",
};

const DATING = {
  date: ["reportDate", "settleDate", "date"],
  moment: ["dateTime", "date", "settleDate", "reportDate"],
};

/** All movements of cash outside trades. */
export function mapCash(source: Source): LedgerEvent[] {
  const { rows } = source;
  return [
    ...rows.cash.flatMap((row) => movement(source, row, "cash", "amount", cashKind)),
    ...rows.salesTaxes.flatMap((row) =>
      movement(source, row, "sales-tax", "salesTax", () => "sales tax"),
    ),
    ...rows.transactionTaxes
      .filter((row) => row.read().text("source") === "STANDALONE")
      .flatMap((row) =>
        movement(source, row, "transaction-tax", "taxAmount", () => "transaction tax"),
      ),
    ...rows.cfdCharges.flatMap((row) =>
      movement(source, row, "cfd-charge", "total", () => "CFD charge"),
    ),
  ];
}

function cashKind(fields: Fields): CashKind {
  const kind = KINDS[fields.text("type")] ?? "other";
  const amount = fields.amount("amount");
  return kind === "deposit" && isKnown(amount) && amount.sign < 0 ? "withdrawal" : kind;
}

function movement(
  source: Source,
  row: MergedRow,
  kind: string,
  amountName: string,
  typeOf: (fields: Fields) => CashKind,
): CashMovement[] {
  const fields = row.read();
  const head = headOf(source, row, fields, kind, DATING);
  const instrument =
    fields.text("assetCategory") === "CASH" ? null : source.instruments.of(fields, row);
  return [
    {
      ...head,
      kind: "cash",
      type: typeOf(fields),
      amount: moneyOf(source, row, fields, amountName),
      instrument: instrument?.id ?? null,
    },
  ];
}

/** An amount without a currency could be anything: it makes the cash of the base currency unknown, and is named. */
function moneyOf(source: Source, row: MergedRow, fields: Fields, amountName: string): Money {
  const currency = fields.text("currency");
  if (currency !== "") return { amount: fields.amount(amountName), currency };
  source.notice({
    code: "flex/missing-value",
    message: `a ${row.versions[0].row.element} row has no currency, so its amount cannot be booked`,
    at: row.sources,
    expected: "a currency such as USD",
    hint: "select the field Currency in the query and fetch again; until then cash is unknown",
  });
  return {
    amount: unknown("a row of cash has no currency"),
    currency: source.baseCurrency(row.account) || "unknown",
  };
}
