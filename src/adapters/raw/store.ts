/**
 * The store: raw files under data/, write-once, bytes as received. The name of a stored statement carries the first
 * eight digits of its SHA-256, so that a change is seen. (Design, section 5.)
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic, Staged } from "../../core/diagnostics.ts";
import { compareText } from "../../core/ids.ts";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { writeWhole } from "./files.ts";

export interface RawFile {
  /** From the root, with forward slashes; an account number in it is replaced, because the path is shown. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** Files beside the statements that are not statements: the log of runs and notes to oneself. */
const BESIDE = /(^|\/)(\.[^/]*|runs\.jsonl|README(\.md)?)$/;
const STORED = /_([0-9a-f]{8})\.xml$/;

/** Reads every file under `data/`. Raises `store/altered` and `store/unreadable`; such files are left out. */
export function readStore(root: string): Staged<readonly RawFile[]> {
  const data = join(root, "data");
  const files: RawFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of listed(root, data)) {
    const file = readOne(root, path);
    if ("code" in file) diagnostics.push(file);
    else files.push(file);
  }
  return { value: files, diagnostics };
}

function listed(root: string, data: string): string[] {
  if (!existsSync(data)) return [];
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !BESIDE.test(path))
    .toSorted(compareText);
}

function readOne(root: string, path: string): RawFile | Diagnostic {
  const file = rawFile(root, path);
  if (file === null)
    return {
      code: "store/unreadable",
      message: `${path} could not be read`,
      at: [{ file: path, line: 1 }],
      hint: "check the permissions of the file",
    };
  const named = STORED.exec(path)?.[1];
  if (named === undefined || file.sha256.startsWith(named))
    return { ...file, path: shown(path, file.sha256) };
  return {
    code: "store/altered",
    message: `${path} no longer matches the hash in its name`,
    at: [{ file: path, line: 1 }],
    expected: `a file whose SHA-256 begins with ${named}`,
    actual: file.sha256.slice(0, 8),
    hint: `restore it: git checkout -- ${path}`,
  };
}

/** Files saved by hand often carry the account number in their name; what is shown carries the file's hash instead. */
const shown = (path: string, sha256: string): string =>
  withoutAccountNumbers(path, `account-${sha256.slice(0, 8)}`);

/** A file with its hash, or null where it cannot be read. */
export function rawFile(root: string, path: string): RawFile | null {
  try {
    const bytes = readFileSync(join(root, path));
    return { path, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
  } catch {
    return null;
  }
}

/** Where a statement belongs: by account, last day, time of generation and hash. */
export function storedPath(
  alias: string,
  to: IsoDate,
  generated: IsoDate | IsoDateTime | null,
  sha256: string,
): string {
  const when = generated === null ? "undated" : generated.replaceAll(/[-:]/g, "").replace("T", "-");
  return `data/flex/${alias}/${to}_${when}_${sha256.slice(0, 8)}.xml`;
}

/** Hash of a statement without the time of its generation: two downloads of the same figures have the same. */
export function contentHash(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1");
  return createHash("sha256")
    .update(text.replaceAll(/whenGenerated\s*=\s*("[^"]*"|'[^']*')/g, ""))
    .digest("hex");
}

/**
 * Writes a statement under its own name: as a whole or not at all. A file that is there stays as it is, unless it no
 * longer matches the hash in its name: then the bytes that the name stands for take its place.
 */
export function writeOnce(root: string, path: string, bytes: Uint8Array): void {
  const target = join(root, path);
  if (existsSync(target) && !("code" in readOne(root, path))) return;
  writeWhole(root, target, bytes);
}

/** The path of a stored statement with the same figures, whenever it was generated; null where there is none. */
export function storedTwin(root: string, bytes: Uint8Array): string | null {
  const data = join(root, "data");
  const content = contentHash(bytes);
  // A time of generation has the same length in every statement of a query, so only files of that length can be twins.
  const twin = listed(root, data).find((path) => {
    if (statSync(join(root, path), { throwIfNoEntry: false })?.size !== bytes.length) return false;
    const file = readOne(root, path);
    return !("code" in file) && contentHash(file.bytes) === content;
  });
  return twin === undefined ? null : withoutAccountNumbers(twin);
}

/** The last day of the newest statement of a query, by the names of its files; null where there is none. */
export function newestStored(root: string, alias: string): { path: string; to: IsoDate } | null {
  const folder = `data/flex/${alias}`;
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const name = names
    .filter((one) => NAMED.test(one))
    .sort()
    .at(-1);
  return name === undefined
    ? null
    : { path: `${folder}/${name}`, to: name.slice(0, 10) as IsoDate };
}

const NAMED = /^\d{4}-\d{2}-\d{2}_.*_[0-9a-f]{8}\.xml$/;
