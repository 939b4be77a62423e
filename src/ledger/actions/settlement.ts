/** Where answers to cases come from: the user's decisions, the broker's later lots, and prices for a proposal. */
import { type Amount, isKnown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import type { Instrument } from "../../events/instrument.ts";
import type { ActionDecision } from "../decisions.ts";
import type { CaseKind } from "./action.ts";
import type { Settled } from "./answer.ts";
import type { BrokerLots } from "./broker-lots.ts";

export interface Settlement {
  readonly decisions: ReadonlyMap<string, ActionDecision>;
  readonly broker: () => BrokerLots;
  readonly priceOn: (instrument: InstrumentId, date: IsoDate) => Amount;
}

/**
 * The user's decision on a case; null where there is none that fits. Raises `decisions/unfit` for one of another
 * kind, one that names an instrument which is not among those that came, or a treatment of what did not come or go.
 */
export function decisionOn(
  { decisions }: Settlement,
  { action }: CorporateAction,
  kind: CaseKind,
  come: readonly Instrument[],
  notice: (diagnostic: Diagnostic) => void,
): Settled | null {
  const decision = decisions.get(action);
  if (decision === undefined) return null;
  const fractions = fractionsOf(decision, come);
  const misfit = kindMisfit(decision, kind, come) ?? partsMisfit(decision, fractions, come);
  if (misfit === null) {
    const { basisFractions: _, ...rest } = decision;
    return { ...rest, fractions };
  }
  notice({
    code: "decisions/unfit",
    message: `the decision on ${action} ${misfit.what}`,
    at: [decision.at],
    expected: misfit.expected,
    hint: "the entry to paste is on the page of the action and below the messages of `npm run lotbook -- check`",
  });
  return null;
}

/** What is wrong with a decision, and what would fit. */
interface Misfit {
  readonly what: string;
  readonly expected: string;
}

const namesOf = (come: readonly Instrument[]): string =>
  come.map(({ symbol }) => symbol).join(", ");

function kindMisfit(
  decision: ActionDecision,
  kind: CaseKind,
  come: readonly Instrument[],
): Misfit | null {
  const { treatment } = decision;
  if (decision.kind !== kind && !(SHARED_ALIKE.has(decision.kind) && SHARED_ALIKE.has(kind)))
    return { what: `is of kind ${decision.kind}`, expected: `kind: ${kind}` };
  if (treatment === "remove" && come.length > 0)
    return {
      what: `does not say what ${namesOf(come)} cost`,
      expected: "treatment: receive with a basis, or treatment: ignore",
    };
  if (treatment === "receive" && come.length === 0)
    return {
      what: "has a basis, and nothing was received",
      expected: "treatment: remove, or treatment: ignore",
    };
  if (come.length > 1 && (decision.basisFraction !== null || decision.basis !== null))
    return {
      what: `does not say which part goes to each of ${namesOf(come)}`,
      expected: FOR_SEVERAL[kind] ?? "one instrument that was received; this kind cannot divide",
    };
  return null;
}

/** Fractions of what did not come, or of some of what came only. */
function partsMisfit(
  { basisFractions }: ActionDecision,
  fractions: ReadonlyMap<InstrumentId, Decimal>,
  come: readonly Instrument[],
): Misfit | null {
  if (basisFractions === null) return null;
  const names = namesOf(come);
  for (const name of basisFractions.keys())
    if (!come.some((one) => isNamed(one, name)))
      return { what: `names ${name}, which the action did not bring`, expected: names };
  const missing = come.filter(({ id }) => !fractions.has(id));
  return missing.length === 0
    ? null
    : { what: `says nothing of ${namesOf(missing)}`, expected: `a fraction of each of ${names}` };
}

/** One fraction is that of all that came; of several each is that of the instrument that it names. */
function fractionsOf(
  { basisFraction, basisFractions }: ActionDecision,
  come: readonly Instrument[],
): ReadonlyMap<InstrumentId, Decimal> {
  const fractions = new Map<InstrumentId, Decimal>();
  if (basisFraction !== null) for (const { id } of come) fractions.set(id, basisFraction);
  for (const [name, fraction] of basisFractions ?? []) {
    const named = come.find((one) => isNamed(one, name));
    if (named !== undefined) fractions.set(named.id, fraction);
  }
  return fractions;
}

/** What decides for several instruments that came, where there is something. */
const FOR_SEVERAL: Readonly<Partial<Record<CaseKind, string>>> = {
  "spin-off": "basisFractions, one for each",
  "rights-issue": "basisFractions, one for each",
  other: "treatment: ignore",
};

/** Kinds whose decisions say the same; only the broker's words tell units that fell apart from another merger. */
const SHARED_ALIKE: ReadonlySet<CaseKind> = new Set(["merger", "unit-split"]);

const isNamed = ({ id, symbol, isin }: Instrument, name: string): boolean =>
  name === symbol || name === `conid:${id}` || (isin !== "" && name === `isin:${isin}`);

/** What is worth how much at the end of a day, as fractions of the whole; null where a price is not known. */
export function fractionsByValue(
  values: ReadonlyMap<InstrumentId, Amount>,
  whole: Amount,
): ReadonlyMap<InstrumentId, Decimal> | null {
  if (!isKnown(whole) || whole.isZero) return null;
  const fractions = new Map<InstrumentId, Decimal>();
  for (const [id, value] of values) {
    if (!isKnown(value) || value.isZero) return null;
    fractions.set(id, Decimal.share(value.abs(), Decimal.one, whole.abs()));
  }
  return fractions;
}
