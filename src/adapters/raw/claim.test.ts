import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { alone } from "./claim.ts";

let root = "";
let folder = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
  folder = join(root, ".lotbook");
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

const here = hostname().replaceAll(/[^A-Za-z0-9]/g, "");
const mark = (pid: number, host = here) =>
  writeFileSync(join(folder, `${pid}-${host}-1-0.claim`), "");
const works = () => alone(root, async () => "done");

test("works, and leaves nothing behind, also when the work fails", async () => {
  expect(await works()).toBe("done");
  await expect(alone(root, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(readdirSync(folder)).toEqual([]);
});

test("steps back while another process is at it, and while one of another machine may be", async () => {
  const other = spawn("sleep", ["30"]);
  mark(other.pid ?? 0);
  expect(await works()).toBe(null);
  other.kill("SIGKILL");
  await new Promise((resolve) => other.once("exit", resolve));
  expect(await works()).toBe("done");
  mark(1, "elsewhere");
  expect(await works()).toBe(null);
});

test("marks of processes that are gone count for nothing", async () => {
  mark(999_999_999);
  mark(process.pid);
  writeFileSync(join(folder, "nonsense.claim"), "");
  expect(await works()).toBe("done");
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(process.platform === "linux")(
  "a killed process that nobody has taken notice of is gone",
  async () => {
    // The shell starts a process, never waits for it, and goes on: the process stays a zombie.
    const parent = spawn("sh", ["-c", "sleep 0.05 & echo $!; exec sleep 30"]);
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (text) => resolve(Number(String(text)))),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    mark(pid);
    expect(await works()).toBe("done");
    parent.kill();
  },
);
