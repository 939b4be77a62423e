/** Pushes from real repositories, against a bare remote that may turn a push down. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changesOf, commitFiles, messageFor } from "./commit.ts";
import { type Git, gitIn } from "./git.ts";
import { push } from "./push.ts";
import { createSandbox, HEADER, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let git: Git;
let waited: number[] = [];
const STATEMENT = "data/flex/main/2026-11-20_20261121-041500_0a1b2c3d.xml";
const SUBJECT = "data: statements through 2026-11-20 (main)";

beforeEach(() => {
  box = createSandbox();
  git = gitIn(box.here, box.environment);
  waited = [];
});
afterEach(() => box.close());

async function committed(): Promise<void> {
  const changes = await changesOf(git);
  if ("refused" in changes) throw new Error(changes.refused);
  await commitFiles(git, changes.files, messageFor(changes.files));
}
const pushNow = () => push(git, { wait: async (milliseconds) => void waited.push(milliseconds) });
const remote = (...args: string[]): string =>
  box.git("-C", join(box.folder, "remote.git"), ...args).trim();
const read = (path: string): string => readFileSync(join(box.here, path), "utf8");

describe("when the remote has moved on", () => {
  test("ours is put on top of it", async () => {
    box.put(STATEMENT, "<a/>");
    box.put("data/flex/main/runs.jsonl", `${HEADER}{"here":2}\n`);
    await committed();
    box.put("README.md", "being edited\n");
    box.put("staged.txt", "mine");
    box.git("add", "staged.txt");
    box.pushElsewhere({
      "labels/a.yml": "x",
      "data/flex/main/runs.jsonl": `${HEADER}{"there":2}\n`,
    });
    expect(await pushNow()).toMatchObject({ pushed: true, attempts: 2, moved: true });
    expect(await pushNow()).toEqual({ pushed: false });
    expect(remote("log", "--format=%s", "main").split("\n")).toEqual([SUBJECT, "other", "start"]);
    expect(box.git("rev-parse", "HEAD").trim()).toBe(remote("rev-parse", "main"));
    const log = read("data/flex/main/runs.jsonl");
    expect(log.split("\n").toSorted()).toEqual(["", '{"a":1}', '{"here":2}', '{"there":2}']);
    expect(box.git("status", "--porcelain")).toBe(" M README.md\nA  staged.txt\n");
    expect(box.git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  test("a file that is being edited is never touched, and the next push settles the branch", async () => {
    box.put(STATEMENT, "<a/>");
    await committed();
    const head = box.git("rev-parse", "HEAD");
    box.put("README.md", "being edited\n");
    box.pushElsewhere({ "README.md": "theirs\n" });
    const commit = expect.stringMatching(/^[0-9a-f]{40}$/);
    expect(await pushNow()).toEqual({ pushed: true, attempts: 2, commit, moved: false });
    expect(remote("log", "--format=%s", "main").split("\n")).toEqual([SUBJECT, "other", "start"]);
    expect(box.git("status", "--porcelain")).toBe(" M README.md\n");
    expect(box.git("stash", "list")).toBe("");
    expect(read("README.md")).toBe("being edited\n");
    expect(box.git("rev-parse", "HEAD")).toBe(head);
    box.git("checkout", "--", "README.md");
    expect(await pushNow()).toMatchObject({ pushed: true, moved: true });
    expect(read("README.md")).toBe("theirs\n");
    expect(box.git("rev-parse", "HEAD").trim()).toBe(remote("rev-parse", "main"));
  });

  test("a file that is in the way, and in no commit, stays", async () => {
    box.put(STATEMENT, "<a/>");
    await committed();
    box.put("notes.txt", "mine");
    box.put(".git/info/exclude", "notes.txt\n");
    box.pushElsewhere({ "notes.txt": "theirs" });
    expect(await pushNow()).toMatchObject({ pushed: true, moved: false });
    expect(read("notes.txt")).toBe("mine");
  });

  test("also from a clone without its history", async () => {
    const shallow = join(box.folder, "shallow");
    box.git("clone", "--quiet", "--depth=1", `file://${box.folder}/remote.git`, shallow);
    git = gitIn(shallow, box.environment);
    box.put(STATEMENT, "<a/>", shallow);
    await committed();
    box.pushElsewhere({ "labels/a.yml": "x" });
    expect(await pushNow()).toMatchObject({ pushed: true, attempts: 2 });
    expect(remote("log", "--format=%s", "main").split("\n")).toEqual([SUBJECT, "other", "start"]);
  });

  test("a conflict is said, never forced", async () => {
    box.put("data/same.xml", "<here/>");
    await committed();
    const mine = box.git("rev-parse", "HEAD");
    const there = box.pushElsewhere({ "data/same.xml": "<there/>" });
    expect(await pushNow()).toMatchObject({ problem: "conflict" });
    expect(box.git("rev-parse", "HEAD")).toBe(mine);
    expect(box.git("status", "--porcelain")).toBe("");
    expect(remote("rev-parse", "main")).toBe(box.git("-C", there, "rev-parse", "HEAD").trim());
    expect(box.git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });
});

describe("commits that are not Lotbook's", () => {
  test("are not pushed along, and are counted", async () => {
    box.put("README.md", "work in progress\n");
    box.save("wip");
    box.put(STATEMENT, "<a/>");
    await committed();
    const before = remote("rev-parse", "main");
    expect(await pushNow()).toEqual({
      problem: "others",
      said: "1 commit of your own would be pushed along",
    });
    expect(remote("rev-parse", "main")).toBe(before);
    box.git("push", "--quiet");
    expect(await pushNow()).toEqual({ pushed: false });
  });

  test("also where data/ lies deeper, and beside a change of data/", async () => {
    git = gitIn(join(box.here, "mine"), box.environment);
    box.put(`mine/${STATEMENT}`, "<a/>");
    box.save("a statement by hand");
    expect(await pushNow()).toMatchObject({ pushed: true });
    box.put("data/x.xml", "<a/>");
    box.put(`mine/${STATEMENT}`, "<b/>");
    box.save("both");
    expect(await pushNow()).toMatchObject({ problem: "others" });
  });

  test("are those that the remote has not, also where no name of its branch is known here", async () => {
    box.git("update-ref", "-d", "refs/remotes/origin/main");
    box.put(STATEMENT, "<a/>");
    await committed();
    expect(await pushNow()).toMatchObject({ pushed: true });
  });
});

describe("a remote that turns down", () => {
  test("the first push", async () => {
    box.hook("[ -e seen ] && exit 0\ntouch seen\nexit 1");
    box.put(STATEMENT, "<a/>");
    await committed();
    expect(await pushNow()).toMatchObject({ pushed: true, attempts: 2, moved: true });
  });

  test("every push: five more attempts, ever later, nothing lost", async () => {
    box.hook("echo not today >&2\nexit 1");
    box.put(STATEMENT, "<a/>");
    await committed();
    expect(await pushNow()).toMatchObject({
      problem: "rejected",
      said: expect.stringContaining("not today"),
    });
    expect(waited).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(await pushNow()).toMatchObject({ problem: "rejected" });
  });

  test.each([
    "error: GH006: Protected branch update failed for refs/heads/main.",
    "error: GH013: Repository rule violations found for refs/heads/main.",
    "GitLab: You are not allowed to push code to protected branches on this project.",
  ])("a push to a protected branch: no further attempt (%s)", async (said) => {
    box.hook(`echo "${said}" >&2\nexit 1`);
    box.put(STATEMENT, "<a/>");
    await committed();
    expect(await pushNow()).toMatchObject({ problem: "protected" });
    expect(waited).toEqual([]);
  });
});

test("nowhere to push to, also without anything to push", async () => {
  box.git("checkout", "--quiet", "--detach");
  expect(await pushNow()).toMatchObject({ problem: "nowhere" });
  box.git("checkout", "--quiet", "main");
  box.git("remote", "remove", "origin");
  expect(await pushNow()).toMatchObject({ problem: "nowhere" });
  expect(await pushNow()).toMatchObject({ problem: "nowhere" });
});

test("a remote that is not there", async () => {
  box.git("remote", "set-url", "origin", join(box.folder, "gone.git"));
  box.put(STATEMENT, "<a/>");
  await committed();
  expect(await pushNow()).toMatchObject({ problem: "unreachable" });
});
