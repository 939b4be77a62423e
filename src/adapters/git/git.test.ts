/** Commits and pushes in real repositories, against a bare remote that may turn a push down. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changesOf, commitFiles, messageFor } from "./commit.ts";
import { authorOf, type Git, gitIn, shown } from "./git.ts";
import { isAhead, push } from "./push.ts";

let folder = "";
let here = "";
let git: Git;
const HEADER = '{"a":1}\n';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotbook-git-"));
  here = join(folder, "here");
  run(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  run(folder, "clone", "--quiet", "remote.git", "here");
  run(here, "checkout", "--quiet", "-b", "main");
  put("README.md", "one\n");
  put("data/flex/main/runs.jsonl", HEADER);
  put(".gitattributes", "data/**/runs.jsonl merge=union\n");
  run(here, "add", "--all");
  run(
    here,
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.com",
    "commit",
    "--quiet",
    "-m",
    "start",
  );
  run(here, "push", "--quiet", "--set-upstream", "origin", "main");
  git = gitIn(here, { PATH: process.env["PATH"], HOME: folder, IBKR_FLEX_TOKEN: "secret" });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(where: string, ...args: string[]): string {
  const env = { PATH: process.env["PATH"], HOME: folder };
  return execFileSync("git", ["-C", where, ...args], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}
function put(path: string, text: string, root = here): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const STATEMENT = "data/flex/main/2026-11-20_20261121-041500_0a1b2c3d.xml";

async function committed(): Promise<string[]> {
  const changes = await changesOf(git);
  if ("refused" in changes) throw new Error(changes.refused);
  const done = await commitFiles(git, changes.files, messageFor(changes.files));
  if ("refused" in done) throw new Error(done.refused);
  return run(here, "show", "--format=", "--name-only", "HEAD").trim().split("\n");
}

/** Somebody else pushes first. */
function pushElsewhere(files: Readonly<Record<string, string>>): void {
  const there = join(folder, "there");
  rmSync(there, { recursive: true, force: true });
  run(folder, "clone", "--quiet", "remote.git", "there");
  for (const [path, text] of Object.entries(files)) put(path, text, there);
  run(there, "add", "--all");
  run(
    there,
    "-c",
    "user.name=B",
    "-c",
    "user.email=b@example.com",
    "commit",
    "--quiet",
    "-m",
    "other",
  );
  run(there, "push", "--quiet");
}
const waited: number[] = [];
const pushNow = () => push(git, { wait: async (milliseconds) => void waited.push(milliseconds) });

describe("commit", () => {
  test("takes new statements and the log, and nothing else", async () => {
    put(STATEMENT, "<a/>");
    put("data/flex/main/runs.jsonl", `${HEADER}{"b":2}\n`);
    put("data/flex/.DS_Store", "x");
    put("data/.hidden/x.xml", "x");
    put("README.md", "two\n");
    put("notes.txt", "mine");
    run(here, "add", "notes.txt");
    expect(await committed()).toEqual([STATEMENT, "data/flex/main/runs.jsonl"]);
    expect(run(here, "log", "-1", "--format=%s %an %ae %cn %ce").trim()).toBe(
      "data: statements through 2026-11-20 (main) lotbook noreply@lotbook.invalid lotbook noreply@lotbook.invalid",
    );
    expect(run(here, "status", "--porcelain", "--untracked-files=all").split("\n")).toEqual([
      " M README.md",
      "A  notes.txt",
      "?? data/.hidden/x.xml",
      "?? data/flex/.DS_Store",
      "",
    ]);
  });

  test("names are taken literally, also in a folder of the repository", async () => {
    git = gitIn(join(here, "mine"), { PATH: process.env["PATH"], HOME: folder });
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
    rmSync(join(here, STATEMENT.replace("20_", "19_")));
    expect(await changesOf(git)).toEqual({
      files: [],
      damaged: [STATEMENT.replace("20_", "19_"), STATEMENT],
    });
  });

  test("the first commit of a repository", async () => {
    run(folder, "init", "--quiet", "new");
    git = gitIn(join(folder, "new"), { PATH: process.env["PATH"], HOME: folder });
    put("data/x.xml", "<a/>", join(folder, "new"));
    expect(await commitFiles(git, ["data/x.xml"], "first")).toMatchObject({ message: "first" });
  });

  test("outside any repository git says why", async () => {
    expect(await changesOf(gitIn(folder, { PATH: process.env["PATH"] }))).toMatchObject({
      refused: expect.stringContaining("not a git repository"),
    });
  });

  test("an author who is known stays the author", async () => {
    run(here, "config", "user.email", "me@example.com");
    expect(await authorOf(git)).toEqual({});
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
    expect(run(here, "log", "-1", "--format=%s").trim()).toBe("statement of •••");
  });
});

describe("push", () => {
  test("is asked for again when the remote has moved on, on top of it", async () => {
    put(STATEMENT, "<a/>");
    put("data/flex/main/runs.jsonl", `${HEADER}{"here":2}\n`);
    await committed();
    put("README.md", "being edited\n");
    pushElsewhere({ "labels/a.yml": "x", "data/flex/main/runs.jsonl": `${HEADER}{"there":2}\n` });
    expect(await isAhead(git)).toBe(true);
    expect(await pushNow()).toEqual({ pushed: true, attempts: 2 });
    expect(await isAhead(git)).toBe(false);
    expect(run(here, "log", "--format=%s", "origin/main").split("\n")).toEqual([
      "data: statements through 2026-11-20 (main)",
      "other",
      "start",
      "",
    ]);
    const log = readFileSync(join(here, "data/flex/main/runs.jsonl"), "utf8");
    expect(log.split("\n").toSorted()).toEqual(["", '{"a":1}', '{"here":2}', '{"there":2}']);
    expect(readFileSync(join(here, "README.md"), "utf8")).toBe("being edited\n");
  });

  test("also from a clone without its history", async () => {
    run(folder, "clone", "--quiet", "--depth=1", `file://${folder}/remote.git`, "shallow");
    here = join(folder, "shallow");
    git = gitIn(here, { PATH: process.env["PATH"], HOME: folder });
    put(STATEMENT, "<a/>");
    await committed();
    pushElsewhere({ "labels/a.yml": "x" });
    expect(await pushNow()).toEqual({ pushed: true, attempts: 2 });
    expect(
      run(join(folder, "remote.git"), "log", "--format=%s", "main").trim().split("\n"),
    ).toEqual(["data: statements through 2026-11-20 (main)", "other", "start"]);
  });

  test("a remote that turns the first push down", async () => {
    const hook = join(folder, "remote.git/hooks/pre-receive");
    writeFileSync(hook, "#!/bin/sh\n[ -e seen ] && exit 0\ntouch seen\nexit 1\n");
    chmodSync(hook, 0o755);
    put(STATEMENT, "<a/>");
    await committed();
    expect(await pushNow()).toEqual({ pushed: true, attempts: 2 });
  });

  test("a remote that turns every push down: five more attempts, ever later, nothing lost", async () => {
    const hook = join(folder, "remote.git/hooks/pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho protected >&2\nexit 1\n");
    chmodSync(hook, 0o755);
    put(STATEMENT, "<a/>");
    await committed();
    waited.length = 0;
    expect(await pushNow()).toMatchObject({
      problem: "rejected",
      said: expect.stringContaining("protected"),
    });
    expect(waited).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(await isAhead(git)).toBe(true);
  });

  test("a conflict is undone and said, never forced", async () => {
    put("data/same.xml", "<here/>");
    await committed();
    const mine = run(here, "rev-parse", "HEAD");
    pushElsewhere({ "data/same.xml": "<there/>" });
    const theirs = run(join(folder, "there"), "rev-parse", "HEAD");
    expect(await pushNow()).toMatchObject({ problem: "conflict" });
    expect(run(here, "rev-parse", "HEAD")).toBe(mine);
    expect(run(here, "status", "--porcelain")).toBe("");
    expect(run(join(folder, "remote.git"), "rev-parse", "main")).toBe(theirs);
  });

  test("nowhere to push to", async () => {
    run(here, "checkout", "--quiet", "--detach");
    expect(await pushNow()).toMatchObject({ problem: "nowhere" });
    run(here, "checkout", "--quiet", "main");
    run(here, "remote", "remove", "origin");
    expect(await pushNow()).toMatchObject({ problem: "nowhere" });
  });

  test("a remote that is not there", async () => {
    run(here, "remote", "set-url", "origin", join(folder, "gone.git"));
    put(STATEMENT, "<a/>");
    await committed();
    expect(await pushNow()).toMatchObject({ problem: "unreachable" });
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
