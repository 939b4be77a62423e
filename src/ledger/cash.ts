/**
 * Cash: what every event moves, currency by currency. Sales and purchases are told apart by the sign of the cash leg,
 * both legs of a conversion included; commissions are counted in the currency that they were charged in. (Accounting
 * notes C3, C5, C6.)
 */
import { type Amount, isKnown, multiply, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import { compareText, type RowRef } from "../core/ids.ts";
import type { CorporateAction } from "../events/corporate-action.ts";
import { span } from "../events/coverage.ts";
import type { CashKind, FxConversion, LedgerEvent, Trade, Unbooked } from "../events/event.ts";
import type { CashBalance, CashLeg, CashLine, CashMove } from "./ledger.ts";
import type { AccountFacts } from "./opening.ts";

const LINES: Readonly<Record<CashKind, CashLine>> = {
  deposit: "deposits",
  withdrawal: "withdrawals",
  dividend: "dividends",
  "payment in lieu": "paymentInLieu",
  "withholding tax": "withholdingTax",
  "871(m) withholding": "withholding871m",
  "broker interest": "brokerInterest",
  "bond interest": "bondInterest",
  "other fee": "otherFees",
  "broker fee": "brokerFees",
  "advisor fee": "advisorFees",
  "commission adjustment": "commissionAdjustments",
  "price adjustment": "priceAdjustments",
  "transaction tax": "transactionTax",
  "sales tax": "salesTax",
  "CFD charge": "cfdCharges",
  transfer: "transfers",
  other: "other",
};

const bySign = (amount: Amount): CashLine =>
  isKnown(amount) && amount.sign < 0 ? "netTradesPurchases" : "netTradesSales";

/** The lines of cash that an event makes. Zero amounts make none. */
export function legsOf(event: LedgerEvent): CashLeg[] {
  const leg = (line: CashLine, amount: Amount, currency: string, rate: Amount): CashLeg[] =>
    isKnown(amount) && amount.isZero
      ? []
      : [{ event, line, amount, currency, base: multiply(amount, rate) }];
  if (event.kind === "trade") return tradeLegs(event, leg);
  if (event.kind === "fx-conversion") return conversionLegs(event, leg);
  if (event.kind === "corporate-action") return actionLegs(event, leg);
  if (event.kind === "cash")
    return leg(LINES[event.type], event.amount.amount, event.amount.currency, event.rate);
  return event.kind === "unbooked" ? unbookedLegs(event, leg) : [];
}

type MakeLeg = (line: CashLine, amount: Amount, currency: string, rate: Amount) => CashLeg[];

const tradeLegs = (trade: Trade, leg: MakeLeg): CashLeg[] => [
  ...paidLegs(trade, leg),
  ...leg("commissions", trade.commission, trade.commissionCurrency, trade.commissionRate),
  ...leg("transactionTax", trade.taxes, trade.currency, trade.rate),
];

/** What its settlement moved; a contract for difference moves nothing but its costs until it is closed. */
function paidLegs({ settlement, proceeds, currency, rate }: Trade, leg: MakeLeg): CashLeg[] {
  if (settlement === "in full") return leg(bySign(proceeds), proceeds, currency, rate);
  return settlement === "daily" ? leg("unbooked", NOT_SETTLED, currency, rate) : [];
}

const NOT_SETTLED = unknown("the daily settlement of futures is not booked yet");

/** Cash that came with a corporate action, or was paid for it. */
const actionLegs = ({ legs, rate }: CorporateAction, leg: MakeLeg): CashLeg[] =>
  legs.flatMap(({ proceeds, currency }) => leg(bySign(proceeds), proceeds, currency, rate));

const conversionLegs = (
  { legs, legRates, commission, commissionRate }: FxConversion,
  leg: MakeLeg,
): CashLeg[] => [
  ...leg(bySign(legs[0].amount), legs[0].amount, legs[0].currency, legRates[0]),
  ...leg(bySign(legs[1].amount), legs[1].amount, legs[1].currency, legRates[1]),
  ...leg("commissions", commission.amount, commission.currency, commissionRate),
];

function unbookedLegs({ cash, rate }: Unbooked, leg: MakeLeg): CashLeg[] {
  return cash.flatMap(({ part, amount, currency }) => {
    if (part === "trade") return leg(bySign(amount), amount, currency, rate);
    return leg(
      part === "commission" ? "commissions" : part === "tax" ? "transactionTax" : "unbooked",
      amount,
      currency,
      rate,
    );
  });
}

/** What an event moves in each currency: a trade its net cash, everything else the sum of its lines. */
function movesOf(event: LedgerEvent, legs: readonly CashLeg[]): CashMove[] {
  if (
    event.kind === "trade" &&
    event.settlement === "in full" &&
    event.commissionCurrency === event.currency &&
    isKnown(event.net)
  )
    return [{ event, amount: event.net, currency: event.currency }];
  return legs.map(({ amount, currency }) => ({ event, amount, currency }));
}

/** The cash of one account by currency. Events come in booking order. */
export function bookCash(facts: AccountFacts): CashBalance[] {
  const legs = new Map<string, CashLeg[]>();
  const moves = new Map<string, CashMove[]>();
  for (const event of facts.events) {
    const own = legsOf(event);
    for (const leg of own) put(legs, leg);
    for (const move of movesOf(event, own)) put(moves, move);
  }
  const openings = openingCash(facts);
  const currencies = new Set([...legs.keys(), ...moves.keys(), ...openings.keys()]);
  return [...currencies].sort(compareText).map((currency) => {
    const opening = openings.get(currency) ?? withoutReport(facts, openings.size > 0);
    return {
      account: facts.account,
      currency,
      opening: opening.amount,
      openingRows: opening.rows,
      legs: legs.get(currency) ?? [],
      moves: moves.get(currency) ?? [],
    };
  });
}

function put<T extends { readonly currency: string }>(lists: Map<string, T[]>, item: T): void {
  const list = lists.get(item.currency);
  if (list === undefined) lists.set(item.currency, [item]);
  else list.push(item);
}

interface Opening {
  readonly amount: Amount;
  readonly rows: readonly RowRef[];
}

/** The starting cash of the earliest window, by currency; the newest statement's where several begin that day. */
function openingCash({ account, assertions, windows }: AccountFacts): Map<string, Opening> {
  const start = span(windows, account)?.from;
  const answer = new Map<string, Opening>();
  for (const one of assertions) {
    if (one.kind !== "cash" || one.currency === "BASE" || one.from !== start) continue;
    if (!answer.has(one.currency))
      answer.set(one.currency, { amount: one.starting, rows: [one.source] });
  }
  return answer;
}

/** A currency that the first cash report does not list began at zero; without any report nothing is known. */
const withoutReport = (facts: AccountFacts, reported: boolean): Opening =>
  reported || openedWithin(facts)
    ? { amount: Decimal.zero, rows: [] }
    : {
        amount: unknown("no cash report says what the cash was before the first statement"),
        rows: [],
      };

const openedWithin = ({ opened, account, windows }: AccountFacts): boolean => {
  const start = span(windows, account)?.from;
  return opened !== null && start !== undefined && opened >= start;
};
