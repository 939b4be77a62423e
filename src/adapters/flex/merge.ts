/**
 * Many statements, overlapping windows: the same row may stand in several files and in several versions. Rows are told
 * apart by their transaction id, else by what they say and how often they say it (k-th repeat). The newest version
 * wins value by value. (Accounting notes, section 4.)
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { type AccountAlias, compareText, type NonEmpty, type RowRef } from "../../core/ids.ts";
import { type AccountBook, isAccount } from "./accounts.ts";
import type { Attributes, FlexRow, FlexStatement } from "./document.ts";
import { Fields } from "./fields.ts";
import { Cover, NO_TURNS, type Turn, turnDiagnostic, turnsOf } from "./presence.ts";
import { readDecimal, readMoment } from "./values.ts";
import { isRestated, type MovedValue, movedValues, type ReadValue } from "./versions.ts";

/** What tells the rows of a section apart. */
export interface Identity {
  /** Attributes that make the id; empty parts make it unusable. The first is the id proper, the others refine it. */
  readonly id: readonly string[];
  /** What to compare where there is no id. */
  readonly fallback: readonly string[];
  /** Attributes that say on which day a row counts, best first. */
  readonly dates: readonly string[];
}

/** A row that may be merged: whose it is, and its id where it has one. */
export interface Candidate {
  readonly row: FlexRow;
  readonly account: AccountAlias;
  readonly id: string | null;
}

/** Makes a candidate of a row; null where its account is not listed. */
export type MakeCandidate = (
  row: FlexRow,
  attributes: Attributes,
  statement: FlexStatement,
) => Candidate | null;

export const candidateBy =
  (identity: Identity, accounts: AccountBook): MakeCandidate =>
  (row, attributes, statement) => {
    const account = accounts.ofRow(row, attributes, statement);
    return account === null ? null : { row, account, id: idOf(attributes, identity) };
  };

/** Rows of one section of one statement, after the choice of a level of detail. */
export interface Selection {
  readonly statement: FlexStatement;
  readonly container: string;
  readonly rows: readonly Candidate[];
}

export interface Version {
  readonly row: FlexRow;
  readonly statement: FlexStatement;
}

/** A version against the one before it. */
export interface Change {
  readonly newer: Version;
  readonly older: Version;
  /** The values from then on, and until then. */
  readonly now: Fields;
  readonly before: Fields;
  readonly moved: readonly MovedValue[];
}

const exportedIn =
  (fields: Fields): ReadValue =>
  (name) =>
    fields.has(name) ? fields.text(name) : undefined;

/** A row in all its versions, newest first. */
export class MergedRow {
  readonly account: AccountAlias;
  readonly key: string;
  readonly versions: NonEmpty<Version>;
  /** Whether a newer version has other values that move a figure. */
  readonly isRestated: boolean;
  /** Which statements added it later, or took it back, oldest first. */
  readonly turns: readonly Turn[];

  constructor(
    account: AccountAlias,
    key: string,
    versions: NonEmpty<Version>,
    isRestated = false,
    turns = NO_TURNS,
  ) {
    this.account = account;
    this.key = key;
    this.versions = versions;
    this.isRestated = isRestated;
    this.turns = turns;
  }

  get statement(): FlexStatement {
    return this.versions[0].statement;
  }

  /** The account number of the row as it stands there, or of its statement. Never shown. */
  get accountId(): string {
    const own = this.versions[0].row.attributes().get("accountId") ?? "";
    return isAccount(own) ? own : this.statement.accountId;
  }

  get sources(): NonEmpty<RowRef> {
    const [first, ...others] = this.versions;
    return [first.row.place, ...others.map(({ row }) => row.place)];
  }

  /** What each newer version says otherwise than the one before it, newest first. */
  changes(): readonly Change[] {
    const decoded = this.versions.map(({ row }) => row.attributes());
    const from = (version: number) =>
      new Fields(this.versions[0].row.element, decoded.slice(version));
    return this.versions.slice(1).flatMap((older, version) => {
      const newer = this.versions[version];
      if (newer === undefined || newer.row.saysTheSame(older.row)) return [];
      const [now, before] = [from(version), from(version + 1)];
      const moved = movedValues(exportedIn(before), exportedIn(now));
      return moved.length === 0 ? [] : [{ newer, older, now, before, moved }];
    });
  }

  /**
   * Its values, decoded anew: keep the answer while working on the row, and not longer. With `from`, as they were
   * before the versions that are newer than that one.
   */
  read(from = 0): Fields {
    return new Fields(
      this.versions[0].row.element,
      this.versions.slice(from).map(({ row }) => row.attributes()),
    );
  }
}

/** Oldest first: by generation, then end of window, then file, so that the order of files does not matter. */
export const byAge = (a: FlexStatement, b: FlexStatement): number =>
  compareText(a.generated ?? "", b.generated ?? "") ||
  compareText(a.to, b.to) ||
  compareText(a.place.file, b.place.file) ||
  a.place.line - b.place.line;

/** The rows of one section over all statements. */
export interface Merged {
  readonly rows: readonly MergedRow[];
  /** Rows that the broker took back: they are in no figure. */
  readonly withdrawn: readonly MergedRow[];
}

