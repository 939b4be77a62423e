/**
 * Sections that say how things stood: each day (and each further part of the key) from the newest statement that has it.
 * Where an older statement has the same day otherwise, both are kept side by side. (Accounting notes, section 4, "Levels".)
 */
import type { IsoDate } from "../../core/dates.ts";
import type { AccountBook } from "./accounts.ts";
import type { Attributes, FlexStatement } from "./document.ts";
import { fallbackOf, MergedRow } from "./merge.ts";
import { readDate } from "./values.ts";

export interface Levels {
  readonly container: string;
  /** The attribute that holds the day. */
  readonly date: string;
  /** What is replaced as a whole by a newer statement, besides account and day. */
  readonly parts: readonly string[];
  /** What tells the rows of such a whole apart. */
  readonly row: readonly string[];
}

/** A row that states how things stood at the end of a day. */
export interface Dated {
  readonly date: IsoDate;
  readonly row: MergedRow;
}

/** A level that two statements, one after the other, give in other words; null where one of them does not list it. */
export interface Revision {
  readonly container: string;
  readonly date: IsoDate;
  /** The newer statement. */
  readonly by: FlexStatement;
  readonly newer: MergedRow | null;
  readonly older: MergedRow | null;
}

/** What one statement says of a day, and what the statement before it said. */
interface Entry {
  readonly statement: FlexStatement;
  readonly rows: Dated[];
  readonly before: Entry | undefined;
}

/** The rows that count, and where statements differ. Statements come oldest first. */
export function levelsPerDay(
  statements: readonly FlexStatement[],
  levels: Levels,
  accounts: AccountBook,
): { readonly rows: readonly Dated[]; readonly revisions: readonly Revision[] } {
  const newest = new Map<string, Entry>();
  for (const statement of statements) {
    for (const row of statement.sections.get(levels.container)?.rows ?? []) {
      const attributes = row.attributes();
      if (attributes.get("accountId") === "-") continue; // repeats the members of a consolidated statement
      const account = accounts.ofRow(row, attributes, statement);
      const text = attributes.get(levels.date) ?? "";
      const date = text === "" ? statement.to : readDate(text);
      if (account === null || date === null || date === "bad" || date === "ambiguous") continue;
      const number = attributes.get("accountId") || statement.accountId;
      const key = [number, date, ...valuesOf(attributes, levels.parts)].join("|");
      const before = newest.get(key);
      const entry = before?.statement === statement ? before : { statement, rows: [], before };
      newest.set(key, entry);
      entry.rows.push({ date, row: new MergedRow(account, key, [{ row, statement }]) });
    }
  }
  const entries = [...newest.values()];
  return {
    rows: entries.flatMap(({ rows }) => rows),
    revisions: entries.flatMap((entry) => revisionsOf(entry, levels)),
  };
}

const valuesOf = (attributes: Attributes, names: readonly string[]): readonly string[] =>
  names.map((name) => attributes.get(name) ?? "");

/** Every statement against the one before it; rows that are written alike are the same. */
function revisionsOf(newest: Entry, levels: Levels): Revision[] {
  const revisions: Revision[] = [];
  for (let entry = newest; entry.before !== undefined; entry = entry.before) {
    const { statement: by, rows, before } = entry;
    if (isSame(rows, before.rows)) continue;
    const names = levels.row.filter((name) =>
      [by, before.statement].every((one) => one.sections.get(levels.container)?.columns.has(name)),
    );
    const [now, then] = [byRow(rows, names), byRow(before.rows, names)];
    for (const key of new Set([...now.keys(), ...then.keys()])) {
      const [newer = null, older = null] = [now.get(key), then.get(key)];
      const date = newer?.date ?? older?.date;
      if (date === undefined || (newer !== null && older !== null && isSame([newer], [older])))
        continue;
      revisions.push({
        container: levels.container,
        date,
        by,
        newer: newer?.row ?? null,
        older: older?.row ?? null,
      });
    }
  }
  return revisions;
}

const isSame = (now: readonly Dated[], then: readonly Dated[]): boolean =>
  now.length === then.length &&
  now.every(({ row }, index) => then[index]?.row.versions[0].row.saysTheSame(row.versions[0].row));

/** Rows by what tells them apart; of several alike the first, second … are one each. */
function byRow(rows: readonly Dated[], names: readonly string[]): ReadonlyMap<string, Dated> {
  const repeats = new Map<string, number>();
  return new Map(
    rows.map((dated) => {
      const key = fallbackOf(dated.row.versions[0].row.attributes(), names);
      const nth = (repeats.get(key) ?? 0) + 1;
      repeats.set(key, nth);
      return [`${key}#${nth}`, dated];
    }),
  );
}
