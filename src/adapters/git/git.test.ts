/** Commits in real repositories. */
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changesOf, commitFiles, messageFor, underWay } from "./commit.ts";
import { authorOf, type Git, gitIn, shown } from "./git.ts";
import { createSandbox, HEADER, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let git: Git;
beforeEach(() => {
  box = createSandbox();
  git = gitIn(box.here, box.environment);
});
afterEach(() => box.close());
const put: Sandbox["put"] = (...args) => box.put(...args);

const STATEMENT = "data/flex/main/2026-11-20_20261121-041500_0a1b2c3d.xml";

async function committed(): Promise<string[]> {
  const changes = await changesOf(git);
  if ("refused" in changes) throw new Error(changes.refused);
  const done = await commitFiles(git, changes.files, messageFor(changes.files));
  if ("refused" in done) throw new Error(done.refused);
  return box.git("show", "--format=", "--name-only", "HEAD").trim().split("\n");
}

describe("commit", () => {
  test("takes new statements and the log, and nothing else", async () => {
    put(STATEMENT, "<a/>");
    put("data/flex/main/runs.jsonl", `${HEADER}{"b":2}\n`);
    put("data/flex/.DS_Store", "x");
    put("data/.hidden/x.xml", "x");
    put("README.md", "two\n");
    put("notes.txt", "mine");
    box.git("add", "notes.txt");
    expect(await committed()).toEqual([STATEMENT, "data/flex/main/runs.jsonl"]);
    expect(box.git("log", "-1", "--format=%s %an %ae %cn %ce").trim()).toBe(
      "data: statements through 2026-11-20 (main) lotbook noreply@lotbook.invalid lotbook noreply@lotbook.invalid",
    );
    expect(box.git("status", "--porcelain", "--untracked-files=all").split("\n")).toEqual([
      " M README.md",
      "A  notes.txt",
      "?? data/.hidden/x.xml",
      "?? data/flex/.DS_Store",
      "",
    ]);
  });

  test("names are taken literally, also in a folder of the repository", async () => {
    git = gitIn(join(box.here, "mine"), { PATH: process.env["PATH"], HOME: box.folder });
    put("mine/data/[a] ü.xml", "<a/>");
    put("mine/data/a.xml", "<a/>");
    const changes = await changesOf(git);
    expect(changes).toEqual({ files: ["data/[a] ü.xml", "data/a.xml"], damaged: [] });
    await commitFiles(git, ["data/[a] ü.xml"], "one");
    expect(await changesOf(git)).toEqual({ files: ["data/a.xml"], damaged: [] });
  });

  test("a stored statement that was changed or deleted is left alone", async () => {
    put(STATEMENT, "<a/>");
    put(STATEMENT.replace("20_", "19_"), "<a/>");
    await committed();
    put(STATEMENT, "<b/>");
    rmSync(join(box.here, STATEMENT.replace("20_", "19_")));
    expect(await changesOf(git)).toEqual({
      files: [],
      damaged: [STATEMENT.replace("20_", "19_"), STATEMENT],
    });
  });

  test("the first commit of a repository", async () => {
    box.git("-C", box.folder, "init", "--quiet", "new");
    git = gitIn(join(box.folder, "new"), { PATH: process.env["PATH"], HOME: box.folder });
    put("data/x.xml", "<a/>", join(box.folder, "new"));
    expect(await commitFiles(git, ["data/x.xml"], "first")).toMatchObject({ message: "first" });
  });

  test("outside any repository git says why", async () => {
    expect(await changesOf(gitIn(box.folder, { PATH: process.env["PATH"] }))).toMatchObject({
      refused: expect.stringContaining("not a git repository"),
    });
  });

  test("what an ignore file hides is taken all the same, where it is a statement or a log", async () => {
    put("ignored", "*.xml\n*.jsonl\n", box.folder);
    box.git("config", "core.excludesFile", join(box.folder, "ignored"));
    put(STATEMENT, "<a/>");
    put("data/flex/new/runs.jsonl", HEADER);
    put("data/flex/main/other.xml", "<a/>");
    put("private.xml", "<a/>");
    expect(await committed()).toEqual([STATEMENT, "data/flex/new/runs.jsonl"]);
  });

  test("a log of runs that has lost a line is left alone", async () => {
    put("data/flex/main/runs.jsonl", `${HEADER}{"b":2}`);
    await committed();
    const log = (text: string) => {
      put("data/flex/main/runs.jsonl", text);
      return changesOf(git);
    };
    const damaged = { files: [], damaged: ["data/flex/main/runs.jsonl"] };
    expect(await log("")).toEqual(damaged);
    expect(await log(`{"b":2}\n{"c":3}\n`)).toEqual(damaged);
    expect(await log(`${HEADER}{"b":2}\n{"c":3}\n`)).toEqual({
      files: ["data/flex/main/runs.jsonl"],
      damaged: [],
    });
  });

  test("where a hook refuses, its reason is said and nothing stays staged", async () => {
    const hook = join(box.here, ".git/hooks/pre-commit");
    put(".git/hooks/pre-commit", "#!/bin/sh\necho no, U1234567 >&2\nexit 1\n");
    chmodSync(hook, 0o755);
    put(STATEMENT, "<a/>");
    expect(await commitFiles(git, [STATEMENT], "x")).toEqual({ refused: "no, •••" });
    expect(box.git("status", "--porcelain", "--untracked-files=all")).toBe(`?? ${STATEMENT}\n`);
  });

  test("what git is in the middle of is noticed", async () => {
    expect(await underWay(git)).toBe(null);
    const states = {
      MERGE_HEAD: "a merge",
      "rebase-merge/x": "a rebase",
      CHERRY_PICK_HEAD: "a cherry-pick",
    };
    for (const [name, what] of Object.entries(states)) {
      put(`.git/${name}`, box.git("rev-parse", "HEAD"));
      expect(await underWay(git)).toBe(what);
      rmSync(join(box.here, ".git", name.split("/")[0] ?? ""), { recursive: true });
    }
  });
});

describe("the author", () => {
  const [name, email] = ["lotbook", "noreply@lotbook.invalid"];

  test("is nobody where nobody is known", async () => {
    expect(await authorOf(git, {})).toEqual({
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    });
  });

  test("is filled only where neither settings nor environment say it", async () => {
    box.git("config", "user.email", "me@example.com");
    const names = { GIT_AUTHOR_NAME: name, GIT_COMMITTER_NAME: name };
    expect(await authorOf(git, {})).toEqual(names);
    expect(await authorOf(git, { GIT_AUTHOR_NAME: "Me" })).toEqual({ GIT_COMMITTER_NAME: name });
    box.git("config", "committer.name", "Me");
    expect(await authorOf(git, {})).toEqual({ GIT_AUTHOR_NAME: name });
    box.git("config", "user.name", "Me");
    expect(await authorOf(git, {})).toEqual({});
  });
});

describe("the message", () => {
  test.each([
    [
      [STATEMENT, STATEMENT.replace("11-20_", "11-19_")],
      "data: statements through 2026-11-20 (main)",
    ],
    [
      [STATEMENT, STATEMENT.replace("main", "old")],
      "data: statements through 2026-11-20 (main), 2026-11-20 (old)",
    ],
    [["data/flex/main/runs.jsonl"], "data: log of runs (main)"],
    [["data/U1234567.xml", "data/flex/main/runs.jsonl"], "data: 1 file"],
  ])("for %j", (files, message) => {
    expect(messageFor(files)).toBe(message);
  });

  test("shows no account number, whoever wrote it", async () => {
    put("data/x.xml", "<a/>");
    await commitFiles(git, ["data/x.xml"], "statement of U1234567");
    expect(box.git("log", "-1", "--format=%s").trim()).toBe("statement of •••");
  });
});

test("git never has our secrets, and shows none of the remote's", async () => {
  const answer = await git(["-c", "alias.env=!env", "env"]);
  expect(answer.out).not.toMatch(/IBKR|secret/);
  expect(answer.out).toContain("GIT_TERMINAL_PROMPT=0");
  expect(
    shown("fatal: https://me:pass@example.com/a.git U1234567 and s3cr3t-long", ["s3cr3t-long"]),
  ).toBe("fatal: https://example.com/a.git ••• and •••");
});
