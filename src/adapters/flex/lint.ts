/**
 * Checks a query by one of its statements: which sections, levels and fields it exports of those that Lotbook uses
 * (lint-table.ts), what each one that is missing disables, and which options are wrong (lint-options.ts).
 */
import type { FlexDocument, FlexStatement } from "./document.ts";
import { type LevelReport, levelsOf, type Presence } from "./lint-levels.ts";
import type { FieldNeed, Finding, SectionNeed, Severity } from "./lint-need.ts";
import { confirmationFinding, type LintContext, lintOptions } from "./lint-options.ts";
import { fieldLabel, fieldText, pathToSection, sectionLabel } from "./lint-portal.ts";
import { SECTION_NEEDS } from "./lint-table.ts";
import { lackingColumns } from "./needs.ts";

export type { Finding, LintContext };

export interface FieldReport {
  readonly element: string;
  readonly name: string;
  readonly state: Presence;
  readonly severity: Severity;
  readonly without: string;
}

export interface SectionReport {
  readonly container: string;
  /** partly: some statements of the file lack it; empty: nothing happened, so its fields cannot be checked. */
  readonly state: "present" | "partly" | "empty" | "missing";
  readonly rows: number;
  readonly severity: Severity;
  readonly without: string;
  readonly levels: readonly LevelReport[];
  readonly fields: readonly FieldReport[];
}

export interface QueryReport {
  /** Every section of the table; none where the file is of a Trade Confirmation query or holds no statement. */
  readonly sections: readonly SectionReport[];
  /** The most important first. */
  readonly findings: readonly Finding[];
}

const RANK: Readonly<Record<Severity, number>> = { needed: 0, useful: 1, advice: 2 };

/** What a query has and lacks. Pure; no account number and no personal value is repeated. */
export function lintQuery(document: FlexDocument, context: LintContext = {}): QueryReport {
  const { statements } = document;
  if (document.type === "trade confirmation")
    return { sections: [], findings: [confirmationFinding()] };
  const sections =
    statements.length === 0 ? [] : SECTION_NEEDS.map((need) => reportOn(need, statements));
  const findings = [...sections.flatMap(findingsOn), ...lintOptions(document, context)];
  return {
    sections,
    findings: findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]),
  };
}

function reportOn(need: SectionNeed, statements: readonly FlexStatement[]): SectionReport {
  const { container, severity, without } = need;
  const found = statements.flatMap(({ sections }) => sections.get(container) ?? []);
  const rows = found.flatMap((section) => section.rows);
  const has = (other: string): boolean =>
    statements.some(({ sections }) => (sections.get(other)?.rows.length ?? 0) > 0);
  return {
    container,
    state: stateOf(found.length, statements.length, rows.length),
    rows: rows.length,
    severity,
    without,
    levels: levelsOf(rows, need.levels),
    fields: Object.entries(need.fields).flatMap(([element, needs]) => {
      const lacking = lackingColumns(rows, element, Object.keys(needs));
      return Object.entries(needs).map(([name, field]) => ({
        element,
        name,
        state: lacking === null ? "unknown" : lacking.includes(name) ? "missing" : "present",
        severity: severityFor(field, has),
        without: field.without,
      }));
    }),
  };
}

function stateOf(found: number, statements: number, rows: number): SectionReport["state"] {
  if (found === 0) return "missing";
  if (found < statements) return "partly";
  return rows === 0 ? "empty" : "present";
}

const severityFor = (
  { severity, unless }: FieldNeed,
  has: (container: string) => boolean,
): Severity => (unless !== undefined && has(unless) ? "useful" : severity);

function findingsOn(report: SectionReport): Finding[] {
  const { container, severity, without: effect } = report;
  const label = sectionLabel(container);
  const path = pathToSection(container);
  const missing = { severity, section: container, name: null, effect, path };
  if (report.state === "missing")
    return [{ ...missing, problem: `the query has no section ${label}` }];
  const partly =
    report.state === "partly"
      ? [{ ...missing, problem: `some statements of the file have no section ${label}` }]
      : [];
  return [...partly, ...levelFindings(report), ...fieldFindings(report)];
}

function levelFindings({ container, levels }: SectionReport): Finding[] {
  const label = sectionLabel(container);
  const missing = levels.flatMap(({ need: { level, box, need }, state }): Finding[] =>
    state !== "missing" || need === null
      ? []
      : [
          {
            severity: need.severity,
            section: container,
            name: level,
            problem: `${label} has no rows of ${box}`,
            effect: need.without,
            path: pathToSection(container, box),
          },
        ],
  );
  const extra = levels.filter(({ need, state }) => need.need === null && state === "present");
  const [finest] = levels;
  if (extra.length === 0 || finest?.state !== "present") return missing;
  const boxes = extra.map(({ need }) => need.box).join(", ");
  return [
    ...missing,
    {
      severity: "advice",
      section: container,
      name: null,
      problem: `${label} also has rows of ${boxes}`,
      effect: `they repeat the rows of ${finest.need.box} and are left out; the file is only larger`,
      path: pathToSection(container, `untick ${boxes}`),
    },
  ];
}

const fieldFindings = ({ container, fields }: SectionReport): Finding[] =>
  fields
    .filter(({ state }) => state === "missing")
    .map(({ element, name, severity, without }) => ({
      severity,
      section: container,
      name: `${element}.${name}`,
      problem: `${sectionLabel(container)} lacks the field ${fieldText(name)}`,
      effect: without,
      path: pathToSection(container, fieldLabel(name)),
    }));
