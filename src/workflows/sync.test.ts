/** The workflow Sync from an empty clone to a built site, its steps run as they stand in the file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { historySource } from "../fakes/statement.ts";
import { leaksOf } from "./leaks.ts";
import type { JobRun } from "./runner.ts";
import { ACCOUNT, createWorld, QUERY, TOKENS, type World } from "./world.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let today = "2026-03-03";
let world: World;
let runs: Readonly<Record<string, JobRun>> = {};

beforeAll(async () => {
  world = await createWorld(
    historySource({
      today: () => today,
      corrections: [
        { known: "2026-03-04", date: "2026-02-05", kind: "commission", commission: "4.25" },
      ],
    }),
  );
});
afterAll(() => world.close());
afterEach(() => {
  const secrets = [...TOKENS, ACCOUNT, QUERY, world.github.token];
  expect(leaksOf(runs, secrets)).toEqual([]);
  const told = [...world.github.issues, ...world.github.comments].map(({ body }) => body).join();
  const history = world.git("log", "--format=%B%an%ae%cn%ce", "main");
  const logs = statements().some((path) => path.endsWith(".jsonl"))
    ? world.git("show", "main:data/flex/main/runs.jsonl")
    : "";
  for (const secret of secrets) expect(told + history + logs).not.toContain(secret);
  expect(world.flex.violations).toEqual([]);
  expect(world.flex.tokenSeenOutside).toBe(false);
  expect(world.github.violations).toEqual([]);
});

const sync = async (options: Parameters<World["run"]>[1]): Promise<typeof runs> => {
  runs = await world.run("sync", options);
  return runs;
};
const results = () => Object.entries(runs).map(([name, { result }]) => `${name} ${result}`);
const statements = () => world.git("ls-tree", "-r", "--name-only", "main", "data").split("\n");
const subject = () => world.git("log", "-1", "--format=%s", "main");
const aboutToken = () =>
  world.github.issues.find(({ body }) => body?.includes("<!-- lotbook:token -->"));
const overview = () =>
  readFileSync(join(runs["site"]?.artifacts.get("site") ?? "", "index.html"), "utf8");
const SETTINGS = `accounts:\n  main: { id: ${ACCOUNT} }\nflex: { tokenExpires: 2026-12-31 }\n`;

test("the template does nothing", async () => {
  await sync({ now: "2026-03-03T10:17:00" });
  expect(results()).toEqual(["fetch success", "site skipped", "pages skipped", "report skipped"]);
  expect(runs["fetch"]?.summary).toContain("Nothing to fetch yet");
  expect(world.flex.requests).toEqual([]);
});

test("a public repository refuses before anything is asked", async () => {
  world.commit({ "lotbook.yml": SETTINGS });
  await sync({ now: "2026-03-03T10:17:00", private: false });
  expect(results()).toEqual(["fetch failure", "site skipped", "pages skipped", "report skipped"]);
  expect(runs["fetch"]?.summary).toContain("This repository is public");
  expect(world.flex.requests).toEqual([]);
});

test("first run: fetched, committed, pushed at the second attempt, built", async () => {
  world.rejectNextPush();
  await sync({ now: "2026-03-03T10:17:00" });
  expect(results()).toEqual(["fetch success", "site success", "pages skipped", "report success"]);
  expect(subject()).toBe("data: statements through 2026-03-02 (main)");
  expect(statements()).toEqual([
    expect.stringMatching(/^data\/flex\/main\/2026-03-02_\d{8}-\d{6}_[0-9a-f]{8}\.xml$/),
    "data/flex/main/runs.jsonl",
  ]);
  expect(runs["fetch"]?.summary).toMatch(/\*\*main\*\*: .* to 2026-03-02, no gap/);
  expect(overview()).toMatch(/2 March 2026/);
  expect(world.github.issues).toEqual([]);
});

test("second run without news: nothing is asked, committed or built", async () => {
  const requests = world.flex.requests.length;
  const head = world.git("rev-parse", "main");
  await sync({ now: "2026-03-03T16:43:00" });
  expect(results()).toEqual(["fetch success", "site skipped", "pages skipped", "report success"]);
  expect(world.flex.requests).toHaveLength(requests);
  expect(world.git("rev-parse", "main")).toBe(head);
});

test("the next day brings a late correction", async () => {
  today = "2026-03-04";
  await sync({ now: "2026-03-04T10:17:00" });
  expect(results()).toEqual(["fetch success", "site success", "pages skipped", "report success"]);
  expect(subject()).toBe("data: statements through 2026-03-03 (main)");
  expect(runs["fetch"]?.summary).toContain("merge/row-changed");
  expect(overview()).toMatch(/3 March 2026/);
});

test("an expired token: the job fails, its log is kept, an issue says what to do", async () => {
  today = "2026-03-05";
  world.flex.expireToken(TOKENS[0]);
  await sync({ now: "2026-03-05T10:17:00" });
  expect(results()).toEqual(["fetch failure", "site success", "pages skipped", "report success"]);
  expect(subject()).toBe("data: log of runs (main)");
  expect(aboutToken()).toMatchObject({
    title: "Lotbook: The Flex token has to be replaced",
    state: "open",
    body: expect.stringMatching(/Query main: .*\(code 1012\), since 2026-03-05/),
  });
});

test("a new token: the rest is fetched and the issue is closed", async () => {
  await sync({ now: "2026-03-05T16:43:00", token: TOKENS[1] });
  expect(results()).toEqual(["fetch success", "site success", "pages skipped", "report success"]);
  expect(subject()).toBe("data: statements through 2026-03-04 (main)");
  expect(aboutToken()).toMatchObject({ state: "closed", comments: 1 });
});
