/** `lotbook ci summary`: how the run went, as Markdown for the summary of the job; days and counts, no amounts. */
import type { Command } from "commander";
import { type Code, type Diagnostic, severityOf } from "../core/diagnostics.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { coverageJson } from "../exports/coverage.ts";
import type { Report } from "../pipeline.ts";
import { failuresOf } from "./ci-failures.ts";
import { remark, summarize } from "./ci-output.ts";
import { codeOf, type ExitOptions, reportIn, withExits } from "./ci-read.ts";
import { EXIT, isFolder, print } from "./run.ts";
import { counted } from "./text.ts";

/** Registers `lotbook ci summary`. */
export function addSummary(ci: Command): void {
  withExits(ci.command("summary"))
    .description("write how the run went to the summary of the job, and end as the fetch did")
    .action(({ root, ...exits }: ExitOptions) => {
      const fetchExit = codeOf(exits.fetchExit);
      if (!isFolder(root)) {
        process.exitCode = EXIT.settings;
        return;
      }
      const markdown = summaryOf(reportIn(root), fetchExit, codeOf(exits.commitExit));
      print(markdown);
      summarize(markdown);
      if (fetchExit === EXIT.notReady)
        remark(
          "notice",
          "The broker was not ready, or is left alone for a while; the next run asks again.",
        );
      process.exitCode = fetchExit === EXIT.notReady ? EXIT.done : (fetchExit ?? EXIT.done);
    });
}

const HEADLINES: Readonly<Record<number, string>> = {
  [EXIT.done]: "done",
  [EXIT.defect]: "failed by a defect of Lotbook",
  [EXIT.accountGuard]: "refused a statement of another account; nothing was written",
  [EXIT.credential]: "the token has to be replaced",
  [EXIT.notReady]: "no statement yet",
  [EXIT.settings]: "the settings have to be changed",
  [EXIT.refused]: "what came was no complete statement",
};

/** Markdown about a run and what it left behind. */
export function summaryOf(
  report: Report,
  fetchExit: number | null,
  commitExit: number | null,
): string {
  const headline =
    fetchExit === null ? "" : `: ${HEADLINES[fetchExit] ?? `ended with ${fetchExit}`}`;
  const pushed =
    (commitExit ?? 0) === 0 ? "" : "; **what is new could not be committed or pushed**";
  // The token's last days have a line of their own.
  const diagnostics = report.diagnostics.filter(({ code }) => !ENDS.has(code));
  const failures = failuresOf({ report: { ...report, diagnostics }, fetchExit, commitExit });
  const parts = [
    `## Fetch${headline}${pushed}`,
    runsTable(report),
    [...coverageLines(report), comparedLine(report), ...tokenLine(report)]
      .map((line) => `- ${line}`)
      .join("\n"),
    noticedTable(diagnostics),
    ...failures.map(({ title, body }) => `### ${title}\n\n${body}`),
  ];
  return withoutAccountNumbers(parts.filter((part) => part !== "").join("\n\n"));
}

/** The last run of each query. */
function runsTable({ ingestion: { runs } }: Report): string {
  const last = [...Map.groupBy(runs, ({ query }) => query).values()].flatMap(
    (own) => own.at(-1) ?? [],
  );
  if (last.length === 0) return "";
  return table(
    ["Query", "Last run (UTC)", "Outcome", "Asked for", "Received"],
    last.map(({ query, time, outcome, code, asked, received }) => [
      query,
      time.replace("T", " "),
      code === null ? outcome : `${outcome} (code ${code})`,
      asked === null ? "the query's own period" : `${asked.from} to ${asked.to}`,
      received === null ? "nothing" : `${received.from} to ${received.to}`,
    ]),
  );
}

function coverageLines(report: Report): string[] {
  const { accounts } = coverageJson(report);
  if (accounts.length === 0) return ["No day is covered: there is no statement yet."];
  return accounts.map(({ account, from, to, gaps }) => {
    const missing = gaps.filter((gap) => gap.missing === "statement");
    const days = missing.reduce((sum, { weekdays }) => sum + weekdays, 0);
    const what =
      missing.length === 0
        ? "no gap"
        : `${counted(missing.length, "gap")} of ${counted(days, "weekday")}`;
    return `**${account}**: ${from} to ${to}, ${what}`;
  });
}

function comparedLine({ summary }: Report): string {
  const sum = (of: (counts: Report["summary"][string]) => number): number =>
    Object.values(summary).reduce((total, counts) => total + of(counts), 0);
  const [agree, explained, differ, unknown] = [
    sum(({ agrees }) => agrees),
    sum((counts) => counts.explained),
    sum(({ unexplained }) => unexplained),
    sum(({ notReported }) => notReported),
  ];
  return `Compared with the broker: ${agree} agree, ${explained} explained, ${differ} differ, ${unknown} cannot be checked`;
}

const ENDS: ReadonlySet<Code> = new Set<Code>(["settings/token-expires", "settings/token-expired"]);

/** The countdown of the token. */
function tokenLine({ diagnostics }: Report): string[] {
  return diagnostics
    .filter(({ code }) => ENDS.has(code))
    .map(({ message, hint }) => `**Token**: ${message}: ${hint}`);
}

/** How often each code of an error or a warning occurs. */
function noticedTable(diagnostics: readonly Diagnostic[]): string {
  const found = Map.groupBy(
    diagnostics.filter((one) => severityOf(one) !== "info"),
    (one) => `${severityOf(one)} ${one.code}`,
  );
  if (found.size === 0) return "";
  return table(
    ["Noticed", "Code", "Times"],
    [...found].map(([name, all]) => [...name.split(" "), String(all.length)]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
