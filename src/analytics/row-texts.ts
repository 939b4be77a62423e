/**
 * What stands in the raw rows. A newer file repeats the rows of older ones, so that a row is the same row wherever it
 * stands, as long as it says the same.
 */
import type { RowRef } from "../core/ids.ts";
import type { RawFileReport } from "./report.ts";

/** A tag with all its attributes; `>` may stand in a value. */
const TAG = /<[A-Za-z][^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>/g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface Texts {
  /** The rows that begin on a line; nearly always one. */
  readonly byLine: ReadonlyMap<number, readonly string[]>;
  readonly all: ReadonlySet<string>;
}

/** The rows of a report's files, each file read when it is first asked for. */
export class RowTexts {
  readonly #files: ReadonlyMap<string, RawFileReport>;
  readonly #read = new Map<string, Texts>();

  constructor(files: readonly RawFileReport[]) {
    this.#files = new Map(files.filter(({ refused }) => !refused).map((file) => [file.path, file]));
  }

  /** The rows of a line; none where the place is in no raw file. */
  at({ file, line }: RowRef): readonly string[] {
    return this.#textsOf(file).byLine.get(line) ?? [];
  }

  /** Whether any file says this. */
  holds(text: string): boolean {
    return [...this.#files.keys()].some((file) => this.fileHolds(file, text));
  }

  /** Whether one file says this. */
  fileHolds(file: string, text: string): boolean {
    return this.#textsOf(file).all.has(text);
  }

  #textsOf(path: string): Texts {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const texts = textsIn(this.#files.get(path));
    this.#read.set(path, texts);
    return texts;
  }
}

/** One character for each byte: rows are compared, and only what is shown is read as UTF-8. */
function textsIn(file: RawFileReport | undefined): Texts {
  const byLine = new Map<number, string[]>();
  const all = new Set<string>();
  const source = file === undefined ? "" : Buffer.from(file.bytes).toString("latin1");
  let [line, at] = [1, 0];
  for (const { 0: text, index } of source.matchAll(TAG)) {
    for (let end = source.indexOf("\n", at); end >= 0 && end < index; ) {
      line++;
      at = end + 1;
      end = source.indexOf("\n", at);
    }
    const own = byLine.get(line);
    if (own === undefined) byLine.set(line, [text]);
    else own.push(text);
    all.add(text);
  }
  return { byLine, all };
}

/** The name of a row: `Trade`. */
export const elementOf = (text: string): string => /^<([\w.:-]+)/.exec(text)?.[1] ?? "";

/** Its attributes, as they stand there. */
export const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, name = "", double, single]) => [
      name,
      Buffer.from(double ?? single ?? "", "latin1").toString("utf8"),
    ]),
  );
