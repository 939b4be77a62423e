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

/** Decimals of a proposed fraction; the figures themselves are booked with all. */
const DECIMALS = 12;

/** The fields of the decision: filled in where the broker's lots or market values give them. */
export function proposalOf(input: CaseInput, question: Question, answer: Answer): ProposedField[] {
  const fractions = fractionsIn(question, answer) ?? byMarketValue(input, question);
  const [only, ...others] = question.come;
  const isOne = others.length === 0 && only !== undefined;
  const gain: ProposedField = { name: "gain", value: isKnown(answer.gain) ? answer.gain : null };
  if (question.stays)
    return [{ name: "basisFraction", value: (only && fractions?.get(only.instrument)) ?? null }];
  const shared: ProposedField = {
    name: "basisFractions",
    value:
      isOne && only !== undefined
        ? new Map([[only.instrument, Decimal.one]])
        : completed(fractions),
  };
  return question.cash.isZero ? [shared] : [shared, gain];
}

/** The fractions that an answer comes to, over all lots. */
function fractionsIn(
  { old, cash }: Question,
  { shares, gain }: Answer,
): ReadonlyMap<InstrumentId, Decimal> | null {
  const whole = sum(sharedBases(old, cash, gain));
  if (!isKnown(whole) || whole.isZero) return null;
  const fractions = new Map<InstrumentId, Decimal>();
  for (const [id, own] of shares) {
    const total = sum(own);
    if (!isKnown(total)) return null;
    fractions.set(id, Decimal.share(total, Decimal.one, whole).rounded(DECIMALS));
  }
  return fractions;
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
