/** What `lotbook preview` prints for people: holdings, cash, sections and fields, and what to change in the portal. */

import { styleText } from "node:util";
import type { FlexDocument } from "../adapters/flex/document.ts";
import type { Holdings } from "../adapters/flex/holdings.ts";
import type { Finding, QueryReport, SectionReport } from "../adapters/flex/lint.ts";
import type { Severity } from "../adapters/flex/lint-need.ts";
import {
  fieldText,
  OPTIONS,
  pathToSection,
  QUERY_EDITOR,
  sectionLabel,
  UNSEEN,
} from "../adapters/flex/lint-portal.ts";
import { isKnown, type Unknown } from "../core/amount.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { amountText, counted, table } from "./text.ts";

interface Preview {
  readonly document: FlexDocument;
  readonly holdings: Holdings;
  readonly report: QueryReport;
  /** The command that stores the statement. */
  readonly next: string;
  /** Why the statement would not be stored. */
  readonly refusal: Diagnostic | undefined;
}

/** The whole answer as text: states are words, so that nothing hangs on color. No account number is in it. */
export function previewText({ document, holdings, report, next, refusal }: Preview): string {
  return [
    headText(document),
    blockText("Holdings", ["Symbol", "Units", "Currency", "Conid"], holdings.holdings, (one) => [
      shown(one.symbol),
      amountText(one.units),
      shown(one.currency),
      shown(one.conid),
    ]),
    blockText("Cash", ["Currency", "Amount"], holdings.cash, (one) => [
      shown(one.currency),
      amountText(one.amount),
    ]),
    ...sectionsText(report.sections),
    ...findingsText(report.findings),
    nextText(report.findings, next, refusal),
  ].join("\n\n");
}

/** Whether rows are of several accounts, so that each says whose it is. */
export const areMany = (rows: readonly { readonly account: string }[]): boolean =>
  new Set(rows.map(({ account }) => account)).size > 1;

/** Text of the broker for a terminal: no control characters. */
const shown = (text: string): string => text.replaceAll(/\p{Cc}/gu, " ");

function headText({ queryName, statements }: FlexDocument): string {
  const name = shown(withoutAccountNumbers(queryName));
  const days = statements.flatMap(({ from, to }) => [from, to]).toSorted();
  const period = days.length === 0 ? "" : ` of ${days[0]} to ${days.at(-1)}`;
  const query = name === "" ? "A query without a name" : `Query "${name}"`;
  return `${query}: ${counted(statements.length, "statement")}${period}. Nothing is stored.`;
}

