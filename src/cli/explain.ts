/** `lotbook explain FIGURE`: how a figure came about, down to file and line. */
import type { Command } from "commander";
import { isKnown } from "../core/amount.ts";
import type { Figure, Line } from "../core/figures.ts";
import { actionName, Provisional } from "../exports/provisional.ts";
import type { Report } from "../pipeline.ts";
import { EXIT, exitCodeOf, print, type RootOptions, reportOf, withRoot } from "./run.ts";
import { amountText } from "./text.ts";

export function addExplain(program: Command): void {
  withRoot(program.command("explain"))
    .description("print how a figure came about, down to file and line")
    .argument("<figure>", "its name, such as positions/main/265598/costBasis")
    .option("--json", "print the formula as JSON")
    .action((id: string, options: RootOptions & { json?: boolean }) => {
      const report = reportOf(options);
      if (report === null) return;
      const figure = report.figures.get(id);
      if (figure === undefined) {
        console.error(noSuchFigure(id, report));
        const exit = exitCodeOf(report.diagnostics);
        process.exitCode = exit === EXIT.accountGuard ? exit : EXIT.settings;
        return;
      }
      print(
        options.json
          ? JSON.stringify(figureJson(figure, report))
          : [headOf(figure, report), ...explained(figure, report)].join("\n"),
      );
      process.exitCode = exitCodeOf(report.diagnostics);
    });
}

/** The figure, and whether it is provisional. */
function headOf(figure: Figure, report: Report): string {
  const rests = restsOn(figure, report);
  const head = `${figure.id} = ${valueText(figure)}`;
  return rests === null
    ? head
    : `${head}\n  provisional: rests on the ${rests}, which is to be decided`;
}

/** `spin-off main/9-20250310`: the undecided corporate action that a figure rests on; null where it is exact. */
function restsOn(figure: Figure, report: Report): string | null {
  const provisional = new Provisional(report);
  const name = provisional.behind(figure);
  if (name === null) return null;
  const action = provisional.action(name);
  return action === null ? name : actionName(action.event);
}

/** The formula of a figure line by line, and below each line what that is made of. */
const explained = (figure: Figure, report: Report, indent = ""): string[] =>
  figure.lines().flatMap((line) => lineText(line, report, `${indent}  `));

function lineText(line: Line, report: Report, indent: string): string[] {
  const rows = line.rows.map(({ file, line: number }) => `${indent}    ${file}:${number}`);
  const inner = line.figure === undefined ? undefined : report.figures.get(line.figure);
  return [
    `${indent}${line.operator} ${valueText(line)}  ${line.label}`,
    ...rows,
    ...(inner === undefined ? [] : explained(inner, report, `${indent}  `)),
  ];
}

const valueText = ({ value, unit }: { value: Figure["value"]; unit: string }): string =>
  isKnown(value) ? `${amountText(value)} ${unit}`.trim() : amountText(value);

function figureJson(figure: Figure, report: Report): unknown {
  return {
    id: figure.id,
    value: figure.value,
    unit: figure.unit,
    provisional: restsOn(figure, report),
    lines: figure.lines().map(({ operator, label, value, unit, figure: inner, rows }) => ({
      operator,
      label,
      value,
      unit,
      figure: inner ?? null,
      rows,
    })),
    rows: report.figures.rowsOf(figure),
  };
}

function noSuchFigure(id: string, report: Report): string {
  const parts = id.split("/");
  const near = [...report.figures.all.keys()]
    .filter(
      (other) => parts.filter((part) => other.split("/").includes(part)).length >= parts.length - 1,
    )
    .slice(0, 8);
  const some = near.length > 0 ? near : [...report.figures.all.keys()].slice(0, 8);
  return [
    `There is no figure ${id}. Some that there are:`,
    ...some.map((name) => `  ${name}`),
  ].join("\n");
}
