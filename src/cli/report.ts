/** `lotbook report`: the whole derived report. */
import type { Command } from "commander";
import { isKnown } from "../core/amount.ts";
import { severityOf } from "../core/diagnostics.ts";
import { headingOf } from "../exports/instrument-name.ts";
import { reportJson } from "../exports/json.ts";
import type { Report } from "../pipeline.ts";
import { exitCodeOf, print, type RootOptions, reportOf, withRoot } from "./run.ts";
import { amountText, counted, table } from "./text.ts";

interface ReportOptions extends RootOptions {
  readonly json?: boolean;
  readonly trace?: boolean;
}

export function addReport(program: Command): void {
  withRoot(program.command("report"))
    .description("print positions, results, cash and how they compare with the broker")
    .option("--json", "print the report as JSON (schemas/report.schema.json)")
    .option("--trace", "with --json: name the raw rows behind every figure")
    .action((options: ReportOptions) => {
      const report = reportOf(options);
      if (report === null) return;
      print(
        options.json
          ? JSON.stringify(reportJson(report, { trace: options.trace === true }))
          : textOf(report),
      );
      process.exitCode = exitCodeOf(report.diagnostics);
    });
}

function textOf(report: Report): string {
  return [
    report.demo ? "Demo account: invented data." : "",
    ...report.accounts.map(
      ({ account, baseCurrency, from, to }) =>
        `${account} in ${baseCurrency || "unknown"}, ${from} to ${to}`,
    ),
    "",
    positionsText(report),
    "",
    cashText(report),
    "",
    `${summaryText(report)}; \`lotbook check\` lists them.`,
  ]
    .join("\n")
    .trim();
}

function positionsText({ positions }: Report): string {
  const held = table(
    ["Instrument", "Quantity", "Cost basis", "Market value", "Unrealized", "Currency"],
    positions.map(({ instrument, holding, quantity, costBasis, marketValue, unrealized }) => [
      `${headingOf(instrument)}${holding.provisional.length > 0 ? " *" : ""}`,
      ...[quantity, costBasis, marketValue, unrealized].map(({ value }) =>
        isKnown(value) ? amountText(value) : "unknown",
      ),
      instrument.currency,
    ]),
    ["Quantity", "Cost basis", "Market value", "Unrealized"],
  );
  if (positions.every(({ holding }) => holding.provisional.length === 0)) return held;
  return `${held}\n\n* Cost and results rest on a corporate action that is to be decided; \`lotbook check\` prints the entry.`;
}

const cashText = ({ cash }: Report): string =>
  table(
    ["Cash", "Ending"],
    cash.map(({ account, currency, ending }) => [
      `${account} ${currency}`,
      amountText(ending.value),
    ]),
    ["Ending"],
  );

/** How many checks of each rule agree, and how many diagnostics there are. */
export function summaryText({ summary, diagnostics }: Report): string {
  const rules = table(
    ["Rule", "agree", "explained", "unexplained", "not reported"],
    Object.entries(summary).map(([rule, counts]) => [
      rule,
      ...[counts.agrees, counts.explained, counts.unexplained, counts.notReported].map(String),
    ]),
    ["agree", "explained", "unexplained", "not reported"],
  );
  const errors = diagnostics.filter((one) => severityOf(one) === "error").length;
  return `${rules}\n\n${counted(errors, "error")}, ${counted(diagnostics.length - errors, "other diagnostic")}`;
}
