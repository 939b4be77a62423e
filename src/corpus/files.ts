/** Reports of files anywhere on disk, for tests. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defaultSettings, readSettings } from "../adapters/yaml/settings.ts";
import type { Report } from "../analytics/report.ts";
import type { IsoDateTime } from "../core/dates.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { MappedRows } from "../mappers/map.ts";
import { buildReport, type ReportInput, readEvents } from "../pipeline.ts";

interface Content {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const inputOf = (paths: readonly string[], settings?: string): ReportInput =>
  inputOfBytes(
    paths.map((path) => ({ path, bytes: readFileSync(path) })),
    settings,
  );

const inputOfBytes = (contents: readonly Content[], settings?: string): ReportInput => ({
  files: contents.map(({ path, bytes }) => ({
    path,
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  })),
  settings:
    settings === undefined ? defaultSettings() : readSettings("lotbook.yml", settings).value,
  waivers: [],
  decisions: [],
  runs: [],
  demo: false,
  diagnostics: [],
  now: "2026-01-01T00:00:00" as IsoDateTime,
});

/** The report of some files, as if they were all under data/; settings as the text of a lotbook.yml. */
export const reportOfFiles = (paths: readonly string[], settings?: string): Report =>
  buildReport(inputOf(paths, settings));

/** The report of some contents, as if they were files under data/. */
export const reportOfBytes = (
  contents: readonly Content[],
  settings?: string,
  decisions: ReportInput["decisions"] = [],
): Report => buildReport({ ...inputOfBytes(contents, settings), decisions });

/** What some files were mapped to, and all diagnostics until then. */
export function mappedOf(paths: readonly string[]): {
  mapped: MappedRows;
  diagnostics: readonly Diagnostic[];
} {
  const { mapped, diagnostics } = readEvents(inputOf(paths));
  return { mapped, diagnostics };
}
