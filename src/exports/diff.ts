/** What differs between two builds, as JSON: the shape that `lotbook diff --json` prints and the site shows. */

import {
  type Difference,
  differenceOf,
  type ExplainedMove,
  type Reason,
  type Station,
} from "../analytics/difference.ts";
import type { Digest } from "../analytics/digest.ts";
import type { Move } from "../analytics/moves.ts";
import type { RowReason } from "../analytics/row-reasons.ts";
import { type Reported, RowReasons } from "../analytics/row-reasons.ts";
import { isKnown, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";

/** A value of a figure; null where there is no such figure. */
export type ValueJson = string | { readonly unknown: string } | null;

export interface RowReasonJson {
  readonly how: RowReason["how"];
  readonly element: string;
  readonly file: string;
  readonly line: number;
  readonly fields: RowReason["fields"];
  /** The entry of the restatement log; null where it has none. */
  readonly restatement: {
    readonly account: string;
    readonly date: string;
    readonly known: string | null;
    readonly currency: string;
    readonly amount: ValueJson;
  } | null;
}

export type ReasonJson =
  | { readonly kind: "rows"; readonly rows: readonly RowReasonJson[] }
  | Exclude<Reason, { readonly kind: "rows" }>;

export interface MoveJson {
  readonly figure: string;
  readonly date: string | null;
  readonly before: ValueJson;
  readonly after: ValueJson;
  /** After minus before; null where one of them is not known. */
  readonly difference: string | null;
}

export interface MovedJson extends MoveJson {
  readonly reasons: readonly ReasonJson[];
}

export interface SideJson {
  /** What was compared: `HEAD~1 (1a2b3c4)`, `the work tree`, or a folder or file as it was named. */
  readonly name: string;
  readonly asOf: string | null;
}

export interface DiffJson {
  readonly before: SideJson;
  readonly after: SideJson;
  /** What could not be compared, and why. */
  readonly remarks: readonly string[];
  /** Past figures with another value than before. */
  readonly moved: readonly MovedJson[];
  /** Past figures that were unknown or not reported. */
  readonly known: readonly MoveJson[];
  /** Figures of days that no statement covers any more. */
  readonly gone: readonly MoveJson[];
  readonly newDays: number;
  readonly newFigures: number;
  readonly settings: Difference["settings"];
  /** Positions, totals, returns and counts of checks; listed where both sides end on the same day. */
  readonly last: {
    readonly count: number;
    readonly because: readonly string[];
    readonly moved: readonly MoveJson[];
  };
}

/** What is compared: digests from one side to the other, and the reports before and after the rows change. */
export interface Comparison {
  readonly before: { readonly name: string; readonly digest: Digest };
  readonly way: readonly Station[];
  readonly after: { readonly name: string };
  readonly reports: { readonly before: Reported; readonly after: Reported } | null;
  readonly remarks: readonly string[];
}

/** Compares two builds. */
export function diffJson({ before, way, after, reports, remarks }: Comparison): DiffJson {
  const rows = reports === null ? null : new RowReasons(reports.before, reports.after);
  const found = differenceOf(before.digest, way, rows);
  return {
    before: { name: before.name, asOf: found.from },
    after: { name: after.name, asOf: found.to },
    remarks,
    moved: found.moved.map(movedJson),
    known: found.known.map(moveJson),
    gone: found.gone.map(moveJson),
    newDays: found.days,
    newFigures: found.fresh,
    settings: found.settings,
    last: {
      count: found.last.length,
      because: [...found.lastBecause].sort(),
      moved: found.from === found.to ? found.last.map(moveJson) : [],
    },
  };
}

/** The answer where both sides have the same files, settings and code: nothing is computed. */
export const nothingMoved = (before: string, after: string): DiffJson => ({
  before: { name: before, asOf: null },
  after: { name: after, asOf: null },
  remarks: ["data, labels, settings and code are the same"],
  moved: [],
  known: [],
  gone: [],
  newDays: 0,
  newFigures: 0,
  settings: [],
  last: { count: 0, because: [], moved: [] },
});

const movedJson = (move: ExplainedMove): MovedJson => ({
  ...moveJson(move),
  reasons: move.reasons.map((reason) =>
    reason.kind === "rows" ? { kind: "rows", rows: reason.rows.map(rowJson) } : reason,
  ),
});

const moveJson = ({ id, date, before, after }: Move): MoveJson => ({
  figure: id,
  date,
  before: valueJson(before),
  after: valueJson(after),
  difference: differenceText(before, after),
});

const valueJson = (value: string | null): ValueJson =>
  value === null ? null : value.startsWith("?") ? unknown(value.slice(1)) : value;

/** A figure that is not there is no zero, so nothing is taken off it. */
function differenceText(before: string | null, after: string | null): string | null {
  const [then, now] = [before, after].map((value) => Decimal.parse(value ?? ""));
  return then === null || then === undefined || now === null || now === undefined
    ? null
    : now.minus(then).toString();
}

const rowJson = ({ how, element, row, fields, logged }: RowReason): RowReasonJson => ({
  how,
  element,
  file: row.file,
  line: row.line,
  fields,
  restatement:
    logged === null
      ? null
      : {
          account: logged.account,
          date: logged.date,
          known: logged.known,
          currency: logged.currency,
          amount: isKnown(logged.amount)
            ? logged.amount.toString()
            : unknown(logged.amount.unknown),
        },
});
