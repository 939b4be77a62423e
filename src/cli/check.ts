/** `lotbook check`: validates everything, compares with the broker, prints diagnostics. */
import type { Command } from "commander";
import { CODES } from "../core/diagnostic-codes.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import { casesText } from "../exports/cases.ts";
import { checkJson, checksJson } from "../exports/json.ts";
import { restatementsText } from "../exports/restatements.ts";
import { rulesJson } from "../exports/rules.ts";
import { annotationText } from "./ci-annotations.ts";
import { writeMetrics } from "./metrics.ts";
import { summaryText } from "./report.ts";
import { EXIT, exitCodeOf, print, type RootOptions, reportOf, withRoot, worst } from "./run.ts";
import { diagnosticText, table } from "./text.ts";

interface CheckOptions extends RootOptions {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly all?: boolean;
  readonly rules?: boolean;
  readonly annotations?: boolean;
  readonly strict?: boolean;
  readonly metrics?: string;
}

export function addCheck(program: Command): void {
  withRoot(program.command("check"))
    .description("validate the raw data and settings and compare every figure with the broker's")
    .option(
      "--json",
      "print { summary, checks, cases, diagnostics } as JSON (schemas/checks.schema.json)",
    )
    .option("--ndjson", "print the checks alone, one JSON object a line")
    .option("--all", "with --json or --ndjson: the checks that agree, too")
    .option("--rules", "print all rules with their formulas and counts; with --json as JSON")
    .option("--annotations", "print the diagnostics as workflow commands, shown beside their lines")
    .option("--strict", "end with exit code 8 when a figure differs without an explanation")
    .option("--metrics <file>", "also write drift and ages for Prometheus into this file")
    .action((options: CheckOptions) => {
      const report = reportOf(options);
      if (report === null) return;
      const all = options.all === true;
      if (options.rules) print(rulesText(report, options.json === true));
      else if (options.annotations) print(annotationText(report.diagnostics.map(publicOf)));
      else if (options.ndjson)
        print(
          report.checks
            .filter(({ status }) => all || status !== "agrees")
            .map((check) => JSON.stringify(checkJson(check, report.instruments)))
            .join("\n"),
        );
      else if (options.json) print(JSON.stringify(checksJson(report, { all })));
      else
        print(
          [
            diagnosticText(report.diagnostics),
            casesText(report),
            summaryText(report),
            restatementsText(report),
          ]
            .filter((part) => part !== "")
            .join("\n\n")
            .trim(),
        );
      const drift = Object.values(report.summary).some(({ unexplained }) => unexplained > 0);
      const written =
        options.metrics === undefined ? EXIT.done : writeMetrics(report, options.metrics);
      process.exitCode = worst([
        exitCodeOf(report.diagnostics),
        written,
        options.strict && drift ? EXIT.drift : EXIT.done,
      ]);
    });
}

/** A line per rule: what it compares, by which formula, and what came of it. */
function rulesText(report: Parameters<typeof rulesJson>[0], json: boolean): string {
  const rules = rulesJson(report);
  if (json) return JSON.stringify(rules);
  const counts = ["agree", "explained", "unexplained", "not reported"];
  return table(
    ["Rule", "What is compared", ...counts, "Formula"],
    rules.map(({ rule, title, formula, agrees, explained, unexplained, notReported }) => [
      rule,
      title,
      ...[agrees, explained, unexplained, notReported].map(String),
      formula,
    ]),
    counts,
  );
}

/**
 * A diagnostic for a page that more people read than the repository: what it says about raw data, which may hold amounts,
 * is reduced to what its code means. Settings, labels and notes are text of the user's.
 */
function publicOf(diagnostic: Diagnostic): Diagnostic {
  const { code, at, hint } = diagnostic;
  const isAboutData = at[0]?.file.startsWith("data/") === true || code === "waivers/too-small";
  if (code === "decisions/invalid") return withoutActual(diagnostic);
  if (!isAboutData) return diagnostic;
  // The waiver to paste has the amount.
  const shown = code === "reconcile/differs" ? undefined : hint;
  return {
    code,
    at,
    message: CODES[code].meaning,
    ...(shown === undefined ? {} : { hint: shown }),
  };
}

/** Without the value as it was typed: a basis or a gain is an amount. */
const withoutActual = ({ actual: _, ...rest }: Diagnostic): Diagnostic => rest;
