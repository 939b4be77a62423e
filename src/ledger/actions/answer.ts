/**
 * Answers what a statement leaves open about a corporate action: as the user decided; else as the broker's own later lots
 * have it; else not at all, so that bases are unknown until somebody decides.
 */
import { type Amount, add, isKnown, subtract, sum, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId, RowRef } from "../../core/ids.ts";
import type { ActionLeg, CorporateAction } from "../../events/corporate-action.ts";
import type { ActionDecision } from "../decisions.ts";
import type { Lot } from "../lots.ts";
import { basisOf, spread } from "../pool.ts";
import type { Answer } from "./action.ts";
import { restOf, sharesFromParent, sharesOf } from "./broker-answer.ts";
import type { BrokerView } from "./broker-lots.ts";

/** What is to be answered. */
export interface Question {
  readonly action: CorporateAction;
  /** The old lots, whose basis is shared out. */
  readonly old: readonly Lot[];
  /** Whether the old lots stay, with what is left of their basis. */
  readonly stays: boolean;
  readonly gone: readonly ActionLeg[];
  readonly come: readonly ActionLeg[];
  readonly cash: Decimal;
  readonly decision: Settled | null;
  readonly viewOf: (instrument: InstrumentId) => BrokerView;
  /** Whether nothing was held of an instrument before. */
  readonly isFresh: (instrument: InstrumentId) => boolean;
}

/** A decision with its instruments found. */
export interface Settled extends Omit<ActionDecision, "basisFractions"> {
  readonly fractions: ReadonlyMap<InstrumentId, Decimal>;
}

/** Why the basis is not known. */
export const undecided = ({ action, type }: CorporateAction): Amount =>
  unknown(
    `the statement does not say how the ${type} ${action} shares out the cost basis, and nobody has decided it`,
    "CORP_ACTION_BASIS_FROM_BROKER",
  );

export function answerTo(question: Question): Answer {
  const { decision, old, come } = question;
  if (decision !== null) return decided(question, decision);
  const basis = basisOf(old);
  if (
    isKnown(basis) &&
    old.every(({ costBasis }) => isKnown(costBasis) && costBasis.isZero) &&
    question.cash.isZero
  )
    return {
      status: "broker",
      shares: new Map(come.map(({ instrument }) => [instrument, old.map(() => Decimal.zero)])),
      gain: Decimal.zero,
      reason: "the old lots cost nothing, so there is nothing to share out",
      rows: [],
    };
  return fromBroker(question) ?? open(question);
}

function decided(
  { action, old, come, cash, stays }: Question,
  { fractions, gain, source }: Settled,
): Answer {
  const recognized = cash.isZero ? Decimal.zero : (gain ?? undecided(action));
  const bases = sharedBases(old, cash, recognized);
  const shares = new Map<InstrumentId, readonly Amount[]>();
  for (const { instrument } of come) {
    // The basis is conserved: where nothing stays, the last instrument takes what the others leave.
    const isLast = !stays && shares.size === come.length - 1;
    const fraction = fractions.get(instrument) ?? (come.length === 1 ? Decimal.one : null);
    const own = bases.map((basis) => times(basis, fraction, action));
    shares.set(instrument, isLast && fraction !== null ? restOf(bases, shares) : own);
  }
  const reason = source === "" ? "you decided it" : `you decided it (${source})`;
  return { status: "decided", shares, gain: recognized, reason, rows: [] };
}

const times = (basis: Amount, fraction: Decimal | null, action: CorporateAction): Amount => {
  if (fraction === null) return undecided(action);
  return isKnown(basis) ? basis.times(fraction) : basis;
};

/** What each old lot has to share out: its basis, less the cash that it brought, plus the gain that is recognized. */
export function sharedBases(old: readonly Lot[], cash: Decimal, gain: Amount): Amount[] {
  if (cash.isZero) return old.map(({ costBasis }) => costBasis);
  const quantities = old.map(({ quantity }) => quantity);
  const [paid, gains] = [spread(cash, quantities), spread(gain, quantities)];
  return old.map(({ costBasis }, index) =>
    add(subtract(costBasis, paid[index] ?? cash), gains[index] ?? gain),
  );
}

function fromBroker(question: Question): Answer | null {
  const { old, come, gone, cash, stays, action } = question;
  const rows: RowRef[] = [];
  const booked = cash.isZero ? Decimal.zero : sum(gone.map(({ realized }) => realized));
  const found = new Map<InstrumentId, readonly Amount[]>();
  for (const leg of come) {
    const own = sharesOf(
      old,
      leg,
      question.viewOf(leg.instrument),
      question.isFresh(leg.instrument),
    );
    if (own === null) continue;
    found.set(leg.instrument, own.shares);
    rows.push(...own.rows);
  }
  const gain = isKnown(booked) ? booked : gainOf(question, found);
  const bases = sharedBases(old, cash, gain);
  const missing = come.filter(({ instrument }) => !found.has(instrument));
  const [first] = missing;
  if (first !== undefined) {
    const parent =
      stays && come.length === 1 && action.parent !== null
        ? sharesFromParent(old, question.viewOf(action.parent))
        : null;
    if (parent !== null) {
      found.set(first.instrument, parent.shares);
      rows.push(...parent.rows);
    } else if (stays || missing.length > 1) return null;
    else found.set(first.instrument, restOf(bases, found));
  } else if (!stays) {
    // The basis is conserved: the last instrument takes what the others leave.
    const last = come[come.length - 1] as ActionLeg;
    found.delete(last.instrument);
    found.set(last.instrument, restOf(bases, found));
  }
  if (!isKnown(gain)) return null;
  const reason =
    rows.length > 0
      ? "the broker's own later lots have it so"
      : "the broker's row gives the result that it booked, and the rest follows";
  return {
    status: "broker",
    shares: found,
    gain,
    reason,
    rows: [...rows, ...gone.map(({ source }) => source)],
  };
}

/** Where the broker's row gives no result, the later lots do: what they cost, and the cash, less what the old ones cost. */
function gainOf(
  { old, come, cash }: Question,
  found: ReadonlyMap<InstrumentId, readonly Amount[]>,
): Amount {
  if (found.size < come.length) return unknown("no row gives the result that was realized");
  const now = sum([...found.values()].map(sum));
  return subtract(add(now, cash), basisOf(old));
}

const open = ({ action, old, come, cash }: Question): Answer => ({
  status: "open",
  shares: new Map(come.map(({ instrument }) => [instrument, old.map(() => undecided(action))])),
  gain: cash.isZero ? Decimal.zero : undecided(action),
  reason: "neither a row nor a later lot of the broker says it",
  rows: [],
});
