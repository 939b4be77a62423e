/**
 * Rows that come and go: which statements of a day have a row and which do not. A statement can only add or withdraw a
 * row if an older one reported on that day and section. (Accounting notes, section 4, "Supersede".)
 */
import { type IsoDate, isWeekday } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { NonEmpty } from "../../core/ids.ts";
import type { Attributes, FlexRow, FlexSection, FlexStatement } from "./document.ts";
import type { Selection, Version } from "./merge.ts";
import { readDate } from "./values.ts";

/** What a newer statement did to a row as a whole. */
export interface Turn {
  /** `missing`: the statement lacks the row, which may have other reasons than the broker, so it still counts. */
  readonly kind: "added" | "withdrawn" | "missing";
  readonly by: FlexStatement;
  /** Which version of the row came or went: the place among its versions. */
  readonly version: number;
}

export const NO_TURNS: readonly Turn[] = [];

/** Which statements report on a section, day by day; remembered. */
export class Cover {
  readonly #selections: readonly Selection[];
  readonly #known = new Map<string, readonly FlexStatement[]>();
  readonly #days = new Map<FlexSection, ReadonlySet<string>>();

  /** Selections of one section come oldest statement first. */
  constructor(selections: readonly Selection[]) {
    this.#selections = selections.filter(isUsable);
  }

  /** The statements of an account that report on a day, oldest first. */
  on(account: string, date: IsoDate): readonly FlexStatement[] {
    const key = `${account}/${date}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#selections
      .map(({ statement }) => statement)
      .filter((one) => one.accountId === account && one.from <= date && date <= one.to);
    this.#known.set(key, found);
    return found;
  }

  /** Some of the statements, oldest first. */
  inOrder(some: ReadonlySet<FlexStatement>): readonly FlexStatement[] {
    return this.#selections.flatMap(({ statement }) => (some.has(statement) ? [statement] : []));
  }

  hasRowsOn(statement: FlexStatement, container: string, date: IsoDate): boolean {
    const section = statement.sections.get(container);
    if (section === undefined) return false;
    const days =
      this.#days.get(section) ??
      new Set(section.rows.map((row) => dateIn(row.attributes(), ["reportDate"]) ?? ""));
    this.#days.set(section, days);
    return days.has(date);
  }
}

/** A section whose rows are all of levels that are not used does not report on single rows. */
const isUsable = ({ statement, container, rows }: Selection): boolean =>
  rows.length > 0 || statement.sections.get(container)?.rows.length === 0;

/** The first of some dates that a row has in a readable form. */
export function dateIn(attributes: Attributes, names: readonly string[]): IsoDate | null {
  for (const name of names) {
    const date = readDate(attributes.get(name) ?? "");
    if (date !== null && date !== "bad" && date !== "ambiguous") return date;
  }
  return null;
}

/**
 * What statements did to a row as a whole, oldest first; versions come newest first. It is withdrawn only where a newer
 * statement exports the same attributes, has other rows of that day, and its window holds the row's report date beyond
 * doubt; otherwise it is missing, which is said of the newest statement alone.
 */
export function turnsOf(
  versions: NonEmpty<Version>,
  cover: Cover,
  dates: readonly string[],
): readonly Turn[] {
  const [{ row, statement: newest }] = versions;
  const attributes = row.attributes();
  const date = dateIn(attributes, dates);
  if (date === null) return NO_TURNS;
  const covering = cover.on(newest.accountId, date);
  if (covering.every((one, index) => versions.at(-1 - index)?.statement === one)) return NO_TURNS;
  const reported = dateIn(attributes, ["reportDate"]);
  const isCertain = (one: FlexStatement): boolean =>
    cover.hasRowsOn(one, row.section, date) && sameColumns(one, newest, row.section);
  const own = new Map(versions.map(({ statement }, index) => [statement, index]));
  const turns: Turn[] = [];
  let silent: FlexStatement | null = null;
  let missing: FlexStatement | null = null;
  let present = -1;
  for (const one of cover.inOrder(new Set([...covering, ...own.keys()]))) {
    const version = own.get(one);
    if (version !== undefined) {
      if (present < 0 && silent !== null && isNewer(one, silent))
        turns.push({ kind: "added", by: one, version });
      [present, missing] = [version, null];
    } else if (present < 0) silent ??= one;
    else if (reported === date && isWeekday(date) && isNewer(one, versions[present]?.statement)) {
      if (isCertain(one)) {
        turns.push({ kind: "withdrawn", by: one, version: present });
        [present, silent, missing] = [-1, one, null];
      } else missing = one;
    }
  }
  if (missing !== null) turns.push({ kind: "missing", by: missing, version: present });
  return turns;
}

const isNewer = (one: FlexStatement, other: FlexStatement | undefined): boolean =>
  (one.generated ?? "") > (other?.generated ?? "");

/** Whether two statements export the same attributes of a section. */
function sameColumns(left: FlexStatement, right: FlexStatement, container: string): boolean {
  const [a, b] = [left.sections.get(container)?.columns, right.sections.get(container)?.columns];
  return (
    a !== undefined && b !== undefined && a.size === b.size && [...a].every((name) => b.has(name))
  );
}

/** Says that a row went, or may have gone (`merge/row-withdrawn`, `merge/row-missing`). */
export function turnDiagnostic(row: FlexRow, { kind, by }: Turn): Diagnostic {
  const certain = kind === "withdrawn";
  return {
    code: certain ? "merge/row-withdrawn" : "merge/row-missing",
    message: `${row.section}: a newer statement of the same days has no such ${row.element} row`,
    at: [row.place, by.place],
    hint: certain
      ? "the broker withdrew it; it is left out of all figures"
      : "it still counts; compare the two statements",
  };
}
