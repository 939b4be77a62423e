/** `check --metrics`: the file as others find it, and what its failures do to the exit code. */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readMetrics } from "../fakes/metrics-reader.ts";

const DIFFERS = "fixtures/errors/reconcile/differs";
let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotbook-metrics-"));
  file = join(folder, "ibkr.prom");
});
afterEach(() => rmSync(folder, { recursive: true }));

const check = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("node", ["bin/lotbook.js", "check", ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

test("replaces the file as a whole and leaves nothing beside it; the output is what it was", () => {
  writeFileSync(file, "old\n");
  const old = openSync(file, "r");
  const { status, stdout } = check("--json", "--metrics", file, "--root", DIFFERS);
  expect(status).toBe(0);
  expect(stdout).toBe(check("--json", "--root", DIFFERS).stdout);
  // Who had it open still reads the old one to its end.
  expect(readFileSync(old, "utf8")).toBe("old\n");
  closeSync(old);
  expect(readdirSync(folder)).toEqual(["ibkr.prom"]);
  const values = Object.fromEntries(
    readMetrics(readFileSync(file, "utf8")).map(({ name, value }) => [name, value]),
  );
  expect(values).toMatchObject({
    ibkr_position_drift_shares: "-10",
    ibkr_cash_drift: "1",
    ibkr_reconciliation_unexplained_differences: "2",
    ibkr_statement_to_date_timestamp_seconds: "1740960000",
  });
});

test("differences end --strict with 8 all the same", () => {
  expect(check("--strict", "--metrics", file, "--root", DIFFERS).status).toBe(8);
  expect(readMetrics(readFileSync(file, "utf8")).length).toBeGreaterThan(0);
});

test("a file that cannot be written is said, with exit code 5, and nothing is left behind", () => {
  mkdirSync(file);
  const at = (path: string) => check("--strict", "--metrics", path, "--root", DIFFERS);
  const taken = at(file);
  expect(taken.status).toBe(5);
  expect(taken.stderr).toContain(`not written to ${file}: it is no file`);
  expect(taken.stdout).toContain("reconcile/differs");
  expect(at(join(folder, "nowhere/ibkr.prom"))).toMatchObject({
    status: 5,
    stderr: expect.stringContaining(`there is no folder ${join(folder, "nowhere")}`),
  });
  expect(readdirSync(folder)).toEqual(["ibkr.prom"]);
});

test("with settings that are not valid the old file stays", () => {
  writeFileSync(file, "old\n");
  const { status, stderr } = check("--metrics", file, "--root", "fixtures/errors/settings/invalid");
  expect(status).toBe(5);
  expect(stderr).toContain("lotbook.yml is not valid");
  expect(readFileSync(file, "utf8")).toBe("old\n");
});
