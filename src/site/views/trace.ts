/** How a figure came about, line by line, with a link from every line to the figure or the raw row behind it. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, isKnown, sum } from "../../core/amount.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { Figure, Line } from "../../core/figures.ts";
import type { RowRef } from "../../core/ids.ts";
import { readable } from "../format/date.ts";
import { decimalsOf, fixed, type NumberStyle, numberText } from "../format/number.ts";
import { unknownWord } from "../format/unknown.ts";
import { unfolded } from "../format/words.ts";
import { rawMask } from "../raw/files.ts";
import type { Labelled } from "./labelled.ts";
import { placesOf } from "./places.ts";

/** Beyond so many lines the middle is folded away. */
const FOLD = 40;
/** How many lines stay visible before and after the fold. */
const ENDS = 10;
/** How many lines a trace lists at all. */
const LIST = 240;
/** How many rows a line lists. */
const ROWS = 6;

export interface RowLink {
  readonly href: string | null;
  /** File and line. */
  readonly text: string;
  /** `line 288`, where the file matters less. */
  readonly line: string;
}

/** A link to a raw row. */
export function rowLink(report: Report, row: RowRef): RowLink {
  const places = placesOf(report);
  return { href: places.row(row), text: places.rowText(row), line: `line ${row.line}` };
}

export interface TraceLine {
  /** Empty on the first line. */
  readonly operator: string;
  readonly label: string;
  readonly value: Amount;
  readonly unit: string;
  /** The trace of the figure that the line repeats, else the one row it was read from. */
  readonly href: string | null;
  readonly rows: readonly RowLink[];
  readonly moreRows: number;
}

export interface Trace {
  readonly id: string;
  readonly label: string;
  readonly figure: Figure;
  readonly style: NumberStyle;
  readonly start: readonly TraceLine[];
  readonly folded: readonly TraceLine[];
  /** What is not listed: how many lines, and their sum; null where all are. */
  readonly omitted: { readonly count: number; readonly sum: Amount } | null;
  readonly end: readonly TraceLine[];
}

export interface TraceGroup {
  readonly name: string;
  readonly traces: readonly Trace[];
}

/** Traces that stand open, and those under headings. With a heading given, nothing stands open. */
export function traceGroups(
  report: Report,
  figures: readonly Labelled[],
  heading: string,
): readonly [open: readonly Trace[], groups: readonly TraceGroup[]] {
  const named = [...Map.groupBy(figures, ({ group }) => group ?? heading)].map(([name, own]) => ({
    name,
    traces: own.map((one) => traceOf(report, one)),
  }));
  const open = named.find(({ name }) => name === "")?.traces ?? [];
  return [open, named.filter(({ name }) => name !== "")];
}

export function traceOf(report: Report, { label, figure, style }: Labelled): Trace {
  const lines = figure.lines();
  const links = (some: readonly Line[], offset = 0) =>
    some.map((line, index) => lineOf(report, line, index + offset === 0));
  const whole = { id: figure.id, label, figure, style };
  if (lines.length <= FOLD)
    return { ...whole, start: links(lines), folded: [], omitted: null, end: [] };
  const middle = lines.slice(ENDS, -ENDS);
  const addable = middle.every(({ operator }) => operator === "+");
  const listed = addable && middle.length > LIST ? middle.slice(0, LIST) : middle;
  const rest = middle.slice(listed.length);
  return {
    ...whole,
    start: links(lines.slice(0, ENDS)),
    folded: links(listed, ENDS),
    omitted:
      rest.length === 0 ? null : { count: rest.length, sum: sum(rest.map(({ value }) => value)) },
    end: links(lines.slice(-ENDS), ENDS),
  };
}

function lineOf(report: Report, line: Line, first: boolean): TraceLine {
  const places = placesOf(report);
  const figureHref = line.figure === undefined ? null : places.figure(line.figure);
  const rows = figureHref === null ? rowsBehind(report, line) : line.rows;
  const links = rows.slice(0, ROWS).map((row) => rowLink(report, row));
  return {
    operator: first && line.operator === "+" ? "" : line.operator,
    label: labelText(rawMask(report).text(line.label)),
    value: line.value,
    unit: line.unit,
    href: figureHref ?? (rows.length === 1 ? (links[0]?.href ?? null) : null),
    rows: links,
    moreRows: rows.length - links.length,
  };
}

/** A label with its dates in words; a bare name such as `netTradesSales` in words too. */
const labelText = (label: string): string =>
  /^[a-z]+(?:[A-Z0-9][a-z0-9]*)+$/.test(label) ? unfolded(label) : readable(label);

/** The rows of a line, those of a figure that no page explains included. */
function rowsBehind(report: Report, line: Line): readonly RowRef[] {
  const inner = line.figure === undefined ? undefined : report.figures.get(line.figure);
  return inner === undefined ? line.rows : [...line.rows, ...report.figures.rowsOf(inner)];
}

/** The one row that a figure repeats, where it is nothing but that. */
export function onlyRow(figure: Figure): RowRef | null {
  const [line, second] = figure.lines();
  if (line === undefined || second !== undefined || line.figure !== undefined) return null;
  const [row, other] = line.rows;
  return row !== undefined && other === undefined ? row : null;
}

/** A value of a trace with all its digits. */
export function traceText(value: Amount, unit: string): string {
  if (!isKnown(value)) return unknownWord(value);
  return numberText(value, /^[A-Z]{3}$/.test(unit) ? "price" : "exact", unit);
}

/** A difference with its sign and all its digits. */
export const differenceText = (value: Decimal, unit: string): string =>
  fixed(value, decimalsOf(value, unit === "" ? 0 : 2), true);
