/** Why a figure moved between two reports: the rows behind it that changed, and what the restatement log says of them. */
import { compareText, type RowRef } from "../core/ids.ts";
import type { Restatement } from "../events/restatement.ts";
import { nameOf } from "./digest-index.ts";
import type { Move } from "./moves.ts";
import type { Report } from "./report.ts";
import { type RowChange, rowChanges } from "./row-changes.ts";
import { type KnownRows, RowTexts } from "./row-texts.ts";
import { type DatedRow, type Series, seriesOf } from "./running.ts";

export type Reported = Pick<Report, "ledger" | "windows" | "figures" | "files" | "restatements">;

export interface RowReason extends RowChange {
  /** The entry of the restatement log that tells of the row, where there is one. */
  readonly logged: Restatement | null;
}

interface Side {
  readonly report: Reported;
  readonly texts: RowTexts;
  /** What moved each level, by the name of the series without its last part. */
  readonly series: ReadonlyMap<string, Series>;
  /** The level of the instrument that each closing trade closed. */
  readonly closings: ReadonlyMap<string, string>;
}

export class RowReasons {
  readonly #before: Side;
  readonly #after: Side;
  readonly #known = new Map<string, readonly RowChange[]>();
  readonly #log: ReadonlyMap<string, Restatement>;

  constructor(before: Reported, after: Reported) {
    const known: KnownRows = new Map();
    this.#before = sideOf(before, known);
    this.#after = sideOf(after, known);
    this.#log = new Map(
      after.restatements.flatMap((entry) =>
        // The newer row tells of a change, the older one of what a newer statement lacks.
        entry.rows.map((row) => [placeOf(row), entry] as const).toReversed(),
      ),
    );
  }

  /** The changed rows behind a move, by day; none where nothing can be found. */
  of(move: Move): RowReason[] {
    return this.#changes(move)
      .toSorted((a, b) => compareText(a.date, b.date))
      .map((change) => ({ ...change, logged: this.#log.get(placeOf(change.row)) ?? null }));
  }

  #changes({ id, date }: Move): readonly RowChange[] {
    const own = rowChanges(ownRows(this.#before, id), ownRows(this.#after, id));
    const hard = own.filter(({ how }) => how !== "counted" && how !== "withdrawn");
    const level = this.#level(id);
    const through = level.filter((change) => date === null || change.date <= date);
    // The price of a day and what was paid for the shares both move the unrealized profit of the day.
    if (hard.length > 0 && !id.endsWith("/unrealized")) return hard;
    if (hard.length + through.length > 0) return distinct([...hard, ...through]);
    // What is closed later tells what must have been held before; and a row may have stopped counting.
    return level.length > 0 ? level : own;
  }

  #level(id: string): readonly RowChange[] {
    const key = this.#after.closings.get(id) ?? this.#before.closings.get(id) ?? levelOf(id);
    if (key === null) return [];
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [then, now] = [this.#before.series.get(key), this.#after.series.get(key)];
    // A row that gives the opening says more than that: it may have changed in what is none of ours.
    const counts = ({ date }: DatedRow): boolean => date !== "" || then?.opening !== now?.opening;
    const changes = rowChanges(
      { texts: this.#before.texts, rows: then?.rows().filter(counts) ?? [] },
      { texts: this.#after.texts, rows: now?.rows().filter(counts) ?? [] },
    );
    this.#known.set(key, changes);
    return changes;
  }
}

const placeOf = ({ file, line }: RowRef): string => `${file}:${line}`;

function sideOf(report: Reported, known: KnownRows): Side {
  const series = seriesOf(report).map((one) => [withoutName(one.key), one] as const);
  const closings = report.ledger.holdings.flatMap(({ account, instrument, closings: own }) =>
    own.map(({ id }) => [`closings/${id}`, `held/${account}/${instrument}/@`] as const),
  );
  const texts = new RowTexts(report.files, known);
  return { report, texts, series: new Map(series), closings: new Map(closings) };
}

/** Quantity and cost basis are moved by the same rows. */
const withoutName = (key: string): string => key.replace(/@\/\w+$/, "@");

/** The level that a figure of a day depends on; null where it depends on none. */
function levelOf(id: string): string | null {
  const { kind, account, series } = nameOf(id);
  if (series !== null) return withoutName(series);
  return kind === "daily" ? `held/${account}/${id.split("/").slice(3, -1).join("/")}/@` : null;
}

function ownRows({ report, texts }: Side, id: string) {
  const figure = report.figures.get(id);
  const rows = figure === undefined ? [] : report.figures.rowsOf(figure);
  return { texts, rows: rows.map((row) => ({ row, date: "" })) };
}

const distinct = (changes: readonly RowChange[]): RowChange[] => [
  ...new Map(changes.map((change) => [placeOf(change.row), change])).values(),
];
