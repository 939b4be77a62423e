/**
 * Options as symbols and descriptions spell them. Each spelling is read for what it says in full and for nothing else.
 * (Accounting notes, section 6, "Symbols".)
 */
import { type IsoDate, parseIsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { OptionRight } from "../events/option-terms.ts";

/** What a text says about an option; null where it does not. */
export interface OptionSpelling {
  readonly right: OptionRight;
  /** Per unit of the underlying. */
  readonly strike: Decimal | null;
  readonly expiry: IsoDate | null;
  /** What the symbol begins with; for an option on a future without the month and the year of the contract. */
  readonly root: string;
}

/** A symbol of the options clearing house, which says everything. */
export interface OccSymbol extends OptionSpelling {
  readonly strike: Decimal;
  readonly expiry: IsoDate;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const numberOf = (month: string): string => String(MONTHS.indexOf(month) + 1).padStart(2, "0");
const MONTH = `(?<month>${MONTHS.join("|")})`;
const RIGHT = "(?<right>[CP])";
const NUMBER = "(?<strike>\\d+(?:\\.\\d+)?)";

const OCC =
  /^(?<root>[A-Za-z0-9.]{1,6}?) *(?<year>\d\d)(?<month>\d\d)(?<day>\d\d)(?<right>[CP])(?<strike>\d{8})$/;
const THOUSAND = Decimal.of("1000");

/**
 * `MSFT  250620C00400000`: the root, yyMMdd, C or P, thousandths of the strike; with any number of blanks. The digits are
 * counted from the end, so that the root of a mini option (`SPY7`) keeps its own. The century is always ours: such
 * symbols exist since 2010.
 */
export function readOccSymbol(text: string): OccSymbol | null {
  const part = OCC.exec(text.trim())?.groups;
  if (part === undefined) return null;
  const expiry = parseIsoDate(`20${part["year"]}-${part["month"]}-${part["day"]}`);
  const strike = Decimal.share(Decimal.of(part["strike"] ?? ""), Decimal.one, THOUSAND);
  const root = part["root"] ?? "";
  if (expiry === null || strike.isZero || !/[A-Za-z]/.test(root)) return null;
  return { right: rightOf(part), strike, expiry, root };
}

type Part = Readonly<Record<string, string>>;

interface Spelling {
  readonly pattern: RegExp;
  /** The day in it; null where there is no such day, "none" where the spelling has no day. */
  readonly expiry: (part: Part) => IsoDate | null | "none";
}

const SPELLINGS: readonly Spelling[] = [
  {
    // European: `P LEG  20230120 63 M`.
    pattern: new RegExp(
      `^${RIGHT} (?<root>\\S+) +(?<year>\\d{4})(?<number>\\d\\d)(?<day>\\d\\d) ${NUMBER}(?: [A-Z]{1,2})?$`,
    ),
    expiry: ({ year, number, day }) => parseIsoDate(`${year}-${number}-${day}`),
  },
  {
    // European until about 2021: `C ODAX DEC 18 12000`. The month is no day, and decimals of the strike are left out:
    // `C DBK  DEC 20  1600` is 16.
    pattern: new RegExp(`^${RIGHT} (?<root>\\S+) +${MONTH} \\d\\d +\\d+(?: [A-Z]{1,2})?$`),
    expiry: () => "none",
  },
  {
    // Descriptions: `MSFT 20JUN25 400 P`.
    pattern: new RegExp(
      `^(?<root>\\S.*?) (?<day>\\d\\d)${MONTH}(?<year>\\d\\d) ${NUMBER} ${RIGHT}$`,
    ),
    expiry: ({ year, month = "", day }) => parseIsoDate(`20${year}-${numberOf(month)}-${day}`),
  },
  {
    // The same with a month only: `ESX DEC18 69.5 P`. An option on a future often expires in the month before.
    pattern: new RegExp(`^(?<root>\\S.*?) ${MONTH}\\d\\d ${NUMBER} ${RIGHT}$`),
    expiry: () => "none",
  },
  {
    // Options on futures: `CHUF6 C1290`, month code and year after the root. The decimals of the strike are left out.
    pattern: /^(?<root>[A-Z0-9]{1,5})[FGHJKMNQUVXZ]\d{1,2} (?<right>[CP])\d+$/,
    expiry: () => "none",
  },
];

/** What a symbol or a description says, whichever way it is spelled; null where it is no spelling of an option. */
export function readOptionText(text: string): OptionSpelling | null {
  const trimmed = text.trim();
  const occ = readOccSymbol(trimmed);
  if (occ !== null) return occ;
  for (const { pattern, expiry } of SPELLINGS) {
    const part = pattern.exec(trimmed)?.groups;
    if (part === undefined) continue;
    const day = expiry(part);
    if (day === null) return null;
    const strike = part["strike"] === undefined ? null : Decimal.of(part["strike"]);
    return {
      right: rightOf(part),
      strike: strike?.isZero === true ? null : strike,
      expiry: day === "none" ? null : day,
      root: part["root"] ?? "",
    };
  }
  return null;
}

const rightOf = (part: Part): OptionRight => (part["right"] === "C" ? "call" : "put");

/** One letter or number at the end of a root of letters: `ABC1`. An index such as `N225` has more than one digit. */
const NUMBERED = /^[A-Z.]{1,5}\d$/;

/**
 * Whether a symbol's root tells of an adjusted contract: it ends in a digit that the underlying's symbol does not have.
 * Where the multiplier is 10, a 7 there is the mark of a mini option, which delivers ten shares at its strike.
 */
export const isAdjustedRoot = (
  root: string,
  underlyingSymbol: string,
  multiplier: Decimal,
): boolean =>
  NUMBERED.test(root) && root !== underlyingSymbol && !(isMiniRoot(root) && multiplier.eq(MINI));

const MINI = Decimal.of("10");
const STANDARD = Decimal.of("100");

const isMiniRoot = (root: string): boolean => NUMBERED.test(root) && root.endsWith("7");

/**
 * Units that one contract is for by the rules of the clearing house in the United States; null for contracts of which
 * only a row can tell: adjusted ones and those of other markets.
 */
export function usualMultiplier(
  assetCategory: string,
  currency: string,
  symbol: string,
): Decimal | null {
  const occ = assetCategory === "OPT" && currency === "USD" ? readOccSymbol(symbol) : null;
  if (occ === null) return null;
  if (isMiniRoot(occ.root)) return MINI;
  return NUMBERED.test(occ.root) ? null : STANDARD;
}
