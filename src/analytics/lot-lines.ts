/** The lines of a lot's history: what it was at first, and what an action made of it. */
import { type Amount, isKnown, negate, subtract, sum } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { Line } from "../core/figures.ts";
import { type InstrumentId, type RowRef, rowsOnce } from "../core/ids.ts";
import { namedType } from "../events/corporate-action.ts";
import type { Instrument } from "../events/instrument.ts";
import { type Lot, openedText } from "../ledger/lots.ts";
import { minus, plus } from "./facts.ts";
import type { Made, Taken } from "./lot-index.ts";

export type Instruments = ReadonlyMap<InstrumentId, Instrument>;

/** What of a lot is traced. */
export interface Measure {
  readonly of: (lot: Lot) => Amount;
  readonly unit: (lot: Lot) => string;
  /** The lines that begin a history: all parts of a lot as it was opened. */
  readonly opened: (parts: readonly [Lot, ...Lot[]], label: string, unit: string) => Line[];
  /** Whether what was made says nothing about what it was made of: units of another instrument, money of another currency. */
  readonly isFresh: (made: Made) => boolean;
  /** The rows that an action's change was read from. */
  readonly rows: (made: Made) => readonly RowRef[];
}

/** From one amount to the next, and what it is for a reader. */
export interface Step {
  readonly from: Amount;
  readonly to: Amount;
  readonly label: string;
  readonly unit: string;
  readonly rows: readonly RowRef[];
}

/** Lines go on to the next amount. Of what was not known, nothing can be added: there they begin anew, if it is known then. */
export function went(lines: readonly Line[], step: Step, lot: Lot, isSilent: boolean): Line[] {
  const { from, to, label, unit, rows } = step;
  const isSame = isEqual(from, to);
  if (isSame && isSilent) return [...lines];
  if (!isKnown(from) && !isSame) return [restart(step, lot)];
  const more = isSame ? Decimal.zero : subtract(to, from);
  const isLess = isKnown(more) && more.sign < 0;
  const line = isLess ? minus(label, negate(more), unit, rows) : plus(label, more, unit, rows);
  return [...lines, line];
}

export const restart = ({ to, label, unit, rows }: Step, lot: Lot): Line =>
  plus(`${label}, ${originText(lot)}`, to, unit, rowsOnce([...rows, ...lot.sources]));

export const isEqual = (left: Amount, right: Amount): boolean =>
  isKnown(left)
    ? isKnown(right) && left.eq(right)
    : !isKnown(right) && left.unknown === right.unknown;

export const UNITS: Measure = {
  of: ({ quantity }) => quantity,
  unit: () => "units",
  opened: (parts, label, unit) => [
    plus(label, sum(parts.map(({ quantity }) => quantity)), unit, parts[0].sources),
  ],
  isFresh: ({ from, lots }) => from.lots[0].instrument !== lots[0].instrument,
  rows: rowsOf,
};

export const costOf = (instruments: Instruments): Measure => {
  const unit = ({ instrument }: Lot): string => instruments.get(instrument)?.currency ?? "";
  return {
    of: ({ costBasis }) => costBasis,
    unit,
    opened: costLines,
    isFresh: ({ from, lots }) =>
      unit(from.lots[0]) !== unit(lots[0]) ||
      (from.by.case?.isOwnCost === true && from.lots[0].instrument !== lots[0].instrument),
    rows: (made) => rowsOnce([...rowsOf(made), ...(made.from.by.case?.rows ?? [])]),
  };
};

/** The rows of an action about the instruments of a lot: that by which the lot came, and that by which the old one went. */
function rowsOf({ from, lots: [lot] }: Made): readonly RowRef[] {
  const own = new Set([lot.instrument, from.lots[0].instrument]);
  const legs = from.by.event.legs.filter(({ instrument }) => own.has(instrument));
  const rows = legs.map(({ source }) => source);
  return rowsOnce(rows.length > 0 ? rows : from.by.event.sources);
}

/** What a lot cost when it was opened; of a delivered one the premium of its option apart. */
function costLines(parts: readonly [Lot, ...Lot[]], label: string, currency: string): Line[] {
  const [lot] = parts;
  const cost = sum(parts.map(({ costBasis }) => costBasis));
  const premium = sum(parts.map((part) => part.premium));
  if (isKnown(premium) && premium.isZero) return [plus(label, cost, currency, lot.sources)];
  return [
    plus(`${label}, strike and costs`, subtract(cost, premium), currency, lot.sources),
    premiumLine(premium, currency, lot.premiumSources, lot),
  ];
}

/** The premium that came with a delivery: from its options' rows; where these are not known, the delivery's own. */
export const premiumLine = (
  premium: Amount,
  currency: string,
  options: readonly RowRef[],
  { sources }: { readonly sources: readonly RowRef[] },
): Line =>
  plus("premium of the option", premium, currency, options.length === 0 ? sources : options);

export const originText = (lot: Lot): string =>
  lot.origin === "booked" || (lot.notBefore ?? null) !== null
    ? `opened ${openedText(lot)}`
    : `held before the first statement (${lot.origin})`;

export const nameOf = ({ event }: Taken["by"]): string =>
  `${namedType(event.type)} ${event.action} of ${event.date}`;

export const total = (lots: readonly Lot[], { of }: Measure): Amount => sum(lots.map(of));

export const unitsOf = (lots: readonly Lot[]): string =>
  `${Decimal.sum(lots.map(({ quantity }) => quantity)).abs()}`;
