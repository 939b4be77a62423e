/**
 * A repository as a user would have it on a forge: a bare remote that starts with the files of this checkout and the
 * template's settings, and the services around it. None of the user's own files of this checkout is copied.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type FlexService, type StatementSource, startFlexService } from "../fakes/flex-service.ts";
import { type GitHub, startGitHub } from "../fakes/github.ts";
import { type JobRun, runWorkflow } from "./runner.ts";

export const TOKENS = ["904417721803316642597081", "551908262374410093318865"] as const;
export const QUERY = "918273";
export const ACCOUNT = "U1234567";

export interface World {
  readonly flex: FlexService;
  readonly github: GitHub;
  /** Changes files of the branch as the user would; null takes a file away. */
  commit(files: Readonly<Record<string, string>>): void;
  /** The next push is turned down. */
  rejectNextPush(): void;
  /** What git says about the remote. */
  git(...args: string[]): string;
  run(
    workflow: "sync" | "site" | "check",
    options: RunOptions,
  ): Promise<Readonly<Record<string, JobRun>>>;
  close(): Promise<void>;
}

export interface RunOptions {
  /** The moment, in UTC. */
  readonly now: string;
  readonly event?: "schedule" | "workflow_dispatch" | "push" | "pull_request";
  readonly inputs?: object;
  /** Which of the tokens the secret holds. Default: the first. */
  readonly token?: string;
  /** Default: yes. */
  readonly private?: boolean;
}

/** Files of the checkout that are the user's, and never leave it. */
const OWN = /^(data|labels|notes)\/|^lotbook\.yml$|^node_modules/;

/** Makes a world; `query` is what the broker's query answers. */
export async function createWorld(query: StatementSource): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "lotbook-world-"));
  const remote = join(folder, "remote.git");
  const home = join(folder, "home");
  const flex = await startFlexService({
    tokens: TOKENS,
    queries: { [QUERY]: query },
    pollsUntilReady: 0,
  });
  const github = await startGitHub({ private: true });
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  mkdirSync(home);
  copyCheckout(home);
  prepareRemote(git, remote);
  return {
    flex,
    github,
    git: (...args) => git("--git-dir", remote, ...args).trim(),
    commit: (files) => {
      git("pull", "--quiet", "--rebase", "origin", "main");
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(home, path)), { recursive: true });
        writeFileSync(join(home, path), text);
      }
      git("add", "--all");
      git("commit", "--quiet", "--message", "by the user");
      git("push", "--quiet", "origin", "main");
    },
    rejectNextPush: () => writeFileSync(join(remote, "reject"), ""),
    run: (workflow, options) => {
      github.setPrivate(options.private !== false);
      const repository = { private: options.private !== false, default_branch: "main" };
      const name = options.event ?? "schedule";
      return runWorkflow(`.github/workflows/${workflow}.yml`, {
        folder,
        remote,
        branch: "main",
        event: {
          name,
          payload: name === "schedule" ? { schedule: "17 10 * * 2-6" } : { repository },
          inputs: options.inputs ?? {},
        },
        secrets: { IBKR_FLEX_TOKEN: options.token ?? TOKENS[0], IBKR_FLEX_QUERY_ID: QUERY },
        token: github.token,
        env: {
          LOTBOOK_NOW: options.now,
          IBKR_FLEX_BASE_URL: flex.baseUrl,
          GITHUB_API_URL: github.apiUrl,
        },
      });
    },
    close: async () => {
      await Promise.all([flex.close(), github.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function copyCheckout(home: string): void {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { encoding: "utf8" }).split("\0");
  for (const file of files)
    if (file !== "" && !OWN.test(file) && existsSync(file)) cpSync(file, join(home, file));
  cpSync("schemas/lotbook.template.yml", join(home, "lotbook.yml"));
}

const HOOK = `#!/bin/sh
if [ -e reject ]; then
  rm reject
  echo "not now" >&2
  exit 1
fi
`;

function prepareRemote(git: (...args: string[]) => string, remote: string): void {
  git("init", "--quiet", "--bare", "--initial-branch=main", remote);
  git("--git-dir", remote, "config", "uploadpack.allowAnySHA1InWant", "true");
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Someone");
  git("config", "user.email", "someone@example.com");
  git("remote", "add", "origin", `file://${resolve(remote)}`);
  git("add", "--all");
  git("commit", "--quiet", "--message", "the template");
  git("push", "--quiet", "--set-upstream", "origin", "main");
  writeFileSync(join(remote, "hooks/pre-receive"), HOOK);
  chmodSync(join(remote, "hooks/pre-receive"), 0o755);
}
