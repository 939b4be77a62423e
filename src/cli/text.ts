/** Tables and diagnostics for a terminal. */
import { stripVTControlCharacters, styleText } from "node:util";
import { type Amount, isKnown } from "../core/amount.ts";
import { type Diagnostic, printed, severityOf } from "../core/diagnostics.ts";

const COLORS = { error: "red", warning: "yellow", info: "dim" } as const;

/** Diagnostics as printed lines, the severity in color where the output is a terminal. */
export const diagnosticText = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map((one) => {
      const severity = severityOf(one);
      const colored = styleText(COLORS[severity], severity, { stream: process.stdout });
      return printed(one).replace(severity, () => colored);
    })
    .join("\n");

/** An amount as it is: all digits, or why it is unknown. */
export const amountText = (amount: Amount): string =>
  isKnown(amount) ? amount.toString() : `unknown: ${amount.unknown}`;

/** Columns aligned by their content: text left, the columns named in `right` right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[],
): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    all.reduce((width, row) => (widthOf(row[column]) > width ? widthOf(row[column]) : width), 0),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = " ".repeat((widths[column] ?? 0) - widthOf(cell));
          return right.includes(head[column] ?? "") ? padding + cell : cell + padding;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const widthOf = (cell: string | undefined): number => stripVTControlCharacters(cell ?? "").length;

/** `1 file`, `2 files`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;
