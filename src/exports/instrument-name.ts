/** What instruments are called: an option by its terms, everything else by its symbol. */
import { dateText } from "../core/day-text.ts";
import type { Decimal } from "../core/decimal.ts";
import type { Instrument } from "../events/instrument.ts";
import type { OptionTerms } from "../events/option-terms.ts";

/** `FNWK 18 Dec 2026 55 call`; of what is no option, and of options without known terms, the symbol. */
export const headingOf = (instrument: Instrument): string =>
  instrument.option === null ? instrument.symbol : optionName(instrument, instrument.option);

/** What stands beside the heading: the symbol of an option, the broker's description of everything else. */
export const besideHeading = ({ option, symbol, description }: Instrument): string =>
  option === null ? description : symbol;

const optionName = (
  { symbol }: Pick<Instrument, "symbol">,
  { underlyingSymbol, root, expiry, strike, right }: OptionTerms,
): string =>
  `${underlyingSymbol || root || symbol} ${dateText(expiry)} ${grouped(strike)} ${right}`;

/** Thousands by comma, as pages have them. */
const grouped = (strike: Decimal): string =>
  `${strike}`.replace(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, ",");
