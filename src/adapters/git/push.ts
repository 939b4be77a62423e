/**
 * Pushes the current branch and never forces: where the remote has moved on, our commits are put on top of its newest
 * one, and the push is tried again.
 */
import { setTimeout as pause } from "node:timers/promises";
import { authorOf, type Git, type GitAnswer } from "./git.ts";

export type PushProblem =
  /** No branch, no remote: nowhere to push to. */
  | "nowhere"
  /** The remote wants other credentials. */
  | "credentials"
  /** The same lines were changed here and there. */
  | "conflict"
  /** The remote refuses the push, again and again. */
  | "rejected"
  | "unreachable";

export type PushResult =
  | { readonly pushed: true; readonly attempts: number }
  | { readonly problem: PushProblem; readonly said: string };

export interface PushOptions {
  /** For a remote over https that asks for a password; the user's own helpers otherwise. */
  readonly token?: string;
  /** Milliseconds before each further attempt. */
  readonly waits?: readonly number[];
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

interface Target {
  readonly remote: string;
  /** The branch there: `refs/heads/main`. */
  readonly ref: string;
}

const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** Pushes the current branch to its upstream, or to the branch of the same name at `origin`. */
export async function push(git: Git, options: PushOptions = {}): Promise<PushResult> {
  const { token, waits = WAITS, wait = pause } = options;
  const target = await targetOf(git);
  if ("problem" in target) return target;
  const env = await credentialsFor(git, target.remote, token);
  for (let attempt = 0; ; attempt++) {
    const answer = await git(["push", "--quiet", target.remote, `HEAD:${target.ref}`], { env });
    if (answer.ok) return { pushed: true, attempts: attempt + 1 };
    const failure = failureOf(answer);
    const next = waits[attempt];
    if (next === undefined || failure.problem === "credentials") return failure;
    await wait(next);
    const conflict = failure.problem === "rejected" ? await rebase(git, target, env) : null;
    if (conflict !== null) return conflict;
  }
}

/** Whether the branch has commits that its remote, as far as we know, has not. */
export async function isAhead(git: Git): Promise<boolean> {
  const target = await targetOf(git);
  if ("problem" in target) return false;
  const known = `refs/remotes/${target.remote}/${target.ref.replace("refs/heads/", "")}`;
  if (!(await git(["rev-parse", "--verify", "--quiet", known])).ok) return true;
  return (await git(["rev-list", "--count", `${known}..HEAD`])).out.trim() !== "0";
}

async function targetOf(git: Git): Promise<Target | Extract<PushResult, { problem: PushProblem }>> {
  const branch = (await git(["symbolic-ref", "--quiet", "--short", "HEAD"])).out.trim();
  if (branch === "") return { problem: "nowhere", said: "no branch is checked out" };
  const own = (await git(["config", "--get", `branch.${branch}.remote`])).out.trim();
  const upstream = (await git(["config", "--get", `branch.${branch}.merge`])).out.trim();
  const remote = own || "origin";
  if (!(await git(["remote", "get-url", remote])).ok)
    return { problem: "nowhere", said: `there is no remote ${remote}` };
  return { remote, ref: own !== "" && upstream !== "" ? upstream : `refs/heads/${branch}` };
}

/** Lets git take the password from a variable, for this remote's host alone; it stands in no file and no argument. */
async function credentialsFor(
  git: Git,
  remote: string,
  token: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const address = (await git(["remote", "get-url", "--push", remote])).out.trim();
  if (token === undefined || token === "" || !URL.canParse(address)) return {};
  const { protocol, host } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return {};
  const helper = '!f() { echo username=x-access-token; echo "password=$LOTBOOK_PUSH_TOKEN"; }; f';
  return {
    LOTBOOK_PUSH_TOKEN: token,
    GIT_CONFIG_COUNT: "2",
    // No other helper gets to keep it.
    GIT_CONFIG_KEY_0: "credential.helper",
    GIT_CONFIG_VALUE_0: "",
    GIT_CONFIG_KEY_1: `credential.${protocol}//${host}.helper`,
    GIT_CONFIG_VALUE_1: helper,
  };
}

const CREDENTIALS =
  /authentication failed|could not read (username|password)|permission denied|permission to .* denied|returned error: 40[13]|access denied|not allowed to push/i;

function failureOf({ said }: GitAnswer): Extract<PushResult, { problem: PushProblem }> {
  if (CREDENTIALS.test(said)) return { problem: "credentials", said };
  return { problem: /rejected\]/.test(said) ? "rejected" : "unreachable", said };
}

/** Puts our commits on top of the remote's; a conflict is undone and answered. Changes that are not committed stay. */
async function rebase(
  git: Git,
  { remote, ref }: Target,
  env: Readonly<Record<string, string>>,
): Promise<PushResult | null> {
  const fetched = await git(["fetch", "--quiet", remote, ref], { env });
  if (!fetched.ok) return null;
  const onto = ["rebase", "--quiet", "--autostash", "--rebase-merges", "FETCH_HEAD"];
  const done = await git(onto, { env: await authorOf(git) });
  if (done.ok) return null;
  await git(["rebase", "--abort"]);
  return { problem: "conflict", said: done.said };
}
