/** What the engine proposes for a case that is to be decided: the broker's answer, else market values. */
import { type Amount, add, isKnown, multiply, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import { quotedPer } from "../../events/instrument.ts";
import type { Answer, ProposedField } from "./action.ts";
import { type Question, sharedBases } from "./answer.ts";
import type { CaseInput } from "./case.ts";
import { sourceOf } from "./case.ts";
import { fractionsByValue } from "./settlement.ts";
import { shortened } from "./short-fractions.ts";

/** Decimals of a proposed fraction; the figures themselves are booked with all. */
const DECIMALS = 12;

/** The fields of the decision: filled in where the broker's lots or market values give them. */
export function proposalOf(input: CaseInput, question: Question, answer: Answer): ProposedField[] {
  const answered = fractionsIn(question, answer);
  const fractions = answered ?? byMarketValue(input, question);
  const isByMarketValue = answered === null && fractions !== null;
  const [only, ...others] = question.come;
  const isOne = others.length === 0 && only !== undefined;
  const gain: ProposedField = { name: "gain", value: isKnown(answer.gain) ? answer.gain : null };
  if (question.stays && isOne) {
    const value = fractions?.get(only.instrument) ?? null;
    return [{ name: "basisFraction", value, isByMarketValue }];
  }
  if (question.stays) return [{ name: "basisFractions", value: fractions, isByMarketValue }];
  const shared: ProposedField = isOne
    ? { name: "basisFractions", value: new Map([[only.instrument, Decimal.one]]) }
    : { name: "basisFractions", value: completed(fractions), isByMarketValue };
  return question.cash.isZero ? [shared] : [shared, gain];
}

/** The fractions that an answer comes to, over all lots; short ones where those give the broker's costs, too. */
function fractionsIn(
  { old, cash, stays }: Question,
  { shares, gain, costs }: Answer,
): ReadonlyMap<InstrumentId, Decimal> | null {
  const whole = sum(sharedBases(old, cash, gain));
  if (!isKnown(whole) || whole.isZero) return null;
  const fractions = new Map<InstrumentId, Decimal>();
  for (const [id, own] of shares) {
    const total = sum(own);
    if (!isKnown(total)) return null;
    fractions.set(id, Decimal.share(total, Decimal.one, whole).rounded(DECIMALS));
  }
  // With cash the broker's costs are parts of what the cash left, of which no single row says how much it was.
  return cash.isZero ? (shortened(fractions, costs, stays) ?? fractions) : fractions;
}

/** By what everything was worth at the end of the day, the parent too where it stays. */
function byMarketValue(
  { books, action, reading }: CaseInput,
  { old, come, stays }: Question,
): ReadonlyMap<InstrumentId, Decimal> | null {
  const { settlement, instruments } = books.input;
  const worth = (id: InstrumentId, quantity: Decimal): Amount => {
    const { multiplier = Decimal.one, assetCategory = "" } = instruments.get(id) ?? {};
    const units = Decimal.share(quantity.times(multiplier), Decimal.one, quotedPer(assetCategory));
    return multiply(settlement.priceOn(id, action.date), units);
  };
  const values = new Map(
    come.map(({ instrument, quantity, value }) => [
      instrument,
      isKnown(value) && !value.isZero ? value : worth(instrument, quantity),
    ]),
  );
  const parent = stays ? sourceOf(action, reading.gone) : null;
  const kept =
    parent === null
      ? Decimal.zero
      : worth(parent, Decimal.sum(old.map(({ quantity }) => quantity)));
  const fractions = fractionsByValue(values, add(sum([...values.values()]), kept));
  return fractions === null
    ? null
    : new Map([...fractions].map(([id, fraction]) => [id, fraction.rounded(DECIMALS)]));
}

/** Fractions that share out everything: the last one takes what the others leave after rounding. */
function completed(
  fractions: ReadonlyMap<InstrumentId, Decimal> | null,
): ReadonlyMap<InstrumentId, Decimal> | null {
  if (fractions === null) return null;
  const entries = [...fractions];
  const [last] = entries.pop() ?? [];
  if (last === undefined) return null;
  const rest = Decimal.one.minus(Decimal.sum(entries.map(([, fraction]) => fraction)));
  return new Map([...entries, [last, rest]]);
}
