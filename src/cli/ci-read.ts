/** What the commands for workflows share: their options, and the report of the repository, never of the demo account. */
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { buildReport, type Report, readRepository } from "../pipeline.ts";
import { HOME, now } from "./run.ts";

export interface ExitOptions {
  readonly root: string;
  readonly fetchExit?: string;
  readonly commitExit?: string;
}

export const withRootAlone = (command: Command): Command =>
  command.option("--root <dir>", "where data/ and lotbook.yml are", HOME);

/** The root, and how the steps before have ended. */
export const withExits = (command: Command): Command =>
  withRootAlone(command)
    .option("--fetch-exit <code>", "how the fetch ended", exitCode)
    .option("--commit-exit <code>", "how the commit ended", exitCode);

/** Checks an exit code as a step hands it on: a number, or nothing where the step did not run. */
function exitCode(text: string): string {
  if (!/^\d{0,3}$/.test(text)) throw new InvalidArgumentError("Not an exit code.");
  return text;
}

/** The exit code; null where it is not known. */
export const codeOf = (text: string | undefined): number | null =>
  text === undefined || text === "" ? null : Number(text);

/** Reads and builds. */
export const reportIn = (root: string): Report =>
  buildReport(readRepository(resolve(root), { demo: "never", home: HOME, now: now() }));
