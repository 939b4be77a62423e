/**
 * Git as a user would run it, without questions and without our secrets: it never sees the broker's token, and what it
 * prints never shows the credentials that a remote's address may carry.
 */
import { spawn } from "node:child_process";
import { withoutAccountNumbers } from "../../core/privacy.ts";

export interface GitAnswer {
  readonly ok: boolean;
  readonly out: string;
  /** What git said on standard error, fit to be shown. */
  readonly said: string;
}

export interface GitCall {
  /** Paths that the command reads from standard input, taken literally. */
  readonly paths?: readonly string[];
  /** Variables for this call alone. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Git = (args: readonly string[], call?: GitCall) => Promise<GitAnswer>;

/** Variables that git does not need, or that would lead it to another repository. */
const WITHHELD =
  /^(IBKR_|GITHUB_TOKEN$|ACTIONS_|LOTBOOK_PUSH_TOKEN$|GIT_DIR$|GIT_WORK_TREE$|GIT_INDEX_FILE$)/;

const FIXED = {
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_EDITOR: "true",
  GIT_LITERAL_PATHSPECS: "1",
};

const TEN_MINUTES = 600_000;

/** Git in a folder, with the environment of this process less our secrets. */
export function gitIn(folder: string, environment: NodeJS.ProcessEnv = process.env): Git {
  const kept = Object.entries(environment).filter(([name]) => !WITHHELD.test(name));
  const base = { ...Object.fromEntries(kept), ...FIXED };
  return (args, { paths, env } = {}) =>
    new Promise((resolve) => {
      const from = paths === undefined ? [] : ["--pathspec-from-file=-", "--pathspec-file-nul"];
      const literal = paths === undefined ? {} : { GIT_LITERAL_PATHSPECS: "1" };
      const child = spawn("git", ["-C", folder, ...args, ...from], {
        env: { ...base, ...literal, ...env },
        timeout: TEN_MINUTES,
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
      child.on("error", () =>
        resolve({ ok: false, out: "", said: "git could not be started; is it installed?" }),
      );
      child.on("close", (code) =>
        resolve({
          ok: code === 0,
          out: Buffer.concat(out).toString(),
          said: shown(Buffer.concat(err).toString(), Object.values(env ?? {})),
        }),
      );
      child.stdin.on("error", () => {});
      child.stdin.end((paths ?? []).join("\0"));
    });
}

/** The text without the user part of addresses, without account numbers and without the given secrets. */
export function shown(text: string, secrets: readonly string[] = []): string {
  const bare = text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, "$1");
  return withoutAccountNumbers(
    secrets
      .filter(({ length }) => length > 7)
      .reduce((rest, one) => rest.replaceAll(one, "•••"), bare),
  ).trim();
}

/**
 * Variables that name author and committer where nobody has told git who they are, as on a machine of a forge. Git's own
 * guess would put the names of the user and of the machine into the history. What is known stays as it is.
 */
export async function authorOf(
  git: Git,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Readonly<Record<string, string>>> {
  const filled: Record<string, string> = {};
  for (const role of ["author", "committer"])
    for (const [part, value] of Object.entries(NOBODY)) {
      const variable = `GIT_${role}_${part}`.toUpperCase();
      if (environment[variable] || (part === "email" && environment["EMAIL"])) continue;
      const keys = `^(${role}|user)\\.${part}$`;
      if (!(await git(["config", "--get-regexp", keys])).ok) filled[variable] = value;
    }
  return filled;
}

const NOBODY = { name: "lotbook", email: "noreply@lotbook.invalid" } as const;
