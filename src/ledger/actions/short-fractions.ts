/**
 * Fractions without the broker's rounding. What rows give are costs, rounded to the digits shown, so that their ratio has
 * many digits (0.121499999971) where the issuer's fraction has few (0.1215), and both give the same costs.
 */
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { Answer, BrokerCost } from "./action.ts";

type Fractions = ReadonlyMap<InstrumentId, Decimal>;

/** Decimals beyond which a fraction is not short. */
const MOST = 11;

/**
 * The fractions with the fewest digits that give every cost of the broker's rows to within half of its last digit; null
 * where there are none. Where nothing stays, the last instrument takes what the others leave, and is held to its costs.
 */
export function shortened(
  fractions: Fractions,
  costs: Answer["costs"],
  stays: boolean,
): Fractions | null {
  const short = new Map<InstrumentId, Decimal>();
  for (const [id, fraction] of fractions) {
    const isRest = !stays && short.size === fractions.size - 1;
    const own = costs.get(id) ?? [];
    const found = isRest ? Decimal.one.minus(Decimal.sum(short.values())) : shortest(fraction, own);
    if (found === null || !own.every((cost) => gives(found, cost))) return null;
    short.set(id, found);
  }
  return short;
}

function shortest(fraction: Decimal, costs: readonly BrokerCost[]): Decimal | null {
  if (costs.length === 0) return null;
  for (let decimals = 0; decimals <= MOST; decimals++) {
    const near = fraction.rounded(decimals);
    const step = Decimal.share(Decimal.one, Decimal.one, Decimal.of(`1${"0".repeat(decimals)}`));
    const beyond = near.compare(fraction) < 0 ? near.plus(step) : near.minus(step);
    for (const candidate of [near, beyond])
      if (isFraction(candidate) && costs.every((cost) => gives(candidate, cost))) return candidate;
  }
  return null;
}

const isFraction = (value: Decimal): boolean => value.sign >= 0 && value.compare(Decimal.one) <= 0;

const gives = (fraction: Decimal, { now, of, rounding }: BrokerCost): boolean =>
  of.times(fraction).minus(now).abs().compare(rounding) <= 0;
