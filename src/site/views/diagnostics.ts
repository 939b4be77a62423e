/** What was noticed about the data, worst first. */
import type { Report } from "../../analytics/report.ts";
import { CODES, type Severity } from "../../core/diagnostic-codes.ts";
import { type Diagnostic, severityOf } from "../../core/diagnostics.ts";
import { counted, typeset } from "../format/words.ts";
import { type RowLink, rowLink } from "./trace.ts";

export interface DiagnosticRow {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: readonly RowLink[];
  readonly moreRows: number;
  readonly expected: string;
  readonly actual: string;
  readonly hint: string;
  /** What the code means; empty where the row above says so. */
  readonly meaning: string;
}

export interface DiagnosticsView {
  readonly summary: string;
  readonly groups: readonly {
    readonly severity: Severity;
    readonly title: string;
    readonly rows: readonly DiagnosticRow[];
    readonly more: number;
  }[];
}

/** How many of one severity the page lists. */
const LISTED = 400;
const ROWS = 3;
const TITLES: Record<Severity, string> = {
  error: "Errors",
  warning: "Warnings",
  info: "Good to know",
};

export function diagnosticsView(report: Report): DiagnosticsView {
  const groups = Map.groupBy(report.diagnostics, severityOf);
  const count = (severity: Severity, word: string) =>
    counted(groups.get(severity)?.length ?? 0, word);
  return {
    summary: `${count("error", "error")}, ${count("warning", "warning")}, ${groups.get("info")?.length ?? 0} good to know`,
    groups: (["error", "warning", "info"] as const).flatMap((severity) => {
      const all = groups.get(severity) ?? [];
      const rows = all
        .slice(0, LISTED)
        .map((one, index) => rowOf(report, one, all[index - 1]?.code));
      return all.length === 0
        ? []
        : [{ severity, title: TITLES[severity], rows, more: all.length - rows.length }];
    }),
  };
}

function rowOf(report: Report, diagnostic: Diagnostic, before: string | undefined): DiagnosticRow {
  const { code, message, at, expected = "", actual = "", hint = "" } = diagnostic;
  return {
    code,
    severity: severityOf(diagnostic),
    message: typeset(message),
    at: at
      .slice(0, ROWS)
      .map((row) => ({ ...rowLink(report, row), text: `${row.file} : ${row.line}` })),
    moreRows: at.length > ROWS ? at.length - ROWS : 0,
    expected: typeset(expected),
    actual: typeset(actual),
    hint: typeset(hint),
    meaning: code === before ? "" : typeset(CODES[code].meaning),
  };
}
