/**
 * Pushes the current branch and never forces: where the remote has moved on, our commits are put on top of its newest
 * one, and the push is tried again.
 */
import { setTimeout as pause } from "node:timers/promises";
import { headOf } from "./commit.ts";
import type { Git, GitAnswer } from "./git.ts";
import { moveTo, putOnto } from "./onto.ts";
import { aheadOf, targetOf } from "./target.ts";

export type PushProblem =
  /** No branch, no remote: nowhere to push to. */
  | "nowhere"
  /** The remote wants other credentials. */
  | "credentials"
  /** The same lines were changed here and there. */
  | "conflict"
  /** There are commits that Lotbook did not make. */
  | "others"
  /** The branch does not let us push to it. */
  | "protected"
  /** The remote refuses the push, again and again. */
  | "rejected"
  | "unreachable";

export type PushResult =
  /** There was nothing to push. */
  | { readonly pushed: false }
  | {
      readonly pushed: true;
      readonly attempts: number;
      /** What was pushed. */
      readonly commit: string;
      /** Whether the branch here is at it; not where changes of the user were in the way. */
      readonly moved: boolean;
    }
  | { readonly problem: PushProblem; readonly said: string };

export interface PushOptions {
  /** For a remote over https that asks for a password; the user's own helpers otherwise. */
  readonly token?: string;
  /** Milliseconds before each further attempt. */
  readonly waits?: readonly number[];
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000];

/**
 * Pushes the current branch to its upstream, or to the branch of the same name at `origin`; nothing as long as there is
 * a commit that is not Lotbook's.
 */
export async function push(git: Git, options: PushOptions = {}): Promise<PushResult> {
  const { token, waits = WAITS, wait = pause } = options;
  const target = await targetOf(git);
  if ("nowhere" in target) return { problem: "nowhere", said: target.nowhere };
  const env = await credentialsFor(git, target.remote, token);
  const { commits, others } = await aheadOf(git, target, env);
  if (commits === 0) return { pushed: false };
  if (others > 0) return { problem: "others", said: OTHERS(others) };
  let commit = await headOf(git);
  for (let attempt = 0; ; attempt++) {
    const answer = await git(["push", "--quiet", target.remote, `${commit}:${target.ref}`], {
      env,
    });
    if (answer.ok)
      return { pushed: true, attempts: attempt + 1, commit, ...(await here(git, commit)) };
    const failure = failureOf(answer);
    const next = waits[attempt];
    if (next === undefined || FINAL.has(failure.problem)) return failure;
    await wait(next);
    if (failure.problem !== "rejected") continue;
    const { remote, ref } = target;
    if (!(await git(["fetch", "--quiet", remote, ref], { env })).ok) continue;
    if ((await git(["merge-base", "--is-ancestor", "FETCH_HEAD", "HEAD"])).ok) continue;
    const base = (await git(["rev-parse", "FETCH_HEAD"])).out.trim();
    const onto = await putOnto(git, base);
    if ("conflict" in onto) return { problem: "conflict", said: onto.conflict };
    commit = onto.commit;
  }
}

const OTHERS = (count: number): string =>
  `${count} ${count === 1 ? "commit" : "commits"} of your own would be pushed along`;

/** Takes the branch here along to what was pushed. */
async function here(git: Git, commit: string): Promise<{ moved: boolean }> {
  return { moved: commit === (await headOf(git)) || (await moveTo(git, commit)) };
}

/** Trying again changes nothing. */
const FINAL: ReadonlySet<PushProblem> = new Set<PushProblem>(["credentials", "protected"]);

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

/** What GitHub and GitLab say about a branch that this user may not push to. */
const PROTECTED = /protected branch|\bGH0(06|13)\b|repository rule violations/i;

function failureOf({ said }: GitAnswer): Extract<PushResult, { problem: PushProblem }> {
  if (PROTECTED.test(said)) return { problem: "protected", said };
  if (CREDENTIALS.test(said)) return { problem: "credentials", said };
  return { problem: /rejected\]/.test(said) ? "rejected" : "unreachable", said };
}
