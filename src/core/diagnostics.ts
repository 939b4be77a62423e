/**
 * What was noticed about the data: values with a code, a place and a remedy. Bad data never stops a build and is never
 * only logged. Every code stands in {@link CODES} with its severity and what it means, and has a smallest input under
 * `fixtures/errors/<code>/`.
 */
import { CODES, type Severity } from "./diagnostic-codes.ts";
import { compareText, type RowRef } from "./ids.ts";
import { withoutAccountNumbers } from "./privacy.ts";

export type Code = keyof typeof CODES;

export interface Diagnostic {
  readonly code: Code;
  /** What is wrong, with the names and numbers; a sentence without a full stop. */
  readonly message: string;
  /** The rows concerned, the one to look at first. Empty where no file is concerned. */
  readonly at: readonly RowRef[];
  readonly expected?: string;
  readonly actual?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What a stage of the pipeline answers: its value and what it noticed. */
export interface Staged<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export const severityOf = (diagnostic: Diagnostic): Severity => CODES[diagnostic.code].severity;

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Sorted by severity, then file, line, code and message, so that the order never depends on the input's. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const file = (one: Diagnostic) => one.at[0]?.file ?? "";
  const line = (one: Diagnostic) => one.at[0]?.line ?? 0;
  return diagnostics.toSorted(
    (a, b) =>
      RANK[severityOf(a)] - RANK[severityOf(b)] ||
      compareText(file(a), file(b)) ||
      line(a) - line(b) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

/** The diagnostic without anything that looks like an account number in its texts. */
export function masked(diagnostic: Diagnostic): Diagnostic {
  const { message, expected, actual } = diagnostic;
  return {
    ...diagnostic,
    message: withoutAccountNumbers(message),
    ...(expected === undefined ? {} : { expected: withoutAccountNumbers(expected) }),
    ...(actual === undefined ? {} : { actual: withoutAccountNumbers(actual) }),
  };
}

/** As it is printed in a terminal: place, severity, code, message, then expected, actual and hint on their own lines. */
export function printed(diagnostic: Diagnostic): string {
  const [place] = diagnostic.at;
  const where = place === undefined ? "" : `${place.file}:${place.line}: `;
  const lines = [`${where}${severityOf(diagnostic)} ${diagnostic.code}: ${diagnostic.message}`];
  for (const part of ["expected", "actual", "hint"] as const)
    if (diagnostic[part] !== undefined) lines.push(`  ${part}: ${diagnostic[part]}`);
  return lines.join("\n");
}
