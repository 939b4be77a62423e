/**
 * The digest as a text file, and back. First line `lotbook digest 1, as of DATE`; then, each sorted: the days that
 * statements cover, settings and files of labels, and one figure a line: id, value and, where the id does not tell it,
 * day, with tabs between.
 */
import type { Covered, Digest, PastFigure } from "../analytics/digest.ts";
import { type IsoDate, parseIsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";

export { type Digest, digestOf } from "../analytics/digest.ts";

const VERSION = 1;

/** The text of a digest. */
export function digestText({ asOf, covered, inputs, past, last }: Digest): string {
  return [
    `lotbook digest ${VERSION}, as of ${asOf ?? "no day"}`,
    ...covered.map(({ account, from, to }) => line("covered", account, from, to)),
    ...[...inputs].map(([name, value]) => line("input", name, value)),
    ...[...past].map(([id, { date, value }]) =>
      dayIn(id) === null ? line(id, value, date) : line(id, value),
    ),
    ...[...last].map(([id, value]) => line(id, value)),
    "",
  ].join("\n");
}

const line = (...cells: readonly string[]): string =>
  cells.map((cell) => cell.replaceAll(/[\t\r\n]/g, " ")).join("\t");

/** Where the day of a figure stands in its id, counted from the front, or from the back where a symbol may hold a slash. */
const DAY_AT: Readonly<Record<string, number>> = { nav: 2, daily: 2, balance: -1, held: -2 };

function dayIn(id: string): IsoDate | null {
  const parts = id.split("/");
  const at = DAY_AT[parts[0] ?? ""];
  return at === undefined ? null : parseIsoDate(parts.at(at) ?? "");
}

/** Whether a text is meant to be a digest. */
export const isDigest = (text: string): boolean => text.startsWith("lotbook digest ");

/** Reads a digest; where a line is none, says which and what was expected. */
export function readDigest(text: string): Digest | { readonly refused: string } {
  const [head = "", ...lines] = text.split("\n");
  const [, version, day] =
    /^lotbook digest (\d+), as of (\d{4}-\d{2}-\d{2}|no day)$/.exec(head) ?? [];
  if (version !== String(VERSION) || day === undefined)
    return { refused: `line 1: expected "lotbook digest ${VERSION}, as of DATE"` };
  if (lines.pop() !== "") return { refused: "the last line is cut off" };
  const covered: Covered[] = [];
  const inputs = new Map<string, string>();
  const past = new Map<string, PastFigure>();
  const last = new Map<string, string>();
  for (const [index, one] of lines.entries()) {
    const refused = { refused: `line ${index + 2}: expected an id and a value with a tab between` };
    const [name = "", value = "", more = ""] = one.split("\t");
    const date = dayIn(name) ?? parseIsoDate(more);
    if (name === "covered") {
      const [from, to] = [parseIsoDate(more), parseIsoDate(one.split("\t")[3] ?? "")];
      if (from === null || to === null) return refused;
      covered.push({ account: value, from, to });
    } else if (name === "input") inputs.set(value, more);
    else if (name === "" || !isValue(value)) return refused;
    else if (date === null) last.set(name, value);
    else past.set(name, { date, value });
  }
  return { asOf: day === "no day" ? null : (day as IsoDate), covered, inputs, past, last };
}

const isValue = (text: string): boolean => text.startsWith("?") || Decimal.parse(text) !== null;
