/** What else than a wrong figure makes a line of the change of net asset value differ from the events of its window. */
import { type Amount, isKnown, type Unknown } from "../../core/amount.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Facts } from "../checks.ts";
import type { CashLeg, CashLine } from "../ledger.ts";
import { isSumOf, isUntyped } from "./r6-doubts.ts";
import { silenceIn } from "./silence.ts";
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

/** A reason, the gravest first; null where there is none. Takes all legs of the window and the difference. */
export function doubtAboutLine(
  facts: Facts,
  change: NavChangeAssertion,
  name: string,
  legs: readonly CashLeg[],
  difference: Amount,
): Unknown | string | null {
  const silence = silenceIn(facts, change.account, change);
  if (silence !== null) return silence;
  if (OF_TRANSFERS.has(name) && legs.some(({ line }) => line === "transfers"))
    return "cash was transferred, and on which line it stands is not settled; all flows are compared together";
  if (name === "commissions" && isSomething(change.lines.get("forexCommissions")))
    return "commissions of currency conversions have a line of their own";
  const hidden = legs.find(({ event, amount }) => event.kind === "unbooked" && !isKnown(amount));
  if (hidden?.event.kind === "unbooked" && !OF_TRANSFERS.has(name)) return hidden.event.reason;
  return unsettled(name, legs, difference);
}

function unsettled(name: string, legs: readonly CashLeg[], difference: Amount): string | null {
  if (OF_TRANSFERS.has(name) && !isUntyped(legs)) return null;
  const own = legs.filter(({ line }) => UNSETTLED.has(line));
  const [found] = own;
  const isMade = isSumOf(
    difference,
    own.map(({ base }) => base),
  );
  return found === undefined || !(isUntyped(legs) || isMade)
    ? null
    : `a movement of ${found.event.date} may stand on this line: ${found.event.description || found.line}`;
}
