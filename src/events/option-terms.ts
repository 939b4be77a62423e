/** What an option is: the right to buy or to sell what, at which price, until when. */
import type { IsoDate } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { InstrumentId } from "../core/ids.ts";

export type OptionRight = "call" | "put";

export interface OptionTerms {
  readonly right: OptionRight;
  /** Per unit of the underlying, in the instrument's currency (a warrant may have it in the underlying's). */
  readonly strike: Decimal;
  readonly expiry: IsoDate;
  /** The conid of what it is on; null where no row says. */
  readonly underlying: InstrumentId | null;
  /** Empty where unknown. */
  readonly underlyingSymbol: string;
  /** What its symbol begins with: `SPXW` for an option on SPX, `ABC1` after an adjustment; empty where the symbol has none. */
  readonly root: string;
  /** The contract was changed by a corporate action: what it delivers is not strike × multiplier. */
  readonly isAdjusted: boolean;
}

const OPTIONS: ReadonlySet<string> = new Set(["OPT", "FOP", "WAR", "IOPT"]);

/** Whether instruments of an asset class have a strike and an expiry: options, options on futures, warrants, structured products. */
export const isOptionClass = (assetCategory: string): boolean => OPTIONS.has(assetCategory);
