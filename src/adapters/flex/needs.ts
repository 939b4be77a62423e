/**
 * What figures need of a query. A missing section or attribute disables figures, and the diagnostic names them; rows
 * that no figure uses yet are named too, so that nothing is dropped in silence. What is needed stands in lint-table.ts.
 * (Accounting notes, section 7.)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { sectionOf } from "./catalogue.ts";
import type { FlexRow, FlexStatement } from "./document.ts";
import { FLEX_QUERIES } from "./lint-portal.ts";
import { isUsed, SECTION_NEEDS } from "./lint-table.ts";

const SECTIONS = SECTION_NEEDS.filter(({ atBuild }) => atBuild);

/** Element → attribute → what is unknown without it. */
const ATTRIBUTES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  SECTION_NEEDS.flatMap(({ fields }) => Object.entries(fields)).flatMap(([element, needs]) => {
    const reported = Object.entries(needs).filter(([, { atBuild }]) => atBuild);
    if (reported.length === 0) return [];
    return [[element, new Map(reported.map(([name, { without }]) => [name, without]))]];
  }),
);

const USED = new Set([
  ...SECTION_NEEDS.filter(isUsed).map(({ container }) => container),
  "TradeConfirms",
]);

/** What the statements of one file lack: one diagnostic per section or attribute. */
export function checkNeeds(statements: readonly FlexStatement[]): Diagnostic[] {
  const activity = statements.filter(({ sections }) => !sections.has("TradeConfirms"));
  return [...missingSections(activity), ...missingAttributes(activity)];
}

function missingSections(statements: readonly FlexStatement[]): Diagnostic[] {
  return SECTIONS.flatMap(({ container, without }) => {
    const lacking = statements.filter(({ sections }) => !sections.has(container));
    const [first] = lacking;
    if (first === undefined) return [];
    return [
      {
        code: "flex/missing-section" as const,
        message: `${container} is not in ${lacking.length === 1 ? "the statement" : `${lacking.length} statements`}: unknown without it are ${without}`,
        at: [first.place],
        expected: `a section ${container}, empty if nothing happened`,
        hint: `select the section in the query (${FLEX_QUERIES}) and fetch again`,
      },
    ];
  });
}

function missingAttributes(statements: readonly FlexStatement[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { sections } of statements)
    for (const { container, rows } of sections.values())
      for (const [element, needed] of ATTRIBUTES)
        for (const name of lackingColumns(rows, element, [...needed.keys()]) ?? []) {
          const key = `${element}.${name}`;
          const first = rows.find((row) => row.element === element);
          if (found.has(key) || first === undefined) continue;
          found.set(key, {
            code: "flex/missing-attribute",
            message: `${container}: ${key} is not exported: unknown without it are ${needed.get(name)}`,
            at: [first.place],
            expected: `the attribute ${name} on every ${element} row`,
            hint: `select the field in the query (${FLEX_QUERIES}) and fetch again`,
          });
        }
  return [...found.values()];
}

/**
 * Which of some attributes no row of an element has; null where there is no such row, so that nobody can say. Rows of
 * one element may differ: closed lots have attributes that their trades lack.
 */
export function lackingColumns(
  rows: readonly FlexRow[],
  element: string,
  wanted: readonly string[],
): readonly string[] | null {
  let lacking: readonly string[] | null = null;
  for (const row of rows) {
    if (row.element !== element) continue;
    const columns = new Set(row.attributes().names());
    lacking = (lacking ?? wanted).filter((name) => !columns.has(name));
    if (lacking.length === 0) break;
  }
  return lacking;
}

/** Rows of known sections, over all statements, that nothing uses yet: one diagnostic per section. */
export function unusedRows(statements: readonly FlexStatement[]): Diagnostic[] {
  const sections = statements.flatMap((statement) => [...statement.sections.values()]);
  const unused = sections.filter(
    ({ container, rows }) =>
      rows.length > 0 && !USED.has(container) && sectionOf(container) !== undefined,
  );
  return [...Map.groupBy(unused, ({ container }) => container)].map(([container, own]) => {
    const count = own.reduce((sum, { rows }) => sum + rows.length, 0);
    return {
      code: "flex/not-compared",
      message: `${container}: ${count === 1 ? "1 row is" : `${count} rows are`} kept; no figure and no rule uses them yet`,
      at: own.flatMap(({ rows }) => rows.slice(0, 1).map(({ place }) => place)),
    };
  });
}
