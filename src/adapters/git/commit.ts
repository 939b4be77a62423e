/**
 * Commits what a fetch has written: new files under data/ and the log of runs, nothing else. What else is changed or
 * staged stays as it is, and so does a stored statement that was changed or deleted: the store is append-only, and a
 * commit must not make damage permanent.
 */
import { existsSync } from "node:fs";
import { withoutAccountNumbers } from "../../core/privacy.ts";
import { authorOf, type Git, shown } from "./git.ts";

export interface Changes {
  /** To commit: new files and logs that grew. From the root. */
  readonly files: readonly string[];
  /** Changed or deleted files of the store; not committed. */
  readonly damaged: readonly string[];
}

const HIDDEN = /(^|\/)\./;
const LOG = /(^|\/)runs\.jsonl$/;
const STATEMENT = /^data\/flex\/([^/]+)\/(\d{4}-\d{2}-\d{2})_[^/]*\.xml$/;

/** What git said where it refused. */
export interface Refusal {
  readonly refused: string;
}

/** What there is to commit under data/; a refusal where the folder is in no repository. */
export async function changesOf(git: Git): Promise<Changes | Refusal> {
  const prefix = await git(["rev-parse", "--show-prefix"]);
  if (!prefix.ok) return { refused: prefix.said };
  const status = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"];
  const { ok, out, said } = await git([...status, "--ignored=matching", "--", "data"]);
  if (!ok) return { refused: said };
  const start = prefix.out.trim().length;
  const entries = out
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => ({ state: entry.slice(0, 2), path: entry.slice(3 + start) }))
    .filter(({ path }) => !HIDDEN.test(path))
    .filter(({ state, path }) => state !== IGNORED || STATEMENT.test(path) || LOG.test(path));
  const cut = await cutLogs(git);
  const fits = ({ state, path }: (typeof entries)[number]): boolean =>
    !state.includes("D") && (/^(\?\?|!!|A)/.test(state) || (LOG.test(path) && !cut.has(path)));
  return {
    files: entries.filter(fits).map(({ path }) => path),
    damaged: entries.filter((entry) => !fits(entry)).map(({ path }) => path),
  };
}

/** Hidden by an ignore file: somebody's `*.xml` must not keep a statement out. */
const IGNORED = "!!";

/** Logs of runs that have lost lines of their committed version. */
async function cutLogs(git: Git): Promise<ReadonlySet<string>> {
  const how = ["--text", "--no-ext-diff", "--no-textconv", "--ignore-space-at-eol"];
  const diff = ["diff", "--numstat", "-z", "--relative", "--no-renames", ...how];
  const { out } = await git([...diff, "HEAD", "--", "data"]);
  const lines = out.split("\0").map((line) => line.split("\t"));
  const cut = lines.filter(([, lost, path = ""]) => LOG.test(path) && lost !== "0");
  return new Set(cut.map(([, , path = ""]) => path));
}

/** What git is in the middle of; a commit now would become part of it. */
export async function underWay(git: Git): Promise<string | null> {
  for (const [what, names] of Object.entries(STATES))
    for (const name of names) {
      const { out } = await git(["rev-parse", "--path-format=absolute", "--git-path", name]);
      if (out !== "" && existsSync(out.trimEnd())) return what;
    }
  return null;
}

const STATES = {
  "a merge": ["MERGE_HEAD"],
  "a rebase": ["rebase-merge", "rebase-apply"],
  "a cherry-pick": ["CHERRY_PICK_HEAD"],
} as const;

export interface Commit {
  /** The full name of the commit. */
  readonly commit: string;
  readonly message: string;
}

/** Commits exactly these files. Where git refuses, nothing stays staged. */
export async function commitFiles(
  git: Git,
  files: readonly string[],
  message: string,
): Promise<Commit | Refusal> {
  const env = await authorOf(git);
  const added = await git(["add", "--force"], { paths: files });
  const subject = withoutAccountNumbers(message);
  const how = ["commit", "--quiet", "--only", "--message", subject];
  const done = added.ok ? await git(how, { paths: files, env }) : added;
  if (!done.ok) {
    await git(["reset", "--quiet"], { paths: files });
    return { refused: done.said || shown(done.out) };
  }
  return { commit: await headOf(git), message: subject };
}

/** The full name of the current commit. */
export const headOf = async (git: Git): Promise<string> =>
  (await git(["rev-parse", "HEAD"])).out.trim();

/** What the files bring, by query and last day: `data: statements through 2026-11-20 (main)`. */
export function messageFor(files: readonly string[]): string {
  const last = new Map<string, string>();
  for (const file of files) {
    const [, alias = "", day = ""] = STATEMENT.exec(file) ?? [];
    if (day > (last.get(alias) ?? "")) last.set(alias, day);
  }
  if (last.size > 0)
    return `data: statements through ${[...last].map(([alias, day]) => `${day} (${alias})`).join(", ")}`;
  const others = files.filter((file) => !LOG.test(file)).length;
  if (others > 0) return `data: ${others} ${others === 1 ? "file" : "files"}`;
  return `data: log of runs (${files.map((file) => file.split("/").at(-2)).join(", ")})`;
}
