/** What else than a wrong figure makes a line of the change of net asset value differ from the events of its window. */
import { isKnown } from "../../core/amount.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Facts } from "../checks.ts";
import type { CashLeg, CashLine } from "../ledger.ts";
import { isSomething } from "./totals.ts";

/** Movements of positions and cash between accounts. */
export const isTransfer = (event: LedgerEvent): boolean =>
  event.kind === "transfer" ||
  (event.kind === "cash" && event.type === "transfer") ||
  (event.kind === "unbooked" && event.what.endsWith("transfer"));

/** Lines on which a transfer may stand: which kind of transfer is on which is not settled. */
const OF_TRANSFERS: ReadonlySet<string> = new Set([
  "depositsWithdrawals",
  "assetTransfers",
  "internalCashTransfers",
]);

/** Movements that no one has seen on a line of their own. */
const UNSETTLED: ReadonlySet<CashLine> = new Set([
  "other",
  "commissionAdjustments",
  "priceAdjustments",
  "bondInterest",
  "brokerFees",
  "cfdCharges",
  "withholding871m",
]);

/** A reason, the gravest first; null where there is none. Takes all legs of the window and the events of the line. */
export function doubtAboutLine(
  { ledger }: Facts,
  change: NavChangeAssertion,
  name: string,
  legs: readonly CashLeg[],
  events: readonly LedgerEvent[],
): string | null {
  const silence = ledger.silences.find(({ account }) => account === change.account);
  if (silence !== undefined) return silence.reason;
  if (OF_TRANSFERS.has(name) && legs.some(({ line }) => line === "transfers"))
    return "cash was transferred, and on which line it stands is not settled; all flows are compared together";
  if (name === "commissions" && isSomething(change.lines.get("forexCommissions")))
    return "commissions of currency conversions have a line of their own";
  const hidden = legs.find(({ event, amount }) => event.kind === "unbooked" && !isKnown(amount));
  if (hidden?.event.kind === "unbooked" && !OF_TRANSFERS.has(name)) return hidden.event.reason;
  return unsettled(name, legs) ?? newerRows(change, events);
}

function unsettled(name: string, legs: readonly CashLeg[]): string | null {
  if (OF_TRANSFERS.has(name)) return null;
  const found = legs.find(({ line }) => UNSETTLED.has(line));
  return found === undefined
    ? null
    : `a movement of ${found.event.date} may stand on this line: ${found.event.description || found.line}`;
}

/** The broker may have booked something later, on a day that the statement had covered already. */
const newerRows = (
  { source }: NavChangeAssertion,
  events: readonly LedgerEvent[],
): string | null =>
  events.some(({ sources }) => sources[0].file !== source.file)
    ? "a newer statement has rows of these days, so the line may lack corrections"
    : null;
