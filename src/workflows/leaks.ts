/** Looks for what must never be seen outside the raw files. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { JobRun } from "./runner.ts";

/** Where any of the secrets stands: in the log, the summary, an output or a file of an artifact of a run. */
export function leaksOf(
  runs: Readonly<Record<string, JobRun>>,
  secrets: readonly string[],
): string[] {
  const found: string[] = [];
  const look = (where: string, text: string): void => {
    if (secrets.some((secret) => text.includes(secret))) found.push(where);
  };
  for (const [name, { log, summary, outputs, artifacts }] of Object.entries(runs)) {
    look(`${name}: log`, log);
    look(`${name}: summary`, summary);
    look(`${name}: outputs`, JSON.stringify(outputs));
    for (const folder of artifacts.values())
      for (const file of filesIn(folder))
        look(`${name}: ${relative(folder, file)}`, readFileSync(file, "latin1"));
  }
  return found;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
