/** What changed since the parent commit: counts, past figures that moved by reason, what could not be compared. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { DiffJson, MoveJson, ValueJson } from "../../exports/diff.ts";
import { groups, headline } from "../../exports/diff-words.ts";
import type { Changes } from "../changes.ts";
import { dateText } from "../format/date.ts";
import { counted } from "../format/words.ts";
import { placesOf } from "./places.ts";
import { type RowLink, rowLink } from "./trace.ts";

export interface ChangeRow {
  readonly figure: string;
  /** Its trace; null where no page has it any more. */
  readonly href: string | null;
  readonly date: string;
  readonly before: Amount;
  readonly after: Amount;
  readonly difference: Amount;
}

export interface ChangeGroup {
  readonly title: string;
  readonly because: string;
  /** The first raw rows that are the reason. */
  readonly raw: readonly RowLink[];
  readonly rows: readonly ChangeRow[];
  /** How many more there are. */
  readonly more: number;
}

export interface ChangesView {
  /** What was compared, or why nothing was. */
  readonly compared: string;
  readonly lines: readonly string[];
  readonly groups: readonly ChangeGroup[];
}

/** How many figures of a group a page lists; `lotbook diff --all` prints all. */
const ROWS = 100;
/** How many raw rows of a group are linked. */
const RAW = 3;

/** The page. */
export function changesView(report: Report, changes: Changes): ChangesView {
  if ("why" in changes) return { compared: changes.why, lines: [], groups: [] };
  const { before, after } = changes;
  const days = (side: DiffJson["before"]) =>
    side.asOf === null ? "" : `, through ${dateText(side.asOf)}`;
  return {
    compared: `${before.name}${days(before)}, against this build${days(after)}`,
    lines: [...headline(changes), ...changes.remarks],
    groups: [
      // Amounts stand in the table, where they can be hidden.
      ...groups(changes, false).map(({ because, moves }) => ({
        ...groupOf(report, `${counted(moves.length, "past figure")} moved`, because, moves),
        raw: rawOf(report, moves),
      })),
      ...some(report, "Days that are no longer covered", changes.gone),
      ...some(report, "Figures of no single day", changes.last.moved),
    ],
  };
}

const some = (report: Report, title: string, moves: readonly MoveJson[]): ChangeGroup[] =>
  moves.length === 0 ? [] : [groupOf(report, title, "", moves)];

function groupOf(
  report: Report,
  title: string,
  because: string,
  moves: readonly MoveJson[],
): ChangeGroup {
  const places = placesOf(report);
  const rows = moves.slice(0, ROWS).map(({ figure, date, before, after, difference }) => ({
    figure,
    href: places.figure(figure),
    date: date === null ? "" : dateText(date),
    before: amountOf(before),
    after: amountOf(after),
    difference: amountOf(difference),
  }));
  return { title, because, raw: [], rows, more: moves.length - rows.length };
}

/** Links to the rows behind the moves, as far as they still stand in a file. */
function rawOf(report: Report, moves: DiffJson["moved"]): RowLink[] {
  const rows = moves
    .flatMap(({ reasons }) => reasons.flatMap((one) => (one.kind === "rows" ? one.rows : [])))
    .filter(({ how }) => how !== "gone")
    .map(({ file, line }) => rowLink(report, { file, line }))
    .filter(({ href }) => href !== null);
  return [...new Map(rows.map((row) => [row.href, row])).values()].slice(0, RAW);
}

function amountOf(value: ValueJson): Amount {
  if (value === null) return unknown("there is no such figure");
  return typeof value === "string" ? Decimal.of(value) : value;
}

/** The line of the overview; null where nothing was compared. */
export function changesLine(changes: Changes): string | null {
  if ("why" in changes) return null;
  const { moved, newDays } = changes;
  const past =
    moved.length === 0 ? "no past figure moved" : `${counted(moved.length, "past figure")} moved`;
  const news = newDays === 0 ? [] : [counted(newDays, "new day")];
  return `Since the commit before: ${[...news, past].join(", ")}`;
}
