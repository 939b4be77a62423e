/**
 * A figure is a number that knows how it came about: lines of a formula, each with its value and either the figure or
 * the raw rows behind it. The value is always evaluated from the lines, so the two cannot drift apart.
 */
import { type Amount, add, isKnown, multiply, subtract, unknown } from "./amount.ts";
import { Decimal } from "./decimal.ts";
import type { FigureId, RowRef } from "./ids.ts";

export interface Line {
  /** How the line joins what stands above it; the first line has `+`. */
  readonly operator: "+" | "−" | "×" | "÷";
  /** What the line is, for a reader: `bought 10 on 2 Jan 2025`. */
  readonly label: string;
  readonly value: Amount;
  /** Currency code, or what is counted (`shares`); empty for a pure number. */
  readonly unit: string;
  /** The figure that the line repeats, where it is one. */
  readonly figure?: FigureId;
  /** The raw rows that the line was read from. */
  readonly rows: readonly RowRef[];
}

export interface Figure {
  readonly id: FigureId;
  readonly value: Amount;
  readonly unit: string;
  readonly lines: () => readonly Line[];
}

/** A figure from its lines, evaluated from top to bottom. No lines make zero: nothing happened. */
export function figure(id: string, unit: string, lines: () => readonly Line[]): Figure {
  return { id: id as FigureId, value: evaluate(lines()), unit, lines };
}

/** A figure that nothing can be said about, and why. */
export const unknownFigure = (id: string, unit: string, why: string): Figure => ({
  id: id as FigureId,
  value: unknown(why),
  unit,
  lines: () => [],
});

function evaluate(lines: readonly Line[]): Amount {
  let result: Amount = Decimal.zero;
  for (const line of lines) {
    if (line.operator === "+") result = add(result, line.value);
    else if (line.operator === "−") result = subtract(result, line.value);
    else if (line.operator === "×") result = multiply(result, line.value);
    else result = divide(result, line.value);
  }
  return result;
}

function divide(dividend: Amount, divisor: Amount): Amount {
  if (!isKnown(dividend)) return dividend;
  if (!isKnown(divisor)) return divisor;
  if (divisor.isZero) return unknown("nothing is held, so there is no average");
  return Decimal.share(dividend, Decimal.one, divisor);
}

/** All rows behind a figure, found through the figures that it is made of, each once. */
export function rowsOf(figure: Figure, figures: ReadonlyMap<string, Figure>): readonly RowRef[] {
  const rows = new Map<string, RowRef>();
  const seen = new Set<string>();
  const visit = (one: Figure): void => {
    if (seen.has(one.id)) return;
    seen.add(one.id);
    for (const line of one.lines()) {
      for (const row of line.rows) rows.set(`${row.file}:${row.line}`, row);
      const inner = line.figure === undefined ? undefined : figures.get(line.figure);
      if (inner !== undefined) visit(inner);
    }
  };
  visit(figure);
  return [...rows.values()];
}
