/**
 * What all rows of an option say of it. Rows of one conid differ: the strike may stand in one section, the underlying
 * in another and neither in a third, as the query has it. The first known value wins, attributes before spellings.
 */
import type { Fields } from "../adapters/flex/fields.ts";
import { isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Instrument } from "../events/instrument.ts";
import type { OptionRight, OptionTerms } from "../events/option-terms.ts";
import {
  isAdjustedRoot,
  type OptionSpelling,
  readOccSymbol,
  readOptionText,
  usualMultiplier,
} from "./option-symbol.ts";

/** What is known so far, from attributes, from the symbol and from the description. */
interface Known {
  readonly right: OptionRight | null;
  readonly strike: Decimal | null;
  readonly expiry: OptionSpelling["expiry"];
  readonly underlying: InstrumentId | null;
  readonly underlyingSymbol: string | null;
  readonly root: string | null;
  readonly multiplier: Decimal | null;
}

const NOTHING: Known = {
  right: null,
  strike: null,
  expiry: null,
  underlying: null,
  underlyingSymbol: null,
  root: null,
  multiplier: null,
};

interface Sources {
  readonly attributes: Known;
  readonly symbol: Known;
  readonly description: Known;
}

export class OptionBook {
  readonly #known = new Map<InstrumentId, Sources>();
  readonly #read = new Map<string, OptionSpelling | null>();

  /** Adds what a row says of an option. */
  note(id: InstrumentId, fields: Fields): void {
    const { attributes, symbol, description } = this.#known.get(id) ?? NO_SOURCES;
    this.#known.set(id, {
      attributes: filled(attributes, given(fields)),
      symbol: filled(symbol, this.#spelled(fields.text("symbol"))),
      description: filled(
        description,
        described(this.#spelled(fields.text("description")), fields.text("assetCategory")),
      ),
    });
  }

  /** Its multiplier, and its terms where right, strike and expiry are all known. */
  termsOf(
    id: InstrumentId,
    category: string,
    currency: string,
    symbol: string,
  ): Pick<Instrument, "multiplier" | "option"> {
    const { attributes, symbol: spelled, description } = this.#known.get(id) ?? NO_SOURCES;
    const known = filled(filled(attributes, spelled), description);
    const multiplier =
      known.multiplier ?? usualMultiplier(category, currency, symbol) ?? Decimal.one;
    return { multiplier, option: optionOf(known, multiplier, readOccSymbol(symbol) !== null) };
  }

  /** Spellings are read once: statements repeat them on every row. */
  #spelled(text: string): Known {
    const before = this.#read.get(text);
    const spelling = before === undefined ? readOptionText(text) : before;
    this.#read.set(text, spelling);
    return spelling === null ? NOTHING : { ...NOTHING, ...spelling };
  }
}

const NO_SOURCES: Sources = { attributes: NOTHING, symbol: NOTHING, description: NOTHING };

const filled = (first: Known, second: Known): Known => ({
  right: first.right ?? second.right,
  strike: first.strike ?? second.strike,
  expiry: first.expiry ?? second.expiry,
  underlying: first.underlying ?? second.underlying,
  underlyingSymbol: first.underlyingSymbol ?? second.underlyingSymbol,
  root: first.root ?? second.root,
  multiplier: first.multiplier ?? second.multiplier,
});

const given = (fields: Fields): Known => {
  const multiplier = fields.amount("multiplier");
  return {
    right: rightOf(fields.text("putCall")),
    strike: givenStrike(fields),
    expiry: fields.date("expiry"),
    underlying: givenUnderlying(fields),
    underlyingSymbol: fields.text("underlyingSymbol") || null,
    root: null,
    multiplier: isKnown(multiplier) && multiplier.sign > 0 ? multiplier : null,
  };
};

/** The strike on the row itself; 0 stands for none. */
export function givenStrike(fields: Fields): Decimal | null {
  const strike = fields.amount("strike");
  return isKnown(strike) && !strike.isZero ? strike : null;
}

/** The conid of the underlying on the row itself; 0 stands for none. */
export function givenUnderlying(fields: Fields): InstrumentId | null {
  const conid = fields.text("underlyingConid");
  return /^0*$/.test(conid) ? null : (conid as InstrumentId);
}

/** Attributes say `C` or `P`, in some files `Call` or `PUT`; warrants leave it blank. */
export function rightOf(text: string): OptionRight | null {
  if (/^c(all)?$/i.test(text)) return "call";
  return /^p(ut)?$/i.test(text) ? "put" : null;
}

/**
 * Descriptions begin with the name of what the option is on: of an option on shares or an index its symbol, of others
 * (`CHF 09JAN26 1.29 C`) something else. A name with a number at its end may be that of an adjusted contract.
 */
function described(spelled: Known, category: string): Known {
  const name = category === "OPT" ? spelled.root : null;
  return {
    ...spelled,
    root: null,
    underlyingSymbol: name === null || /\d$/.test(name) ? null : name,
  };
}

function optionOf(known: Known, multiplier: Decimal, isOcc: boolean): OptionTerms | null {
  const { right, strike, expiry } = known;
  if (right === null || strike === null || expiry === null) return null;
  const underlyingSymbol = known.underlyingSymbol ?? "";
  const root = known.root ?? "";
  return {
    right,
    strike,
    expiry,
    underlying: known.underlying,
    underlyingSymbol,
    root,
    isAdjusted: isOcc && isAdjustedRoot(root, underlyingSymbol, multiplier),
  };
}
