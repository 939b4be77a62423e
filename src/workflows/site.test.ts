/** The workflows Site and Check, their steps run as they stand in the files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { statement } from "../fakes/statement.ts";
import { leaksOf } from "./leaks.ts";
import type { JobRun } from "./runner.ts";
import { ACCOUNT, createWorld, type World } from "./world.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const NOW = "2026-03-04T12:00:00";
const STATEMENT = statement({ from: "2026-02-02", to: "2026-03-02" });
const SETTINGS = `accounts:\n  main: { id: ${ACCOUNT} }\n`;
let world: World;

beforeAll(async () => {
  world = await createWorld(STATEMENT);
});
afterAll(() => world.close());

const page = (runs: Readonly<Record<string, JobRun>>, job: string, artifact: string): string =>
  readFileSync(join(runs[job]?.artifacts.get(artifact) ?? "", "index.html"), "utf8");

test("the demo account may go anywhere, also from a public repository", async () => {
  const runs = await world.run("site", { now: NOW, event: "push", private: false });
  expect(runs["site"]?.outputs).toEqual({ target: "artifact" });
  expect(page(runs, "site", "site")).toContain("Demo");
});

test("new settings: the site is built again and kept as an artifact", async () => {
  world.commit({
    "lotbook.yml": `${SETTINGS}site: { title: Nest egg }\n`,
    "data/statement.xml": STATEMENT,
  });
  const runs = await world.run("site", { now: NOW, event: "push" });
  expect(runs["site"]?.outputs).toEqual({ target: "artifact" });
  expect(runs["pages"]?.result).toBe("skipped");
  expect(page(runs, "site", "site")).toContain("Nest egg");
  expect(leaksOf(runs, [ACCOUNT])).toEqual([]);
});

test("real figures are not published where others can read them", async () => {
  const runs = await world.run("site", { now: NOW, event: "push", private: false });
  expect(runs["site"]?.result).toBe("failure");
  expect(runs["site"]?.summary).toContain("docs/hosting.md");
  expect(runs["site"]?.artifacts.size).toBe(0);
});

test("pages that everybody can read show the demo account, never the figures", async () => {
  world.commit({ "lotbook.yml": `${SETTINGS}publish: { to: pages, as: demo }\n` });
  const runs = await world.run("site", { now: NOW, event: "push" });
  expect(runs["pages"]?.result).toBe("success");
  const overview = page(runs, "site", "github-pages");
  expect(overview).toContain("Demo");
  expect(overview).not.toContain("2 March 2026");
  expect(overview).toContain('href="/portfolio/positions/"');
});

test("pages without the demo are refused with reasons, and a pull request says so at the line", async () => {
  world.commit({ "lotbook.yml": `${SETTINGS}publish:\n  to: pages\n` });
  const site = await world.run("site", { now: NOW, event: "push" });
  expect(site["site"]?.result).toBe("failure");
  expect(site["site"]?.summary).toContain("docs/hosting.md");
  const check = await world.run("check", { now: NOW, event: "pull_request" });
  expect(check["check"]?.result).toBe("failure");
  expect(check["check"]?.log).toContain(
    "::error file=lotbook.yml,line=4,title=settings/invalid::publish.to: pages needs",
  );
});

test("a pull request is checked, says which figures move and leaves a preview", async () => {
  world.commit({ "lotbook.yml": SETTINGS });
  const corrections = [
    { known: "2026-03-04", date: "2026-02-05", kind: "commission", commission: "1.05" },
  ] as const;
  const generated = "20260304;041530";
  world.commit({
    "data/second.xml": statement({ from: "2026-02-02", to: "2026-03-02", generated, corrections }),
  });
  const runs = await world.run("check", { now: NOW, event: "pull_request" });
  expect(runs["check"]?.result).toBe("success");
  expect(page(runs, "check", "preview")).toContain("2 March 2026");
  expect(page(runs, "check", "preview")).toMatch(/Since the commit before: \d+ past figures moved/);
  const summary = runs["check"]?.summary ?? "";
  expect(summary).toMatch(/Trade at data\/second\.xml:\d+ changed \(ibCommission, netCash/);
  expect(summary).not.toContain("1.05");
  expect(leaksOf(runs, [ACCOUNT])).toEqual([]);
});
