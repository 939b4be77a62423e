/**
 * Versions of a row over many statements: what the broker changed, and what a newer statement of the same days no longer
 * has. (Accounting notes, section 4, "Supersede".)
 */
import { type IsoDate, isWeekday } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { NonEmpty } from "../../core/ids.ts";
import type { FlexRow, FlexSection, FlexStatement } from "./document.ts";
import type { MergedRow, Version } from "./merge.ts";
import { readDate, readDecimal } from "./values.ts";

/** Values whose change moves a figure. */
const WATCHED = [
  "quantity",
  "tradePrice",
  "proceeds",
  "taxes",
  "ibCommission",
  "netCash",
  "cost",
  "fifoPnlRealized",
  "amount",
  "settleDate",
  "notes",
];

/** Whether a newer version of a row has other values; says where (`merge/row-changed`). */
export function isRestated(
  [newest, ...older]: NonEmpty<Version>,
  notice: (diagnostic: Diagnostic) => void,
): boolean {
  if (older.length === 0) return false;
  const now = newest.row.attributes();
  for (const { row } of older) {
    const before = row.attributes();
    const moved = WATCHED.filter((name) => differs(before.get(name), now.get(name)));
    if (moved.length === 0) continue;
    notice({
      code: "merge/row-changed",
      message: `${row.section}: the broker changed ${moved.join(", ")} of a ${row.element} row`,
      at: [newest.row.place, row.place],
      expected: moved.map((name) => `${name} ${before.get(name)}`).join(", "),
      actual: moved.map((name) => `${name} ${now.get(name)}`).join(", "),
      hint: "the newer statement counts; both versions stay in data/",
    });
    return true;
  }
  return false;
}

/** Whether both say something and it is not the same number, date or text. */
function differs(before: string | undefined, now: string | undefined): boolean {
  if (before === now || !before || !now) return false;
  const [a, b] = [readDecimal(before), readDecimal(now)];
  if (a !== null && b !== null && a !== "bad" && b !== "bad") return !a.eq(b);
  return readDate(before) !== readDate(now) || readDate(now) === "bad";
}

/** Which statement is the newest for a day, and on which days it has rows; both remembered. */
export class Cover {
  readonly #newestFirst: readonly FlexStatement[];
  readonly #newest = new Map<string, FlexStatement | undefined>();
  readonly #days = new Map<FlexSection, ReadonlySet<string>>();

  /** Statements come oldest first. */
  constructor(statements: readonly FlexStatement[]) {
    this.#newestFirst = statements.toReversed();
  }

  newest(account: string, date: IsoDate): FlexStatement | undefined {
    const key = `${account}/${date}`;
    if (!this.#newest.has(key))
      this.#newest.set(
        key,
        this.#newestFirst.find(
          (one) => one.accountId === account && one.from <= date && date <= one.to,
        ),
      );
    return this.#newest.get(key);
  }

  hasRowsOn(statement: FlexStatement, container: string, date: IsoDate): boolean {
    const section = statement.sections.get(container);
    if (section === undefined) return false;
    const days =
      this.#days.get(section) ?? new Set(section.rows.map((row) => dateOfRow(row) ?? ""));
    this.#days.set(section, days);
    return days.has(date);
  }
}

/** The report date of a row, where it has a readable one. */
function dateOfRow(row: FlexRow): IsoDate | null {
  const date = readDate(row.attributes().get("reportDate") ?? "");
  return date === "bad" || date === "ambiguous" ? null : date;
}

/** Whether two statements export the same attributes of a section. */
function sameColumns(left: FlexStatement, right: FlexStatement, container: string): boolean {
  const [a, b] = [left.sections.get(container)?.columns, right.sections.get(container)?.columns];
  return (
    a !== undefined && b !== undefined && a.size === b.size && [...a].every((name) => b.has(name))
  );
}

/**
 * Whether a newer statement of the same days no longer has the row. It is left out only where that statement exports
 * the same attributes and its window holds the row's report date beyond doubt.
 */
export function isWithdrawn(
  merged: MergedRow,
  cover: Cover | null,
  notice: (diagnostic: Diagnostic) => void,
): boolean {
  const [{ row, statement }] = merged.versions;
  if (cover === null) return false;
  const date = dateOfRow(row);
  if (date === null || !isWeekday(date)) return false;
  const newer = cover.newest(statement.accountId, date);
  if (newer === undefined || (newer.generated ?? "") <= (statement.generated ?? "")) return false;
  const certain =
    cover.hasRowsOn(newer, row.section, date) && sameColumns(newer, statement, row.section);
  notice({
    code: certain ? "merge/row-withdrawn" : "merge/row-missing",
    message: `${row.section}: a newer statement of the same days has no such ${row.element} row`,
    at: [row.place, newer.place],
    hint: certain
      ? "the broker withdrew it; it is left out of all figures"
      : "it still counts; compare the two statements",
  });
  return certain;
}
