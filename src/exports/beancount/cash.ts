/** Cash that moves without lots: dividends, taxes, fees, deposits, and one currency exchanged for another. */
import { isKnown, negate } from "../../core/amount.ts";
import type { CashKind, CashMovement, FxConversion } from "../../events/event.ts";
import { type Book, money } from "./book.ts";
import type { Posting, Transaction } from "./syntax.ts";

type Kind = readonly [kind: "Income" | "Expenses" | "Equity", name: string];

const OTHER_SIDE: Readonly<Record<CashKind, Kind>> = {
  deposit: ["Equity", "Deposits"],
  withdrawal: ["Equity", "Withdrawals"],
  transfer: ["Equity", "Transfers"],
  dividend: ["Income", "Dividends"],
  "payment in lieu": ["Income", "PaymentsInLieu"],
  "broker interest": ["Income", "Interest"],
  "bond interest": ["Income", "BondInterest"],
  "price adjustment": ["Income", "PriceAdjustments"],
  other: ["Income", "Other"],
  "withholding tax": ["Expenses", "WithholdingTax"],
  "871(m) withholding": ["Expenses", "Withholding871m"],
  "other fee": ["Expenses", "OtherFees"],
  "broker fee": ["Expenses", "BrokerFees"],
  "advisor fee": ["Expenses", "AdvisorFees"],
  "commission adjustment": ["Expenses", "CommissionAdjustments"],
  "transaction tax": ["Expenses", "TransactionTax"],
  "sales tax": ["Expenses", "SalesTax"],
  "CFD charge": ["Expenses", "CfdCharges"],
};

export function cashTransactions(book: Book, event: CashMovement): Transaction[] {
  const { amount, currency } = event.amount;
  if (!isKnown(amount) || amount.isZero) return [];
  const account = book.accounts.other(...OTHER_SIDE[event.type]);
  return [
    {
      ...book.about(event),
      narration: book.input.mask(event.description || event.type),
      tags: [],
      postings: [
        ...book.cash(amount, currency),
        { account, amount: money(amount.negated(), currency) },
      ],
    },
  ];
}

/** Both legs with the second as the total price of the first; where they do not face each other, each for itself. */
export function conversionTransactions(book: Book, event: FxConversion): Transaction[] {
  const [first, second] = event.legs;
  const { commission } = event;
  const postings: Posting[] = [];
  const alone = book.accounts.other("Equity", "Conversions");
  const faces =
    isKnown(first.amount) &&
    isKnown(second.amount) &&
    first.amount.sign === -second.amount.sign &&
    first.amount.sign !== 0;
  for (const leg of [first, second]) {
    if (!isKnown(leg.amount) || leg.amount.isZero) continue;
    const price =
      faces && leg === first && isKnown(second.amount)
        ? ` @@ ${money(second.amount.abs(), second.currency)}`
        : "";
    const account = book.accounts.cash(leg.currency);
    postings.push({ account, amount: money(leg.amount, leg.currency) + price });
    if (!faces)
      postings.push({ account: alone, amount: money(leg.amount.negated(), leg.currency) });
  }
  const fee = negate(commission.amount);
  if (isKnown(fee) && !fee.isZero) {
    const account = book.accounts.other("Expenses", "Commissions");
    postings.push(...book.cash(fee.negated(), commission.currency), {
      account,
      amount: money(fee, commission.currency),
    });
  }
  if (postings.length === 0) return [];
  const narration = `Exchanged ${first.currency} and ${second.currency}`;
  return [{ ...book.about(event), narration: book.input.mask(narration), tags: [], postings }];
}
