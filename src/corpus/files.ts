/** Reports of files anywhere on disk, for tests. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defaultSettings, readSettings } from "../adapters/yaml/settings.ts";
import type { Report } from "../analytics/report.ts";
import type { IsoDateTime } from "../core/dates.ts";
import { buildReport } from "../pipeline.ts";

/** The report of some files, as if they were all under data/; settings as the text of a lotbook.yml. */
export function reportOfFiles(paths: readonly string[], settings?: string): Report {
  return buildReport({
    files: paths.map((path) => {
      const bytes = readFileSync(path);
      return { path, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
    }),
    settings: settings === undefined ? defaultSettings() : readSettings("lotbook.yml", settings).value,
    demo: false,
    diagnostics: [],
    now: "2026-01-01T00:00:00" as IsoDateTime,
  });
}
