/**
 * What changed since the parent commit, computed anew at each build by `lotbook diff`, in a process of its own: it has
 * a time limit, and what goes wrong there leaves the pages whole.
 */
import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import type { DiffJson } from "../exports/diff.ts";
import { report } from "./report.ts";

/** What `lotbook diff` found, or why there is nothing to compare with. */
export type Changes = DiffJson | { readonly why: string };

const TWO_MINUTES = 120_000;
/** What a large account's differences may take as JSON. */
const BYTES = 1 << 28;

const root = process.env["LOTBOOK_ROOT"] ?? process.cwd();

/** Begins with the build, so that pages that do not ask for it need not wait. */
export const changes: Promise<Changes> = changesOf();

async function changesOf(): Promise<Changes> {
  if (report.demo) return { why: "The demo account is invented and has no history." };
  const why = withoutParent();
  if (why !== null) return { why };
  const script = join(process.cwd(), "bin/lotbook.js");
  const args = [script, "diff", "HEAD~1", "--json", "--root", root];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: TWO_MINUTES, maxBuffer: BYTES }, (error, out) =>
      resolve(read(out, error?.killed === true)),
    );
  });
}

function read(out: string, isLate: boolean): Changes {
  if (isLate) return { why: "Comparing with the parent commit took longer than two minutes." };
  try {
    return JSON.parse(out) as DiffJson;
  } catch {
    return { why: "The parent commit could not be read; lotbook diff HEAD~1 says why." };
  }
}

/** Why there is no parent commit to compare with; null where there is one. */
function withoutParent(): string | null {
  if (git("rev-parse", "--verify", "--quiet", "HEAD~1^{commit}") !== null) return null;
  if (git("rev-parse", "--is-inside-work-tree") === null)
    return "The folder is no git repository, so nothing tells what was there before.";
  return git("rev-parse", "--is-shallow-repository") === "true"
    ? "The history is cut off at this commit: fetch two commits (fetch-depth: 2 in a workflow)."
    : "This is the first commit.";
}

function git(...args: readonly string[]): string | null {
  try {
    const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
    return execFileSync("git", ["-C", root, ...args], { encoding: "utf8", stdio }).trim();
  } catch {
    return null;
  }
}
