/** Which rows behind a figure are new, changed, or no longer count, against those behind it before. */
import type { RowRef } from "../core/ids.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { attributesOf, elementOf, type RowTexts } from "./row-texts.ts";
import type { DatedRow } from "./running.ts";

export interface FieldChange {
  readonly name: string;
  /** Empty where the row had none. */
  readonly before: string;
  readonly after: string;
}

export interface RowChange {
  /** `withdrawn`: it still stands in a file, but no longer counts. */
  readonly how: "new" | "changed" | "gone" | "withdrawn" | "counted";
  /** Where it stands: in the newer files, or in the older ones where it is gone or withdrawn. */
  readonly row: RowRef;
  readonly element: string;
  /** Of a changed row: what changed. */
  readonly fields: readonly FieldChange[];
  /** The first day on which it counts, in either version; empty: always. */
  readonly date: string;
}

interface Said extends DatedRow {
  readonly text: string;
}

/** What changed from the rows behind a figure before to those behind it now, each once. */
export function rowChanges(
  before: { readonly texts: RowTexts; readonly rows: readonly DatedRow[] },
  after: { readonly texts: RowTexts; readonly rows: readonly DatedRow[] },
): RowChange[] {
  const then = saidBy(before.texts, before.rows);
  const now = saidBy(after.texts, after.rows);
  const changes: RowChange[] = [];
  const replaced = new Set<string>();
  for (const one of now.values()) {
    if (then.has(one.text)) continue;
    const isKnown = before.texts.holds(one.text);
    const older = isKnown ? null : olderVersion(one, then.values(), after.texts);
    if (older !== null) replaced.add(older.text);
    changes.push(changeOf(one, older, isKnown));
  }
  for (const { text, row, date } of then.values())
    if (!now.has(text) && !replaced.has(text)) {
      const how = after.texts.holds(text) ? ("withdrawn" as const) : ("gone" as const);
      changes.push({ how, row, element: elementOf(text), fields: [], date });
    }
  return changes;
}

function changeOf({ text, row, date }: Said, older: Said | null, isKnown: boolean): RowChange {
  return {
    how: isKnown ? "counted" : older === null ? "new" : "changed",
    row,
    element: elementOf(text),
    fields: older === null ? [] : fieldChanges(older.text, text),
    date: older !== null && older.date < date ? older.date : date,
  };
}

function saidBy(texts: RowTexts, rows: readonly DatedRow[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  for (const { row, date } of rows)
    for (const text of texts.at(row)) {
      const known = said.get(text);
      if (known === undefined || date < known.date) said.set(text, { text, row, date });
    }
  return said;
}

/** What two rows must agree in to be versions of one, where both have it and there is no id. */
const SAME = ["conid", "symbol", "isin", "currency", "type", "reportDate", "date", "dateTime"];

/** The row behind the figure before that this one is another version of: by its id, else the most alike. */
function olderVersion(one: Said, candidates: Iterable<Said>, texts: RowTexts): Said | null {
  const own = attributesOf(one.text);
  const element = elementOf(one.text);
  let best: { readonly said: Said; readonly fields: number } | null = null;
  for (const said of candidates) {
    if (elementOf(said.text) !== element) continue;
    const other = attributesOf(said.text);
    const [id, otherId] = [own.get("transactionID") ?? "", other.get("transactionID") ?? ""];
    if (id !== otherId) continue;
    // Without an id, a row that the newer file repeats beside this one is another row.
    if (id === "" && (!isAlike(own, other) || texts.fileHolds(one.row.file, said.text))) continue;
    const fields = fieldChanges(said.text, one.text).length;
    if (best === null || fields < best.fields) best = { said, fields };
  }
  return best?.said ?? null;
}

const isAlike = (own: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  SAME.every((name) => (own.get(name) ?? "") === (other.get(name) ?? own.get(name) ?? ""));

/** Names of attributes that say who holds the account. */
const PERSONAL = /account|acct|name|address|street|city/i;

function fieldChanges(before: string, after: string): FieldChange[] {
  const [old, now] = [attributesOf(before), attributesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => !PERSONAL.test(name) && (old.get(name) ?? "") !== (now.get(name) ?? ""))
    .map((name) => ({
      name,
      before: withoutAccountNumbers(old.get(name) ?? ""),
      after: withoutAccountNumbers(now.get(name) ?? ""),
    }));
}
