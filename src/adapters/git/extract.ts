/**
 * The files of a commit in a folder of their own, through an index of their own: neither the work tree nor the user's
 * index is touched.
 */
import { createHash } from "node:crypto";
import type { Git } from "./git.ts";

/** The full name of a commit; null where there is none of that name (here: history may be cut off). */
export async function commitNamed(git: Git, name: string): Promise<string | null> {
  if (name.startsWith("-")) return null;
  const { ok, out } = await git(["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
  return ok ? out.trim() : null;
}

/** Whether the history is cut off, as it is in a checkout of a workflow. */
export const isShallow = async (git: Git): Promise<boolean> =>
  (await git(["rev-parse", "--is-shallow-repository"])).out.trim() === "true";

/** The path of a folder within its repository, with a slash at the end; empty at the top. */
export const prefixOf = async (git: Git): Promise<string> =>
  (await git(["rev-parse", "--show-prefix"])).out.trimEnd();

export interface Tree {
  /** The full name of the commit. */
  readonly commit: string;
  /** The folder within the repository, as {@link prefixOf} answers it. */
  readonly prefix: string;
}

/**
 * The hash of each of these files and folders of a commit, below the prefix; what is not there is left out. With `deep`
 * of every file in them.
 */
export async function hashesOf(
  git: Git,
  { commit, prefix }: Tree,
  paths: readonly string[],
  deep = false,
): Promise<ReadonlyMap<string, string>> {
  const entries = await entriesOf(git, { commit, prefix }, paths, deep);
  return new Map(entries.map(({ path, hash }) => [path, hash]));
}

interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly hash: string;
  readonly path: string;
}

async function entriesOf(
  git: Git,
  { commit, prefix }: Tree,
  paths: readonly string[],
  deep = false,
): Promise<readonly Entry[]> {
  const list = ["ls-tree", "-z", "--full-tree", ...(deep ? ["-r"] : []), commit, "--"];
  const { out } = await git([...list, ...paths.map((path) => prefix + path)]);
  return out
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [head = "", path = ""] = entry.split("\t");
      const [mode = "", type = "", hash = ""] = head.split(" ");
      return { mode, type, hash, path: path.slice(prefix.length) };
    });
}

/** The hash that git gives to the content of a file. */
export function blobHash(content: Uint8Array, like: string): string {
  const hash = createHash(like.length > 40 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** Whether these files and folders of the work tree are those of the current commit, ignored ones included. */
export async function isClean(git: Git, paths: readonly string[]): Promise<boolean> {
  const status = ["status", "--porcelain=v1", "--untracked-files=all", "--ignored=matching"];
  const { ok, out } = await git([...status, "--", ...paths]);
  return ok && out === "";
}

/** Writes these files and folders of a commit into `folder`, without the prefix. Answers what git refused, or null. */
export async function extract(
  git: Git,
  { commit, prefix }: Tree,
  paths: readonly string[],
  folder: string,
): Promise<string | null> {
  const env = { GIT_INDEX_FILE: `${folder}.index` };
  // Run in a folder below, git would write that folder's files alone.
  const top = (await git(["rev-parse", "--show-toplevel"])).out.trimEnd();
  for (const { mode, type, hash, path } of await entriesOf(git, { commit, prefix }, paths)) {
    const put =
      type === "tree"
        ? ["read-tree", `--prefix=${path}/`, hash]
        : ["update-index", "--add", "--cacheinfo", `${mode},${hash},${path}`];
    const { ok, said } = await git(["-C", top, ...put], { env });
    if (!ok) return said;
  }
  const out = ["checkout-index", "--all", "--force", `--prefix=${folder}/`];
  const written = await git(["-C", top, ...out], { env });
  return written.ok ? null : written.said;
}
