/** `lotbook coverage` as a user runs it, in a process of its own, over the demo account without one of its files. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { coverageSchema } from "../exports/coverage.ts";
import { coverageText } from "./coverage.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const coverage = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("node", ["bin/lotbook.js", "coverage", ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
};

describe("coverage", () => {
  test("of the demo account has no gap", () => {
    const { status, stdout } = coverage("--demo");
    expect(status).toBe(0);
    expect(stdout).toContain("demo, covered 2 January 2024 to 20 November 2026, no gap");
    expect(stdout).toMatch(/2026-06-22 {2}2026-11-20 {2}\S+ +\d+ days {2}all 9 +data\/flex/);
    expect(stdout).not.toContain("Gaps");
  });

  test("names the gap that a missing file leaves, and its remedy; exit code 0", () => {
    cpSync("fixtures/demo/data", join(root, "data"), { recursive: true });
    const folder = join(root, "data/flex/demo");
    for (const name of readdirSync(folder))
      if (name.startsWith("2025-07-03")) rmSync(join(folder, name));
    const portal = coverage("--root", root);
    expect(portal.status).toBe(0);
    expect(portal.stdout).toContain("Gaps\n  2025-02-26 to 2025-05-29, 67 weekdays: no statement");
    expect(portal.stdout).toContain("run the query for 2025-02-26 to 2025-05-29 in the portal");
    writeFileSync(
      join(root, "lotbook.yml"),
      'accounts: { demo: { id: U1234567 } }\nflex: { queries: { demo: "123456" } }\n',
    );
    expect(coverage("--root", root).stdout).toContain("    npm run lotbook -- fetch --fill-gaps");
    const json = JSON.parse(coverage("--root", root, "--json").stdout);
    expect(coverageSchema.safeParse(json).error).toBe(undefined);
    expect(json.accounts[0].toFill).toEqual([{ from: "2025-02-26", to: "2025-05-29" }]);
  });

  test("says so where there is nothing, and refuses a root that does not exist", () => {
    expect(coverage("--root", root)).toMatchObject({ status: 0 });
    expect(coverage("--root", root).stdout).toMatch(/^No day is covered/);
    expect(coverage("--root", join(root, "none")).status).toBe(5);
  });

  test("counts gaps of topics apart and names what is never exported", () => {
    const days = { from: "2026-01-05", to: "2026-01-05" };
    const remedy = { kind: "portal" as const, text: "do it" };
    const text = coverageText({
      schemaVersion: 1,
      demo: false,
      accounts: [
        {
          account: "main",
          ...days,
          weekdays: 1,
          gaps: [{ ...days, weekdays: 1, missing: ["trades", "transfers"], remedy }],
          toFill: [],
          files: [],
          topics: [
            {
              topic: "positions",
              weekdays: 0,
              files: 0,
              section: "Open Positions",
              without: "nil",
            },
          ],
          stretches: [],
        },
      ],
    });
    expect(text).toContain("no gap, 1 period without some topics");
    expect(text).toContain("  2026-01-05, 1 weekday: no trades, no transfers\n    do it");
    expect(text).toContain("  positions: nil\n    select the section Open Positions in the query");
  });
});
