/** What else than a wrong figure makes a line of the cash report differ from the events of its window. */
import { absent, isKnown, type Unknown } from "../../core/amount.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import type { Facts } from "../checks.ts";
import type { CashLeg, CashLine } from "../ledger.ts";

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

/** A reason, the gravest first; null where there is none. Takes the legs of the line and all legs of the window. */
export function doubtAbout(
  { ledger }: Facts,
  report: CashLinesAssertion,
  line: CashLine,
  window: readonly CashLeg[],
): Unknown | string | null {
  const silence = ledger.silences.find(({ account }) => account === report.account);
  if (silence !== undefined) return absent(silence.reason);
  const here = window.filter(
    ({ currency }) => report.currency === "BASE" || currency === report.currency,
  );
  return unbooked(here, line) ?? unsettled(here, line);
}

/** Cash of unbooked events is known, but for some not on which line the broker counts it. */
function unbooked(legs: readonly CashLeg[], line: CashLine): string | null {
  for (const { event, line: own, amount } of legs) {
    if (event.kind !== "unbooked") continue;
    if (!isKnown(amount) || (own === "unbooked" && OF_TRADES.has(line))) return event.reason;
    if (event.what.startsWith("corporate action") && NET_TRADES.has(line)) return event.reason;
  }
  return null;
}

function unsettled(legs: readonly CashLeg[], line: CashLine): string | null {
  if (NET_TRADES.has(line)) return null;
  const found = legs.find((leg) => UNSETTLED.has(leg.line));
  return found === undefined
    ? null
    : `the cash report may count a movement of ${found.event.date} on this line: ${found.event.description || found.line}`;
}
