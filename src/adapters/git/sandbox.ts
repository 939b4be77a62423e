/** For tests: a clone of a bare remote, with a settled history, in a folder of its own. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const HEADER = '{"a":1}\n';

export interface Sandbox {
  readonly folder: string;
  /** The clone. */
  readonly here: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs git in the clone; `-C` leads elsewhere. */
  git(...args: readonly string[]): string;
  put(path: string, text: string, root?: string): void;
  /** Commits everything as the user. */
  save(message: string, root?: string): void;
  /** Somebody else pushes first; answers the clone it was done in. */
  pushElsewhere(files: Readonly<Record<string, string>>): string;
  /** A hook of the remote before it takes anything. */
  hook(script: string): void;
  close(): void;
}

/** Makes one. */
export function createSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "lotbook-git-"));
  const here = join(folder, "here");
  const environment = { PATH: process.env["PATH"], HOME: folder, IBKR_FLEX_TOKEN: "secret" };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", here, ...args], {
      encoding: "utf8",
      env: environment,
      stdio: "pipe",
    });
  const put = (path: string, text: string, root = here): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const save = (message: string, root = here): void => {
    git("-C", root, "add", "--all");
    const user = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    git("-C", root, ...user, "commit", "--quiet", "-m", message);
  };
  mkdirSync(here);
  git("-C", folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  git("-C", folder, "clone", "--quiet", "remote.git", "here");
  git("checkout", "--quiet", "-b", "main");
  put("README.md", "one\n");
  put("data/flex/main/runs.jsonl", HEADER);
  put(".gitattributes", "data/**/runs.jsonl merge=union\n");
  save("start");
  git("push", "--quiet", "--set-upstream", "origin", "main");
  return {
    folder,
    here,
    environment,
    git,
    put,
    save,
    pushElsewhere: (files) => {
      const there = join(folder, "there");
      rmSync(there, { recursive: true, force: true });
      git("-C", folder, "clone", "--quiet", "remote.git", "there");
      for (const [path, text] of Object.entries(files)) put(path, text, there);
      save("other", there);
      git("-C", there, "push", "--quiet");
      return there;
    },
    hook: (script) => {
      const path = join(folder, "remote.git/hooks/pre-receive");
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
