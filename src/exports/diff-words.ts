/** What differs between two builds, in words: counts, and moves grouped by reason. */
import type { DiffJson, ReasonJson, RowReasonJson } from "./diff.ts";

/** How many rows of a reason are named. */
const ROWS = 3;

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;

const CAUSES: Readonly<Record<string, string>> = {
  all: "what a digest does not tell",
  code: "the code of Lotbook",
};

/** What happened, in counts. Says that nothing moved only where that was looked at. */
export function headline({ moved, known, gone, newDays, newFigures, last }: DiffJson): string[] {
  const { because } = last;
  return [
    moved.length === 0 ? "No past figure moved." : `${counted(moved.length, "past figure")} moved.`,
    ...(newFigures === 0 && newDays === 0
      ? []
      : [`${counted(newDays, "new day")} with ${counted(newFigures, "figure")}.`]),
    ...(known.length === 0
      ? []
      : [`${counted(known.length, "past figure")} became known that no row had told before.`]),
    ...(gone.length === 0
      ? []
      : [`${counted(gone.length, "figure")} of days that are no longer covered.`]),
    ...(last.count === 0
      ? []
      : [
          `${counted(last.count, "figure")} of no single day (positions, totals, returns, counts of checks) ${last.count === 1 ? "differs" : "differ"}, because of ${because.map((cause) => CAUSES[cause] ?? cause).join(", ")}.`,
        ]),
  ];
}

export interface Group {
  readonly because: string;
  readonly moves: DiffJson["moved"];
}

/** Moves with the same reasons together, the largest group first; many rows of one kind and file are one reason. */
export function groups({ moved }: DiffJson, values: boolean): Group[] {
  const kinds = Map.groupBy(moved, ({ reasons }) => kindOf(reasons));
  const because = (move: DiffJson["moved"][number]): string => {
    const kind = kindOf(move.reasons);
    const rows = kind === null ? [] : distinctRows(kinds.get(kind) ?? []);
    return rows.length > ROWS
      ? manyRows(rows)
      : move.reasons.map((one) => reasonText(one, values)).join("; and ");
  };
  return [...Map.groupBy(moved, because)]
    .map(([reason, moves]) => ({ because: reason, moves }))
    .sort((a, b) => b.moves.length - a.moves.length);
}

/** What a single row behind a figure has in common with others; null where it is no single row. */
function kindOf(reasons: readonly ReasonJson[]): string | null {
  const [reason] = reasons;
  if (reasons.length !== 1 || reason?.kind !== "rows" || reason.rows.length !== 1) return null;
  const [row] = reason.rows;
  return row === undefined
    ? null
    : `${row.how} ${row.element} ${row.file} ${row.restatement === null}`;
}

const distinctRows = (moves: DiffJson["moved"]): RowReasonJson[] => [
  ...new Map(
    moves.flatMap(({ reasons }) =>
      reasons.flatMap((reason) =>
        reason.kind === "rows" ? reason.rows.map((row) => [row.line, row] as const) : [],
      ),
    ),
  ).values(),
];

/** Rows of one kind and file: from which line to which, and what changed in any of them. */
function manyRows(rows: readonly RowReasonJson[]): string {
  const [first] = rows;
  const lines = rows.map(({ line }) => line).sort((a, b) => a - b);
  const names = [...new Set(rows.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  const what = names.length === 0 ? "" : ` (${names.join(", ")})`;
  const verb = first === undefined ? "" : HOW[first.how][1];
  const logged = first?.restatement == null ? "" : ", as the restatement log says";
  return `because ${rows.length} rows ${first?.element} at ${first?.file}:${lines[0]} to ${lines.at(-1)} ${verb}${what}${logged}`;
}

/** A reason in words; of changed rows with values, or with the names of what changed alone. */
function reasonText(reason: ReasonJson, values: boolean): string {
  if (reason.kind === "rows")
    return `because ${listed(reason.rows.map((row) => rowText(row, values)))}`;
  if (reason.kind === "code") return "because the code of Lotbook changed";
  if (reason.kind === "none") return "no reason found";
  if (reason.kind === "not told") return "for reasons that a digest does not tell";
  const named = reason.settings.map(
    ({ name, before, after }) => `${name} (${before || "not set"} → ${after || "not set"})`,
  );
  return `because settings changed: ${named.length === 0 ? "lotbook.yml" : listed(named)}`;
}

/** The first few, and how many more. */
const listed = (texts: readonly string[]): string =>
  texts.length <= ROWS
    ? texts.join(", ")
    : `${texts.slice(0, ROWS).join(", ")} and ${counted(texts.length - ROWS, "more row")}`;

/** Of one row, and of several. */
const HOW: Readonly<Record<RowReasonJson["how"], readonly [string, string]>> = {
  new: ["is new", "are new"],
  changed: ["changed", "changed"],
  gone: ["is gone", "are gone"],
  withdrawn: ["no longer counts", "no longer count"],
  counted: ["counts now", "count now"],
};

function rowText(row: RowReasonJson, values: boolean): string {
  const fields = row.fields.map(({ name, before, after }) =>
    values ? `${name} ${before || "nothing"} → ${after || "nothing"}` : name,
  );
  const what = fields.length === 0 ? "" : ` (${fields.join(", ")})`;
  const logged = row.restatement === null ? "" : ", as the restatement log says";
  return `${row.element} at ${row.file}:${row.line} ${HOW[row.how][0]}${what}${logged}`;
}
