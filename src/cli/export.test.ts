/** `lotbook export` as a shell sees it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotbook-export-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync("node", ["bin/lotbook.js", "export", ...args], {
    encoding: "utf8",
    env: { ...process.env, LOTBOOK_NOW: "2026-11-21T11:17:00" },
  });

test("prints the file, or replaces one with it; the same bytes each time, without an account number", () => {
  const file = join(folder, "demo.beancount");
  const printed = run("beancount", "--demo");
  const saved = run("beancount", "--demo", "--account", "demo", "--output", file);
  expect([printed.status, saved.status, saved.stdout]).toEqual([0, 0, ""]);
  expect(readFileSync(file, "utf8")).toBe(printed.stdout);
  expect(readdirSync(folder)).toEqual(["demo.beancount"]);
  expect(printed.stdout).toContain('option "booking_method" "FIFO"');
  expect(printed.stdout).not.toMatch(/U\d{7}/);
});

test("what is left out is said", () => {
  const { status, stderr, stdout } = run(
    "beancount",
    "--root",
    "fixtures/cases/opening-basis-unknown",
  );
  expect(status).toBe(0);
  expect(stderr).toBe("1 instrument left out; the file names them and says why.\n");
  expect(stdout).toContain(";; Left out: ");
});

test.each([
  [["hledger"], "Allowed choices are beancount"],
  [["beancount", "--demo", "--account", "other"], "There is no account other; there is demo."],
  [["beancount", "--demo", "--output", "/nowhere/file"], "The export was not written to"],
])("%j is refused with exit code 5", (args, message) => {
  const { status, stderr } = run(...args);
  expect(stderr).toContain(message);
  expect(status).toBe(5);
});
