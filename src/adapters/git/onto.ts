/**
 * Puts our commits on top of the remote's in a work tree of their own: files that the user is editing are not touched,
 * whatever happens there.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authorOf, type Git } from "./git.ts";
import { branchOf } from "./target.ts";

/** No hook of the user, and no other branch moves along. */
const ALONE = ["-c", "core.hooksPath=/dev/null", "-c", "rebase.updateRefs=false"];

/** The commit that has ours on top of `base`, or what is in conflict. HEAD stays where it is. */
export async function putOnto(
  git: Git,
  base: string,
): Promise<{ readonly commit: string } | { readonly conflict: string }> {
  const folder = mkdtempSync(join(tmpdir(), "lotbook-onto-"));
  const tree = join(folder, "tree");
  try {
    const made = await git([...ALONE, "worktree", "add", "--quiet", "--detach", tree, "HEAD"]);
    if (!made.ok) return { conflict: made.said };
    const there = ["-C", tree, ...ALONE];
    const env = await authorOf(git);
    const done = await git([...there, "rebase", "--quiet", "--rebase-merges", base], { env });
    if (!done.ok) return { conflict: done.said };
    return { commit: (await git([...there, "rev-parse", "HEAD"])).out.trim() };
  } finally {
    await git(["worktree", "remove", "--force", tree]);
    rmSync(folder, { recursive: true, force: true });
    await git(["worktree", "prune"]);
  }
}

/** Moves the branch and its files to a commit. Answers no, and does nothing, where changes of the user are in the way. */
export async function moveTo(git: Git, commit: string): Promise<boolean> {
  const how = ["checkout", "--quiet", "--no-track", "--no-overwrite-ignore"];
  return (await git([...ALONE, ...how, "-B", await branchOf(git), commit])).ok;
}
