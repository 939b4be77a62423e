/** Cost per unit as the broker quotes it: per unit of the underlying, for a bond per hundred of its face value. */
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { type Instrument, quotedPer } from "../../events/instrument.ts";
import type { Lot } from "../../ledger/lots.ts";
import { numberText } from "../format/number.ts";

/** What a unit of a lot cost, for display only: as the average cost of the position is. Empty where it is not known. */
export function perUnit(
  { costBasis, quantity }: Pick<Lot, "costBasis" | "quantity">,
  { multiplier, assetCategory }: Pick<Instrument, "multiplier" | "assetCategory">,
): string {
  const units = quantity.times(multiplier);
  if (!isKnown(costBasis) || units.isZero) return "";
  return numberText(Decimal.share(costBasis, quotedPer(assetCategory), units), "average", "");
}
