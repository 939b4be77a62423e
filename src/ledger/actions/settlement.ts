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
  action: CorporateAction,
  kind: CaseKind,
  come: readonly Instrument[],
  notice: (diagnostic: Diagnostic) => void,
): Settled | null {
  const decision = decisions.get(action.action);
  if (decision === undefined) return null;
  const unfit = (message: string, expected: string): null => {
    notice({
      code: "decisions/unfit",
      message,
      at: [decision.at],
      expected,
      hint: "the entry to paste is on the page of the action and below the messages of `npm run lotbook -- check`",
    });
    return null;
  };
  const names = come.map(({ symbol }) => symbol).join(", ");
  if (decision.kind !== kind && !(SHARED_ALIKE.has(decision.kind) && SHARED_ALIKE.has(kind)))
    return unfit(`the decision on ${action.action} is of kind ${decision.kind}`, `kind: ${kind}`);
  if (decision.treatment === "remove" && come.length > 0)
    return unfit(
      `the decision on ${action.action} does not say what ${names} cost`,
      "treatment: receive with a basis, or treatment: ignore",
    );
  if (decision.treatment === "receive" && come.length === 0)
    return unfit(
      `the decision on ${action.action} has a basis, and nothing was received`,
      "treatment: remove, or treatment: ignore",
    );
  if (come.length > 1 && (decision.basisFraction !== null || decision.basis !== null))
    return unfit(
      `the decision on ${action.action} does not say which part goes to each of ${names}`,
      kind === "other" ? "treatment: ignore" : "basisFractions, one for each",
    );
  const fractions = new Map<InstrumentId, Decimal>();
  if (decision.basisFraction !== null)
    for (const { id } of come) fractions.set(id, decision.basisFraction);
  for (const [name, fraction] of decision.basisFractions ?? []) {
    const [named] = come.filter((one) => isNamed(one, name));
    if (named === undefined)
      return unfit(
        `the decision on ${action.action} names ${name}, which the action did not bring`,
        names,
      );
    fractions.set(named.id, fraction);
  }
  const missing =
    decision.basisFractions === null ? [] : come.filter(({ id }) => !fractions.has(id));
  if (missing.length > 0)
    return unfit(
      `the decision on ${action.action} says nothing of ${missing.map(({ symbol }) => symbol).join(", ")}`,
      `a fraction of each of ${names}`,
    );
  const { basisFractions: _, ...rest } = decision;
  return { ...rest, fractions };
}

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
