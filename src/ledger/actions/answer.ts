/**
 * Answers what a statement leaves open about a corporate action: as the user decided; else as the broker's own later lots
 * have it; else not at all, so that bases are unknown until somebody decides.
 */
import { type Amount, add, isKnown, subtract, sum, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId, RowRef } from "../../core/ids.ts";
import { type ActionLeg, type CorporateAction, namedType } from "../../events/corporate-action.ts";
import type { ActionDecision } from "../decisions.ts";
import type { Lot } from "../lots.ts";
import { basisOf, spread } from "../pool.ts";
import type { Answer, BrokerCost } from "./action.ts";
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
  /** What the broker says of an instrument afterwards, from a day on. */
  readonly viewOf: (instrument: InstrumentId, from?: IsoDate) => BrokerView;
  /** Whether nothing was held of an instrument before. */
  readonly isFresh: (instrument: InstrumentId) => boolean;
  /** Whether an instrument that came is in another currency than the old lots, so that its cost is no part of theirs. */
  readonly isForeign: (instrument: InstrumentId) => boolean;
}

/** A decision with its instruments found. */
export interface Settled extends Omit<ActionDecision, "basisFractions"> {
  readonly fractions: ReadonlyMap<InstrumentId, Decimal>;
}

/** Why the basis is not known. */
export const undecided = ({ action, type }: CorporateAction): Amount =>
  unknown(
    `the statement does not say how the ${namedType(type)} ${action} shares out the cost basis, and nobody has decided it`,
    "CORP_ACTION_BASIS_FROM_BROKER",
  );

/** Why a case is booked as it is, whatever its answer is about. */
export const decidedBy = ({ source }: Pick<Settled, "source">): string =>
  source === "" ? "you decided it" : `you decided it (${source})`;
export const LATER_LOTS = "the broker's own later lots have it so";
export const NOTHING_SAYS = "neither a row nor a later lot of the broker says it";

const NO_COSTS: Answer["costs"] = new Map();

/** The answer to a case in which the basis of old lots is shared out. */
export function answerTo(question: Question): Answer {
  const { decision, old, come } = question;
  if (decision !== null) return decided(question, decision);
  if (old.every(({ costBasis }) => isKnown(costBasis) && costBasis.isZero) && question.cash.isZero)
    return {
      status: "broker",
      shares: new Map(come.map(({ instrument }) => [instrument, old.map(() => Decimal.zero)])),
      isOwnCost: false,
      gain: Decimal.zero,
      reason: "the old lots cost nothing, so there is nothing to share out",
      rows: [],
      costs: NO_COSTS,
    };
  return fromBroker(question) ?? open(question);
}

function decided({ action, old, come, cash, stays }: Question, decision: Settled): Answer {
  const { fractions, gain } = decision;
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
  return {
    status: "decided",
    shares,
    isOwnCost: false,
    gain: recognized,
    reason: decidedBy(decision),
    rows: [],
    costs: NO_COSTS,
  };
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

const fromBroker = (question: Question): Answer | null =>
  question.stays ? besideParent(question) : insteadOfOld(question);

/** What the broker's lots of each received instrument say, as far as they say anything. */
function received({ old, come, viewOf, isFresh, isForeign }: Question): {
  readonly found: Map<InstrumentId, readonly Amount[]>;
  readonly missing: readonly ActionLeg[];
  readonly rows: readonly RowRef[];
  readonly costs: Map<InstrumentId, readonly BrokerCost[]>;
} {
  const found = new Map<InstrumentId, readonly Amount[]>();
  const costs = new Map<InstrumentId, readonly BrokerCost[]>();
  const rows: RowRef[] = [];
  for (const leg of come) {
    if (isForeign(leg.instrument)) continue;
    const own = sharesOf(old, leg, viewOf(leg.instrument), isFresh(leg.instrument));
    if (own === null) continue;
    found.set(leg.instrument, own.shares);
    costs.set(leg.instrument, own.costs);
    rows.push(...own.rows);
  }
  return { found, missing: come.filter(({ instrument }) => !found.has(instrument)), rows, costs };
}

/** The old lots stay: what their later cost lacks has moved. Where it lacks nothing, what came has a cost of its own. */
function besideParent(question: Question): Answer | null {
  const { old, action, viewOf } = question;
  const { found, missing, rows, costs } = received(question);
  const day = question.come
    .flatMap(({ instrument }) => viewOf(instrument).day ?? [])
    .sort()
    .at(-1);
  const parent = action.parent === null ? null : sharesFromParent(old, viewOf(action.parent, day));
  const [first, ...others] = missing;
  if (others.length > 0 || (first !== undefined && parent === null)) return null;
  if (first !== undefined && parent !== null) {
    found.set(first.instrument, restOf(parent.shares, found));
    if (found.size === 1) costs.set(first.instrument, parent.costs);
  }
  const moved = parent === null ? null : sum(parent.shares);
  return {
    status: "broker",
    shares: found,
    isOwnCost: first === undefined && moved !== null && isKnown(moved) && moved.isZero,
    gain: Decimal.zero,
    reason: LATER_LOTS,
    rows: [...rows, ...(parent?.rows ?? [])],
    costs,
  };
}

/** The old lots go: what they had to share out is conserved, and the last instrument takes what the others leave. */
function insteadOfOld(question: Question): Answer | null {
  const { old, come, gone, cash } = question;
  const { found, missing, rows, costs } = received(question);
  if (missing.length > 1) return null;
  const gain = cash.isZero ? Decimal.zero : bookedGain(question, found);
  if (!isKnown(gain)) return null;
  const last = missing[0] ?? (come[come.length - 1] as ActionLeg);
  found.delete(last.instrument);
  found.set(last.instrument, restOf(sharedBases(old, cash, gain), found));
  return {
    status: "broker",
    shares: found,
    isOwnCost: false,
    gain,
    reason:
      rows.length > 0
        ? LATER_LOTS
        : "the broker's row gives the result that it booked, and the rest follows",
    rows: [...rows, ...gone.map(({ source }) => source)],
    costs,
  };
}

/**
 * The result on the broker's rows, which may be on the one of what came. A 0 may also stand where a query exports no
 * results, so that the later lots, if they say it in full, decide.
 */
function bookedGain(
  question: Question,
  found: ReadonlyMap<InstrumentId, readonly Amount[]>,
): Amount {
  const { gone, come } = question;
  const results = [...gone, ...come].map(({ realized }) => realized).filter(isKnown);
  const booked = results.length === 0 ? null : Decimal.sum(results);
  if (booked !== null && !booked.isZero) return booked;
  const gain = gainOf(question, found);
  return isKnown(gain) ? gain : (booked ?? gain);
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
  isOwnCost: false,
  gain: cash.isZero ? Decimal.zero : undecided(action),
  reason: NOTHING_SAYS,
  rows: [],
  costs: NO_COSTS,
});
