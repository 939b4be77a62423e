/** `lotbook commit` as it is run: what it prints, hands on and ends with. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder = "";
let here = "";
const STATEMENT = "data/flex/main/2026-11-20_20261121-041500_0a1b2c3d.xml";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotbook-commit-"));
  here = join(folder, "here");
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  git(folder, "clone", "--quiet", "remote.git", "here");
  git(here, "checkout", "--quiet", "-b", "main");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({
  PATH: process.env["PATH"],
  HOME: folder,
  GITHUB_OUTPUT: join(folder, "output"),
});
const git = (where: string, ...args: string[]): string =>
  execFileSync("git", ["-C", where, ...args], {
    encoding: "utf8",
    env: environment(),
    stdio: "pipe",
  });
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(here, path)), { recursive: true });
  writeFileSync(join(here, path), text);
};
function commit(...args: string[]) {
  rmSync(join(folder, "output"), { force: true });
  const run = ["bin/lotbook.js", "commit", "--root", here, ...args];
  const { status, stdout, stderr } = spawnSync("node", run, {
    encoding: "utf8",
    env: environment(),
  });
  return { status, stdout, stderr, outputs: readFileSync(join(folder, "output"), "utf8") };
}

test("commits, pushes and hands on what it did", () => {
  put(STATEMENT, "<a/>");
  const { status, stdout, outputs } = commit("--push", "--json");
  expect(status).toBe(0);
  const head = git(here, "rev-parse", "HEAD").trim();
  expect(JSON.parse(stdout)).toEqual({
    committed: true,
    pushed: true,
    commit: head,
    message: "data: statements through 2026-11-20 (main)",
    files: [STATEMENT],
    left: [],
    problem: null,
  });
  expect(outputs).toBe(`committed=true\npushed=true\nsha=${head}\n`);
  expect(git(join(folder, "remote.git"), "rev-parse", "main").trim()).toBe(head);
});

test("has nothing to do the second time, but takes along what could not be pushed", () => {
  put(STATEMENT, "<a/>");
  expect(commit().stdout).toMatch(
    /^committed 1 file: data: statements through 2026-11-20 \(main\)/,
  );
  expect(commit("--push").stdout).toBe("nothing to commit under data/\npushed\n");
  const { status, outputs, stdout } = commit("--push");
  expect([status, stdout]).toEqual([0, "nothing to commit under data/\n"]);
  expect(outputs).toMatch(/^committed=false\npushed=false\nsha=[0-9a-f]{40}\n$/);
});

test("shows no account number of a file's name", () => {
  put("data/U1234567_2024.xml", "<a/>");
  const { stdout } = commit("--message", "statement of U1234567", "--json");
  expect(stdout).not.toContain("U1234567");
  expect(git(here, "log", "-1", "--format=%s").trim()).toBe("statement of •••");
});

test("says what was changed in the store, and leaves it", () => {
  put(STATEMENT, "<a/>");
  commit();
  put(STATEMENT, "<b/>");
  const { status, stdout } = commit();
  expect(status).toBe(0);
  expect(stdout).toContain(`a stored file was changed or deleted: ${STATEMENT}`);
});

test("a push that fails keeps the commit, hands on no commit and says what to do", () => {
  git(here, "remote", "remove", "origin");
  put(STATEMENT, "<a/>");
  const { status, stderr, outputs } = commit("--push");
  expect(status).toBe(5);
  expect(stderr).toMatch(/Not pushed: there is no remote origin\n {2}hint: /);
  expect(outputs).toBe("committed=true\npushed=false\nsha=\n");
  expect(git(here, "log", "--oneline").trim().split("\n")).toHaveLength(1);
});

test("without anywhere to push to it fails each time", () => {
  git(here, "remote", "remove", "origin");
  put(STATEMENT, "<a/>");
  expect([commit("--push").status, commit("--push").status]).toEqual([5, 5]);
});

test("a commit of the user's own is not pushed along", () => {
  put("README.md", "mine");
  git(here, "add", "--all");
  git(here, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-m", "wip");
  put(STATEMENT, "<a/>");
  const { status, stderr } = commit("--push");
  expect(status).toBe(5);
  expect(stderr).toContain("1 commit of your own would be pushed along");
  expect(stderr).toContain("hint: push your own commits first: git push");
  expect(git(here, "ls-remote", "origin")).toBe("");
});

test("a hook that refuses, and a merge under way: only that is said", () => {
  put(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
  chmodSync(join(here, ".git/hooks/pre-commit"), 0o755);
  put(STATEMENT, "<a/>");
  const refused = commit();
  expect([refused.status, refused.stdout]).toEqual([5, ""]);
  expect(refused.stderr).toMatch(
    /^git refused to commit: .*\n {2}hint: the files are as they were/,
  );
  put(".git/MERGE_HEAD", `${"0".repeat(40)}\n`);
  expect(commit().stderr).toMatch(/^Nothing was committed: a merge is under way.\n {2}hint: /);
});

test("without a repository it says so", () => {
  here = folder;
  const { status, stderr } = commit();
  expect(status).toBe(5);
  expect(stderr).toContain("not a git repository");
});
