/** Where a push goes, and what it would bring there. */
import type { Git } from "./git.ts";

export interface Target {
  readonly remote: string;
  /** The branch there: `refs/heads/main`. */
  readonly ref: string;
}

/** The upstream of the current branch, or the branch of the same name at `origin`; else why there is none. */
export async function targetOf(git: Git): Promise<Target | { readonly nowhere: string }> {
  const branch = await branchOf(git);
  if (branch === "") return { nowhere: "no branch is checked out" };
  const own = (await git(["config", "--get", `branch.${branch}.remote`])).out.trim();
  const upstream = (await git(["config", "--get", `branch.${branch}.merge`])).out.trim();
  const remote = own || "origin";
  if (!(await git(["remote", "get-url", remote])).ok)
    return { nowhere: `there is no remote ${remote}` };
  return { remote, ref: own !== "" && upstream !== "" ? upstream : `refs/heads/${branch}` };
}

/** The name of the current branch; empty where none is checked out. */
export const branchOf = async (git: Git): Promise<string> =>
  (await git(["symbolic-ref", "--quiet", "--short", "HEAD"])).out.trim();

export interface Ahead {
  readonly commits: number;
  /** Those of them that change more than data/: not Lotbook's. */
  readonly others: number;
}

/** The commits that the target, as far as we know, has not. Where nothing is known of it, it is asked. */
export async function aheadOf(
  git: Git,
  { remote, ref }: Target,
  env: Readonly<Record<string, string>>,
): Promise<Ahead> {
  const known = `refs/remotes/${remote}/${ref.replace("refs/heads/", "")}`;
  const there = (await git(["rev-parse", "--verify", "--quiet", known])).ok;
  const asked = there || (await git(["fetch", "--quiet", remote, ref], { env })).ok;
  const without = asked ? (there ? known : "FETCH_HEAD") : `--remotes=${remote}`;
  const count = async (...paths: readonly string[]): Promise<number> => {
    const list = ["rev-list", "--count", "--full-history", "HEAD", "--not", without];
    const { out } = await git([...list, "--", ...paths], { env: { GIT_LITERAL_PATHSPECS: "0" } });
    return Number(out);
  };
  return { commits: await count(), others: await count(":(top)", ":(exclude)data") };
}
