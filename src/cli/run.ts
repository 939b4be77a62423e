/** What every command shares: the options of the root, reading and building, progress and exit codes. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { clock, type IsoDateTime } from "../core/dates.ts";
import type { Code, Diagnostic } from "../core/diagnostics.ts";
import { buildReport, readRepository } from "../pipeline.ts";

/** Exit codes of the design, section 8. */
export const EXIT = {
  done: 0,
  defect: 1,
  accountGuard: 2,
  credential: 3,
  notReady: 4,
  settings: 5,
  refused: 6,
  drift: 8,
} as const;

export interface RootOptions {
  readonly root: string;
  readonly demo?: boolean;
}

/** Where Lotbook itself lies. */
export const HOME = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const withRoot = (command: Command): Command =>
  command
    .option("--root <dir>", "where data/ and lotbook.yml are", HOME)
    .option("--demo", "use the demo account instead of data/");

/** Reads and builds; a root that does not exist ends the command with exit code 5. */
export function reportOf({ root, demo }: RootOptions): ReturnType<typeof buildReport> | null {
  if (!isFolder(root)) {
    process.exitCode = EXIT.settings;
    return null;
  }
  const input = readRepository(resolve(root), {
    demo: demo === true ? "only" : "never",
    home: HOME,
    now: now(),
  });
  const onStage = progress();
  const report = buildReport({ ...input, onStage });
  onStage(null);
  return report;
}

/** The clock of commands: this moment in UTC, or the one that `LOTBOOK_NOW` fixes. */
export const now = (): IsoDateTime => clock(process.env["LOTBOOK_NOW"]);

/** Whether the root is there; says so otherwise. */
export function isFolder(root: string): boolean {
  if (existsSync(root)) return true;
  console.error(`There is no folder ${root}; name the folder that holds data/ with --root.`);
  return false;
}

/** Says on standard error what is being done, once it has taken longer than a second; one line on a terminal. */
export function progress(): (stage: string | null) => void {
  const start = performance.now();
  const terminal = process.stderr.isTTY === true;
  return (stage) => {
    if (performance.now() - start < 1000) return;
    if (terminal) process.stderr.write(`\r\u001b[K${stage === null ? "" : `${stage} …`}`);
    else if (stage !== null) process.stderr.write(`${stage} …\n`);
  };
}

/** Codes of files of which nothing is used. */
export const REFUSALS: ReadonlySet<Code> = new Set<Code>([
  "flex/empty",
  "flex/not-xml",
  "flex/not-a-statement",
  "flex/error-response",
  "flex/malformed",
  "flex/doctype",
  "store/altered",
  "store/unreadable",
]);

/** Codes of what the user wrote and has to mend. */
const SETTINGS: ReadonlySet<Code> = new Set<Code>([
  "settings/invalid",
  "labels/invalid",
  "waivers/invalid",
  "decisions/invalid",
  "decisions/repeated",
]);

/** The exit code that diagnostics call for; of several, the first in the order of the design. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): number {
  const has = (test: (code: Code) => boolean): boolean =>
    diagnostics.some(({ code }) => test(code));
  if (has((code) => code === "accounts/not-listed")) return EXIT.accountGuard;
  if (has((code) => SETTINGS.has(code))) return EXIT.settings;
  return has((code) => REFUSALS.has(code)) ? EXIT.refused : EXIT.done;
}

/** In which order exit codes win over each other. (Design, section 6.) */
const ORDER = [1, 2, 5, 6, 3, 4, 7, 8];

/** Of several exit codes the one that matters most. */
export const worst = (codes: readonly number[]): number =>
  ORDER.find((code) => codes.includes(code)) ?? EXIT.done;

/** Prints text as a whole, also into a pipe that is slow or closes early. */
export function print(text: string): void {
  if (!process.stdout.listeners("error").includes(onOutputError))
    process.stdout.on("error", onOutputError);
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