/** A titled table, led by the account where rows are of several. */
function blockText<T extends { readonly account: string }>(
  title: string,
  head: readonly string[],
  rows: readonly T[] | Unknown,
  cells: (row: T) => readonly string[],
): string {
  if (!isKnown(rows)) return `${title}\n  unknown: ${rows.unknown}`;
  if (rows.length === 0) return `${title}\n  none`;
  const right = ["Units", "Amount"];
  if (!areMany(rows)) return `${title}\n${indented(table(head, rows.map(cells), right))}`;
  const named = rows.map((row) => [row.account, ...cells(row)]);
  return `${title}\n${indented(table(["Account", ...head], named, right))}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");

const LEGEND =
  "Sections and fields\n  ok: exported. empty: nothing happened, so its fields cannot be checked. missing: not selected in the query. –: the rows do not tell.";

/** Each section, and below it the tick boxes and fields that are missing with what each one disables. */
function sectionsText(sections: readonly SectionReport[]): string[] {
  if (sections.length === 0) return [];
  const rows = sections.flatMap((section) => [sectionRow(section), ...missingRows(section)]);
  const head = ["State", "Section or field", "Rows", "Fields", "Without it"];
  return [`${LEGEND}\n${indented(table(head, rows, ["Rows", "Fields"]))}`];
}

function sectionRow({ container, state, severity, without, rows, fields }: SectionReport) {
  const checked = fields.filter(({ state: own }) => own !== "unknown");
  const there = checked.filter(({ state: own }) => own === "present");
  const isThere = state === "present" || state === "empty";
  return [
    isThere ? (state === "present" ? "ok" : "empty") : colored(severity, state),
    sectionLabel(container),
    state === "missing" ? "–" : String(rows),
    checked.length === 0 ? "–" : `${there.length} of ${checked.length}`,
    isThere ? "" : `${severity}: ${without}`,
  ];
}

function missingRows({ state, levels, fields }: SectionReport): string[][] {
  if (state === "missing" || state === "empty") return [];
  const boxes = levels.flatMap(({ need: { box, need }, state: own }) =>
    own === "missing" && need !== null ? [{ ...need, name: `option ${box}` }] : [],
  );
  const lacking = fields
    .filter(({ state: own }) => own === "missing")
    .map(({ name, severity, without }) => ({ name: fieldText(name), severity, without }));
  return [...boxes, ...lacking].map(({ name, severity, without }) => [
    colored(severity, "missing"),
    `  ${name}`,
    "",
    "",
    `${severity}: ${without}`,
  ]);
}

const COLORS = { needed: "red", useful: "yellow", advice: "dim" } as const;
const colored = (severity: Severity, text: string): string =>
  styleText(COLORS[severity], text, { stream: process.stdout });

const WIDTH = "needed".length + 2;

/** What to change, by severity; sections and fields as a list to tick off, options with what is wrong with them. */
function findingsText(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const grouped = Map.groupBy(findings, (one) =>
    isListed(one)
      ? `${one.severity}|${pathToSection(one.section ?? "")}`
      : `${one.problem}|${one.path}`,
  );
  const entries = [...grouped.values()].map((own) => {
    const [first] = own as [Finding, ...Finding[]];
    const mark =
      colored(first.severity, first.severity) + " ".repeat(WIDTH - first.severity.length);
    return isListed(first) ? `${mark}${ticks(first, own)}` : `${mark}${explained(first)}`;
  });
  return [`What to change (${QUERY_EDITOR})\n${indented(entries.join("\n"))}`];
}

/** Whether the table of sections says already what is lost. */
const isListed = ({ section, name, problem }: Finding): boolean =>
  section !== null && (name !== null || problem.includes("no section"));

function ticks({ section, path }: Finding, own: readonly Finding[]): string {
  const start = pathToSection(section ?? "");
  const boxes = own.flatMap((one) =>
    one.path === start ? [] : [one.path.slice(start.length + 3)],
  );
  const what = boxes.length === 0 ? "select it" : `tick ${boxes.join(", ")}`;
  return start.includes("Configuration") ? inEditor(path) : `${inEditor(start)}: ${what}`;
}

const explained = ({ problem, effect, path }: Finding): string =>
  `${inEditor(path)}\n${" ".repeat(WIDTH)}${sentence(problem)} ${sentence(effect)}`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const inEditor = (path: string): string =>
  path.startsWith(`${QUERY_EDITOR} > `) ? path.slice(QUERY_EDITOR.length + 3) : path;

function nextText(
  findings: readonly Finding[],
  next: string,
  refusal: Diagnostic | undefined,
): string {
  if (refusal !== undefined)
    return `Next: mend this first, it would not be stored: ${refusal.message}.`;
  const unseen = UNSEEN.map((name) => `${OPTIONS[name].name}: ${OPTIONS[name].value}`).join("; ");
  const note = `No statement shows these options, so look at them yourself: ${unseen}.`;
  const step = findings.some(({ severity }) => severity === "needed")
    ? 'Next: change what is marked "needed", save the query and run this preview again. docs/setup.md goes through it step by step.'
    : `Next: nothing that figures need is missing; store the statement with \`${next}\`.`;
  return `${note}\n${step}`;
}
