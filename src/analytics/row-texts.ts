/**
 * What stands in the raw rows. A newer file repeats the rows of older ones, so that a row is the same row wherever it
 * stands, as long as it says the same. Of each file only places and hashes are kept: there may be hundreds of megabytes.
 */
import { hash } from "node:crypto";
import type { RowRef } from "../core/ids.ts";
import type { RawFileReport } from "./report.ts";

/** A tag with all its attributes; `>` may stand in a value. */
const TAG = /<[A-Za-z][^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>/g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The rows of a file, in its order. */
interface FileRows {
  readonly bytes: Buffer;
  /** The line on which each row begins, its first byte and the byte after its last, one after the other. */
  readonly places: Uint32Array;
  /** Hashes of the rows' texts. */
  readonly hashes: ReadonlySet<number>;
}

/** Rows of files that were read before, by the files' own hash: two builds mostly have the same files. */
export type KnownRows = Map<string, FileRows>;

/** The rows of a report's files, each file read when it is first asked for. */
export class RowTexts {
  readonly #files: ReadonlyMap<string, RawFileReport>;
  readonly #known: KnownRows;

  constructor(files: readonly RawFileReport[], known: KnownRows = new Map()) {
    this.#files = new Map(files.filter(({ refused }) => !refused).map((file) => [file.path, file]));
    this.#known = known;
  }

  /** The rows that begin on a line, nearly always one; none where the place is in no raw file. */
  at({ file, line }: RowRef): readonly string[] {
    const rows = this.#rowsOf(file);
    if (rows === null) return [];
    const { bytes, places } = rows;
    const texts: string[] = [];
    for (let at = firstOnLine(places, line); places[at] === line; at += 3)
      texts.push(bytes.toString("latin1", places[at + 1], places[at + 2]));
    return texts;
  }

  /** Whether any file says this. */
  holds(text: string): boolean {
    const wanted = hashOf(text);
    return [...this.#files.keys()].some((file) => this.#rowsOf(file)?.hashes.has(wanted));
  }

  /** Whether one file says this. */
  fileHolds(file: string, text: string): boolean {
    return this.#rowsOf(file)?.hashes.has(hashOf(text)) ?? false;
  }

  #rowsOf(path: string): FileRows | null {
    const file = this.#files.get(path);
    if (file === undefined) return null;
    const known = this.#known.get(file.sha256);
    if (known !== undefined) return known;
    const rows = rowsIn(file.bytes);
    this.#known.set(file.sha256, rows);
    return rows;
  }
}

/** One character for each byte: rows are compared, and only what is shown is read as UTF-8. */
function rowsIn(content: Uint8Array): FileRows {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const source = bytes.toString("latin1");
  const places: number[] = [];
  const hashes = new Set<number>();
  let line = 1;
  let end = source.indexOf("\n");
  for (const { 0: text, index } of source.matchAll(TAG)) {
    for (; end >= 0 && end < index; end = source.indexOf("\n", end + 1)) line++;
    places.push(line, index, index + text.length);
    hashes.add(hashOf(text));
  }
  return { bytes, places: Uint32Array.from(places), hashes };
}

/** Where the first row stands that begins on the line, or on a later one, by bisection. */
function firstOnLine(places: Uint32Array, line: number): number {
  let [low, high] = [0, places.length / 3];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[3 * middle] as number) < line) low = middle + 1;
    else high = middle;
  }
  return 3 * low;
}

/** The first 48 bits of a hash: a million rows do not meet by chance. */
const hashOf = (text: string): number => hash("sha1", text, "buffer").readUIntBE(0, 6);

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
