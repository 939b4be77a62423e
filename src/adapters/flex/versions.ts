/**
 * Versions of a row over many statements: which of its values the broker changed. (Accounting notes, section 4,
 * "Supersede".)
 */

import type { Diagnostic } from "../../core/diagnostics.ts";
import { compareText, type NonEmpty } from "../../core/ids.ts";
import type { Version } from "./merge.ts";
import { isBlank, readCodes, readDecimal, readMoment } from "./values.ts";

/** What kind of value an attribute has, which decides when two texts say the same. */
export type ValueKind = "number" | "date" | "text";

/** An attribute that has another value in a newer version. */
export interface MovedValue {
  readonly name: string;
  readonly kind: ValueKind;
}

const named = (kind: ValueKind, names: readonly string[]): MovedValue[] =>
  names.map((name) => ({ name, kind }));

/** Values whose change moves a figure, or says why one moved. */
const WATCHED: readonly MovedValue[] = [
  ...named("number", ["quantity", "tradePrice", "proceeds", "taxes", "ibCommission", "netCash"]),
  ...named("number", ["cost", "fifoPnlRealized", "mtmPnl", "closePrice", "accruedInt", "amount"]),
  ...named("number", ["value", "positionAmount", "transferPrice", "cashTransfer"]),
  ...named("number", ["salesTax", "taxAmount", "total", "fxRateToBase", "multiplier"]),
  ...named("date", ["reportDate", "tradeDate", "dateTime", "date", "settleDate"]),
  ...named("date", ["settleDateTarget"]),
  ...named("text", ["currency", "ibCommissionCurrency", "openCloseIndicator", "transactionType"]),
  ...named("text", ["notes", "code"]),
];

/** Reads an attribute; undefined where the query does not export it. */
export type ReadValue = (name: string) => string | undefined;

/**
 * The watched values that a newer version has differently. A value that it leaves blank, or that one of both does not
 * export, says nothing; a blank that became a value other than zero does.
 */
export const movedValues = (before: ReadValue, now: ReadValue): readonly MovedValue[] =>
  WATCHED.filter(({ name, kind }) => differs(before(name), now(name), kind));

function differs(before: string | undefined, now: string | undefined, kind: ValueKind): boolean {
  if (before === now || before === undefined || now === undefined || isBlank(now)) return false;
  if (kind === "date") return isOtherMoment(before, now);
  if (kind === "text") return codesOf(before) !== codesOf(now);
  const [a, b] = [readDecimal(before), readDecimal(now)];
  if (a === "bad" || b === "bad" || b === null) return true;
  return a === null ? !b.isZero : !a.eq(b);
}

/** Formats are a choice in the portal, and so is whether a date has its time; what cannot be read is not compared. */
function isOtherMoment(before: string, now: string): boolean {
  const [a, b] = [readMoment(before), readMoment(now)];
  if (a === "bad" || a === "ambiguous" || b === "bad" || b === "ambiguous" || b === null)
    return false;
  return a === null || !(a.startsWith(b) || b.startsWith(a));
}

/** The codes of a list in one order. */
const codesOf = (text: string): string => readCodes(text).toSorted(compareText).join(";");

/** Whether a newer version of a row has other values; says where (`merge/row-changed`). */
export function isRestated(
  [newest, ...older]: NonEmpty<Version>,
  notice: (diagnostic: Diagnostic) => void,
): boolean {
  const others = older.filter(({ row }) => !row.saysTheSame(newest.row));
  if (others.length === 0) return false;
  const now = newest.row.attributes();
  for (const { row } of others) {
    const before = row.attributes();
    const moved = movedValues(
      (name) => before.get(name),
      (name) => now.get(name),
    ).map(({ name }) => name);
    if (moved.length === 0) continue;
    notice({
      code: "merge/row-changed",
      message: `${row.section}: the broker changed ${moved.join(", ")} of a ${row.element} row`,
      at: [newest.row.place, row.place],
      expected: moved.map((name) => `${name} ${before.get(name) || "blank"}`).join(", "),
      actual: moved.map((name) => `${name} ${now.get(name)}`).join(", "),
      hint: "the newer statement counts; both versions stay in data/",
    });
    return true;
  }
  return false;
}
