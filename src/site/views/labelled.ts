/** A figure with the name and the style that a page prints it in, and sums of such figures. */
import { type Figure, figure, type Line } from "../../core/figures.ts";
import type { NumberStyle } from "../format/number.ts";

export interface Labelled {
  readonly label: string;
  readonly figure: Figure;
  readonly style: NumberStyle;
  /** Under which heading its trace stands; empty for the first. */
  readonly group?: string;
}

export const labelled = (label: string, of: Figure, style: NumberStyle = "money"): Labelled => ({
  label,
  figure: of,
  style,
});

/** The same figures under a heading. */
export const under = (group: string, figures: readonly Labelled[]): readonly Labelled[] =>
  figures.map((one) => ({ ...one, group }));

/** What a sum is made of. */
export interface Part {
  readonly label: string;
  readonly figure: Figure;
  readonly operator?: "+" | "−";
}

/** A figure that adds (or takes away) other figures of the same unit. */
export const sumOf = (id: string, unit: string, parts: readonly Part[]): Figure =>
  figure(id, unit, () => parts.map(lineOf));

const lineOf = ({ label, figure: { id, value, unit }, operator = "+" }: Part): Line => ({
  operator,
  label,
  value,
  unit,
  figure: id,
  rows: [],
});
