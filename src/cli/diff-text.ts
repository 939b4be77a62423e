/** What differs between two builds, as text for a terminal, grouped by reason. */
import type { DiffJson, MoveJson, ValueJson } from "../exports/diff.ts";
import { groups, headline } from "../exports/diff-words.ts";
import { counted, table } from "./text.ts";

/** How many figures of a group are printed. */
const FIGURES = 20;

/** The whole answer. `all` prints every figure. */
export function diffText(diff: DiffJson, all: boolean): string {
  const limit = all ? Number.POSITIVE_INFINITY : FIGURES;
  return [
    `${sideText(diff.before)} → ${sideText(diff.after)}`,
    [...headline(diff), ...diff.remarks].join("\n"),
    ...groups(diff, true).map(
      ({ because, moves }) =>
        `${counted(moves.length, "past figure")} moved, ${because}:\n${moveTable(moves, limit)}`,
    ),
    ...list("No longer covered", diff.gone, limit),
    ...list("Figures of no single day that differ", diff.last.moved, limit),
  ].join("\n\n");
}

const sideText = ({ name, asOf }: DiffJson["before"]): string =>
  asOf === null ? name : `${name}, through ${asOf}`;

function list(title: string, moves: readonly MoveJson[], limit: number): string[] {
  return moves.length === 0 ? [] : [`${title}:\n${moveTable(moves, limit)}`];
}

function moveTable(moves: readonly MoveJson[], limit: number): string {
  const rows = moves
    .slice(0, limit)
    .map(({ figure, before, after, difference }) => [
      `  ${figure}`,
      valueText(before),
      valueText(after),
      difference === null || difference.startsWith("-") ? (difference ?? "") : `+${difference}`,
    ]);
  const more = moves.length - rows.length;
  const text = table(["  Figure", "Before", "After", "Difference"], rows, [
    "Before",
    "After",
    "Difference",
  ]);
  return more <= 0 ? text : `${text}\n  and ${more} more; --all prints them`;
}

const valueText = (value: ValueJson): string =>
  value === null ? "nothing" : typeof value === "string" ? value : `unknown: ${value.unknown}`;