/** Merges the rows of one section over all statements. Statements come oldest first. */
export function mergeRows(
  selections: readonly Selection[],
  identity: Identity,
  notice: (diagnostic: Diagnostic) => void,
): Merged {
  const cover = selections.length < 2 ? null : new Cover(selections);
  const merged: { rows: MergedRow[]; withdrawn: MergedRow[] } = { rows: [], withdrawn: [] };
  for (const [key, { account, versions }] of versionsByKey(selections, identity, notice)) {
    const [newest, ...older] = versions.toReversed();
    if (newest === undefined) continue;
    const all: NonEmpty<Version> = [newest, ...older];
    const turns = cover === null ? NO_TURNS : turnsOf(all, cover, identity.dates);
    const row = new MergedRow(account, key, all, isRestated(all, notice), turns);
    const last = turns.at(-1);
    if (last !== undefined && last.kind !== "added") notice(turnDiagnostic(newest.row, last));
    (last?.kind === "withdrawn" ? merged.withdrawn : merged.rows).push(row);
  }
  return merged;
}

/** The versions of each row, oldest first. Raises `flex/repeated-row` and `flex/ambiguous-id`. */
function versionsByKey(
  selections: readonly Selection[],
  identity: Identity,
  notice: (diagnostic: Diagnostic) => void,
): ReadonlyMap<string, { readonly account: AccountAlias; readonly versions: Version[] }> {
  const ambiguous = ambiguousIds(selections, identity, notice);
  const said = comparable(selections, identity);
  const idsEverywhere = selections.every(
    ({ rows }) => rows.length === 0 || rows.some(({ id }) => id !== null),
  );
  const merged = new Map<string, { account: AccountAlias; versions: Version[] }>();
  for (const { statement, rows } of selections) {
    const repeats = new Map<string, number>();
    for (const { row, account, id } of rows) {
      const usable = id !== null && idsEverywhere && !ambiguous.has(id);
      const same = `${account}/${usable ? id : fallbackOf(row.attributes(), said)}`;
      const nth = usable ? 1 : (repeats.get(same) ?? 0) + 1;
      if (!usable) repeats.set(same, nth);
      const key = nth === 1 ? same : `${same}#${nth}`;
      const entry = merged.get(key);
      if (entry === undefined) merged.set(key, { account, versions: [{ row, statement }] });
      else if (entry.versions.at(-1)?.statement === statement) notice(repeated(row));
      else entry.versions.push({ row, statement });
    }
  }
  return merged;
}

function idOf(attributes: Attributes, { id }: Identity): string | null {
  const [first = "", ...others] = id.map((name) => attributes.get(name) ?? "");
  return NAMES_NOTHING.test(first) ? null : [first, ...others].join("|");
}

/** Blank, 0, or a word that somebody put in place of an id, such as REDACTED: real ids have digits. */
const NAMES_NOTHING = /^(0|[^0-9]*)$/;

/**
 * The attributes to compare rows without ids by: those that every statement exports. Where only some statements export
 * ids, all rows are compared this way, because a row with an id and the same row without one are one event.
 */
function comparable(selections: readonly Selection[], { fallback }: Identity): readonly string[] {
  const columns = selections.flatMap(({ statement, rows }) => {
    const section = rows[0] === undefined ? undefined : statement.sections.get(rows[0].row.section);
    return section === undefined ? [] : [section.columns];
  });
  return fallback.filter((name) => columns.every((own) => own.has(name)));
}

/** What a row says, written the same way whatever formats its query has chosen. */
export const fallbackOf = (attributes: Attributes, names: readonly string[]): string =>
  names.map((name) => canonical(name, attributes.get(name) ?? "")).join("|");

function canonical(name: string, text: string): string {
  if (/date/i.test(name)) {
    const moment = readMoment(text);
    return moment === null || moment === "bad" || moment === "ambiguous" ? text : moment;
  }
  const number = readDecimal(text);
  return number === null || number === "bad" ? text : number.toString();
}

/** Ids that stand on different rows of one statement: blanked out by a careful user, they tell nothing apart. */
function ambiguousIds(
  selections: readonly Selection[],
  identity: Identity,
  notice: (diagnostic: Diagnostic) => void,
): ReadonlySet<string> {
  const ambiguous = new Set<string>();
  for (const { rows } of selections) {
    const first = new Map<string, FlexRow>();
    for (const { row, id } of rows) {
      if (id === null) continue;
      const before = first.get(id);
      if (before === undefined) first.set(id, row);
      else if (!ambiguous.has(id) && !sameValues(before, row)) {
        ambiguous.add(id);
        notice({
          code: "flex/ambiguous-id",
          message: `${row.section}: different rows share one ${identity.id[0]}`,
          at: [row.place, before.place],
          hint: "the rows are told apart by what they say; export the id unchanged to be sure",
        });
      }
    }
  }
  return ambiguous;
}

function sameValues(left: FlexRow, right: FlexRow): boolean {
  const a = left.attributes();
  const b = right.attributes();
  const names = a.names();
  return names.length === b.names().length && names.every((name) => a.get(name) === b.get(name));
}

const repeated = (row: FlexRow): Diagnostic => ({
  code: "flex/repeated-row",
  message: `${row.section}: the same ${row.element} row stands twice in one statement`,
  at: [row.place],
  expected: "every transaction id once",
  hint: "it counts once; if the file was edited by hand, download it again",
});
