/** `lotbook check --metrics FILE`: the state of the ledger for Prometheus, complete at all times. */
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { replaceFile } from "../adapters/raw/files.ts";
import { metricsText } from "../exports/metrics.ts";
import { ledgerStatus } from "../exports/status.ts";
import type { Report } from "../pipeline.ts";
import { EXIT } from "./run.ts";

/**
 * Writes the file and answers the exit code of that. Where it cannot be written it says why and leaves the old one. With
 * settings that are not valid, accounts would go by other names: the old file stays, too, and grows stale.
 */
export function writeMetrics(report: Report, file: string): number {
  if (report.diagnostics.some(({ code }) => code === "settings/invalid"))
    return refused(file, "lotbook.yml is not valid, so accounts have no names");
  const target = resolve(file);
  try {
    if (statSync(target, { throwIfNoEntry: false })?.isFile() === false)
      return refused(file, "it is no file");
    replaceFile(target, metricsText(ledgerStatus(report)));
    return EXIT.done;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return refused(file, code === "ENOENT" ? `there is no folder ${dirname(target)}` : message);
  }
}

function refused(file: string, why: string): number {
  console.error(`The metrics were not written to ${file}: ${why}.`);
  return EXIT.settings;
}
