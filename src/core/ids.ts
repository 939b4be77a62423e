/** Branded strings: an id of one kind does not fit where another is wanted. */
export type AccountAlias = string & { readonly account: unique symbol };
export type InstrumentId = string & { readonly instrument: unique symbol };
export type EventId = string & { readonly event: unique symbol };
export type LotId = string & { readonly lot: unique symbol };
/** The stable name of a figure: `positions/main/265598/costBasis`. */
export type FigureId = string & { readonly figure: unique symbol };

/** A row of a raw file. */
export interface RowRef {
  /** Path from the root, with forward slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Each row once, where it stands first. */
export const rowsOnce = (rows: readonly RowRef[]): readonly RowRef[] => [
  ...new Map(rows.map((row) => [`${row.file}:${row.line}`, row])).values(),
];

export type NonEmpty<T> = readonly [T, ...T[]];

/** Orders numbers written as text by value, anything else after them as text. */
export function compareIds(left: string, right: string): number {
  const numeric = /^\d+$/;
  if (numeric.test(left) && numeric.test(right)) {
    const a = left.replace(/^0+/, "");
    const b = right.replace(/^0+/, "");
    return a.length - b.length || compareText(a, b);
  }
  return compareText(left, right);
}

/** Plain code unit order, the same on every machine. */
export const compareText = (left: string, right: string): number =>
  left === right ? 0 : left < right ? -1 : 1;
