/** What else than a wrong figure makes a line of the cash report differ from the events of its window. */
import { type Amount, isKnown, type Unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import type { Facts } from "../checks.ts";
import type { CashLeg, CashLine } from "../ledger.ts";
import { ofSomeSegments } from "./members.ts";
import { LINE_OF_SETTLEMENT, settledInCash } from "./settled.ts";
import { silenceIn } from "./silence.ts";
import { CENT } from "./totals.ts";

const OF_TRADES: ReadonlySet<CashLine> = new Set([
  "netTradesSales",
  "netTradesPurchases",
  "commissions",
  "transactionTax",
]);
const NET_TRADES: ReadonlySet<CashLine> = new Set(["netTradesSales", "netTradesPurchases"]);

/** Movements that no one has seen on a line of their own: they may stand on any line of fees and income. */
const UNSETTLED: ReadonlySet<CashLine> = new Set([
  "other",
  "commissionAdjustments",
  "priceAdjustments",
]);

/**
 * A reason, the gravest first; null where there is none. Takes all legs of the window and the difference: a movement whose
 * line is not settled is a reason for a difference of its amount alone.
 */
export function doubtAbout(
  facts: Facts,
  report: CashLinesAssertion,
  line: CashLine,
  window: readonly CashLeg[],
  difference: Amount,
): Unknown | string | null {
  const here = window.filter(
    ({ currency }) => report.currency === "BASE" || currency === report.currency,
  );
  const amountOf = ({ amount, base }: CashLeg): Amount =>
    report.currency === "BASE" ? base : amount;
  const isMadeOf = (legs: readonly CashLeg[]): boolean => isSumOf(difference, legs.map(amountOf));
  return (
    silenceIn(facts, report.account, report) ??
    ofSomeSegments(facts, report) ??
    unbooked(here, line, isMadeOf) ??
    settled(facts, here, line, isMadeOf) ??
    unsettled(here, line, isMadeOf)
  );
}

type IsMadeOf = (legs: readonly CashLeg[]) => boolean;

/** Whether a difference is all of these amounts, or one of them, whatever its sign; unknown ones may be anything. */
export function isSumOf(difference: Amount, amounts: readonly Amount[]): boolean {
  if (!isKnown(difference) || !amounts.every(isKnown)) return true;
  const size = difference.abs();
  return [...amounts, Decimal.sum(amounts)].some(
    (amount) => amount.abs().minus(size).abs().compare(CENT) <= 0,
  );
}

/** Cash of unbooked events is known, but for some not on which line the broker counts it. */
function unbooked(legs: readonly CashLeg[], line: CashLine, isMadeOf: IsMadeOf): string | null {
  const own = legs.flatMap((leg) => (leg.event.kind === "unbooked" ? [leg] : []));
  const found =
    own.find(({ amount }) => !isKnown(amount)) ??
    own.find((leg) => leg.line === "unbooked" && OF_TRADES.has(line)) ??
    actionOn(line, own, isMadeOf);
  return found?.event.kind === "unbooked" ? found.event.reason : null;
}

/** Cash of a corporate action may count as a sale or purchase. */
function actionOn(
  line: CashLine,
  legs: readonly CashLeg[],
  isMadeOf: IsMadeOf,
): CashLeg | undefined {
  const own = legs.filter(({ event }) => event.kind === "corporate-action");
  return NET_TRADES.has(line) && own.length > 0 && isMadeOf(own) ? own[0] : undefined;
}

/** Cash that settled an option is booked like the proceeds of a trade, and may be on the line of daily settlement instead. */
function settled(
  facts: Facts,
  legs: readonly CashLeg[],
  line: CashLine,
  isMadeOf: IsMadeOf,
): string | null {
  if (!NET_TRADES.has(line)) return null;
  const events = new Set(settledInCash(facts.assertions.trade).map(({ event }) => event));
  const own = legs.filter((leg) => leg.line === line && events.has(leg.event.id));
  return own.length > 0 && isMadeOf(own) ? LINE_OF_SETTLEMENT : null;
}

/** Whether no row of cash says what it is for: then any of them may stand on any line. */
export function isUntyped(legs: readonly CashLeg[]): boolean {
  const paid = legs.filter(({ event }) => event.kind === "cash");
  return paid.length > 0 && paid.every(({ line }) => line === "other");
}

function unsettled(legs: readonly CashLeg[], line: CashLine, isMadeOf: IsMadeOf): string | null {
  if (NET_TRADES.has(line)) return null;
  const own = legs.filter((leg) => UNSETTLED.has(leg.line));
  const [found] = own;
  return found === undefined || !(isUntyped(legs) || isMadeOf(own))
    ? null
    : `the cash report may count a movement of ${found.event.date} on this line: ${found.event.description || found.line}`;
}
