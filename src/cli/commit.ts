/** `lotbook commit`: commits what a fetch has written under data/, and pushes it. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { changesOf, commitFiles, headOf, messageFor, underWay } from "../adapters/git/commit.ts";
import { type Git, gitIn } from "../adapters/git/git.ts";
import { type PushProblem, push } from "../adapters/git/push.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { output } from "./ci-output.ts";
import { EXIT, HOME, print } from "./run.ts";
import { counted } from "./text.ts";

interface CommitOptions {
  readonly root: string;
  readonly push?: boolean;
  readonly message?: string;
  readonly json?: boolean;
}

/** What the command did. */
interface Done {
  readonly committed: boolean;
  readonly pushed: boolean;
  /** The commit that is checked out now; empty where there is none. */
  readonly commit: string;
  readonly message: string | null;
  readonly files: readonly string[];
  /** Stored files that were changed or deleted, and are not committed. */
  readonly left: readonly string[];
  readonly problem: string | null;
}

/** Registers `lotbook commit`. */
export function addCommit(program: Command): void {
  program
    .command("commit")
    .description("commit what a fetch has written under data/, and nothing else")
    .option("--root <dir>", "where data/ is", HOME)
    .option(
      "--push",
      "push the branch, on top of what is new at the remote; never commits of your own",
    )
    .option("--message <text>", "the message; without it, one that names the last day")
    .option("--json", "print what was done as JSON")
    .action(async (options: CommitOptions) => {
      const [whole, exit, stopped] = await commit(options);
      const done = { ...whole, files: whole.files.map(masked), left: whole.left.map(masked) };
      if (options.json) print(JSON.stringify(done));
      else if (stopped !== "stopped") print(textOf(done));
      const { committed, pushed, commit: sha, problem } = done;
      output({
        committed: String(committed),
        pushed: String(pushed),
        sha: problem === null ? sha : "",
      });
      if (done.problem !== null) console.error(done.problem);
      process.exitCode = exit;
    });
}

/** Files that were saved by hand may carry an account number in their name. */
const masked = (path: string): string => withoutAccountNumbers(path);

/** What was done, the exit code, and whether the command stopped before it could do anything. */
type Outcome = readonly [Done, number, "stopped"?];

async function commit(options: CommitOptions): Promise<Outcome> {
  const nothing = {
    committed: false,
    pushed: false,
    commit: "",
    message: null,
    files: [],
    left: [],
  };
  const stopped = (said: string, hint: string): Outcome => [
    { ...nothing, problem: `${said}\n  hint: ${hint}` },
    EXIT.settings,
    "stopped",
  ];
  const git = gitIn(resolve(options.root));
  const changes = await changesOf(git);
  if ("refused" in changes)
    return stopped(
      `This is no git repository that could be used: ${changes.refused}`,
      "name the folder of your repository with --root, or make one of it: git init",
    );
  const state = await underWay(git);
  if (state !== null)
    return stopped(
      `Nothing was committed: ${state} is under way.`,
      "finish it or give it up, git status says how; then run this again",
    );
  const { files, damaged: left } = changes;
  if (files.length === 0)
    return await pushed(git, { ...nothing, left, commit: await headOf(git) }, options);
  const done = await commitFiles(git, files, options.message ?? messageFor(files));
  if ("refused" in done)
    return stopped(
      `git refused to commit: ${done.refused}`,
      "the files are as they were; mend what git names (a hook of yours, a key to sign with) and run this again",
    );
  return await pushed(git, { ...nothing, ...done, committed: true, files, left }, options);
}

/** Pushes where that was asked for and there is something to push, also what an earlier run could not. */
async function pushed(
  git: Git,
  done: Omit<Done, "problem">,
  options: CommitOptions,
): Promise<Outcome> {
  if (options.push !== true) return [{ ...done, problem: null }, EXIT.done];
  const token = process.env["LOTBOOK_PUSH_TOKEN"];
  const result = await push(git, token === undefined ? {} : { token });
  if ("pushed" in result) {
    if (!result.pushed) return [{ ...done, problem: null }, EXIT.done];
    if (!result.moved) console.error(BEHIND);
    return [{ ...done, pushed: true, commit: result.commit, problem: null }, EXIT.done];
  }
  const { exit, remedy } = PROBLEMS[result.problem];
  return [
    { ...done, problem: `Not pushed: ${result.said || result.problem}\n  hint: ${remedy}` },
    exit,
  ];
}

const BEHIND =
  "The branch here stays where it was: files that you have changed were changed at the remote, too.\n  hint: commit your changes, then git pull --rebase";

const PROBLEMS: Readonly<Record<PushProblem, { exit: number; remedy: string }>> = {
  nowhere: {
    exit: EXIT.settings,
    remedy: "check out a branch, and name its remote: git remote add origin ADDRESS",
  },
  credentials: {
    exit: EXIT.credential,
    remedy:
      "let git reach the remote without asking (an ssh key, a credential helper, or LOTBOOK_PUSH_TOKEN), with the right to write; in a workflow: contents: write",
  },
  conflict: {
    exit: EXIT.notReady,
    remedy:
      "the same file was changed here and there; the commit is kept and nothing was lost: run git pull --rebase by hand, settle the file, then git push",
  },
  others: {
    exit: EXIT.settings,
    remedy: "push your own commits first: git push",
  },
  protected: {
    exit: EXIT.settings,
    remedy: "the commit is kept; let this user push to the protected branch, or use another branch",
  },
  rejected: {
    exit: EXIT.settings,
    remedy: "the commit is kept; look at what the remote said: a hook there turns the push down",
  },
  unreachable: {
    exit: EXIT.notReady,
    remedy: "the commit is kept; the next run with --push takes it along",
  },
};

function textOf({ committed, pushed, commit, message, files, left }: Done): string {
  return [
    committed
      ? `committed ${counted(files.length, "file")}: ${message} (${commit.slice(0, 7)})`
      : "nothing to commit under data/",
    ...(pushed ? ["pushed"] : []),
    ...left.map((path) => `not committed, a stored file was changed or deleted: ${path}`),
    ...(left.length > 0 ? ["  hint: bring it back with git checkout -- data"] : []),
  ].join("\n");
}
