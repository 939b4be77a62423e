import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DiffJson, MovedJson } from "../exports/diff.ts";
import { type StatementOptions, statement } from "../fakes/statement.ts";

let folder = "";
let here = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotbook-diff-test-"));
  here = join(folder, "here");
  mkdirSync(here);
  git("init", "--quiet", "--initial-branch=main");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({
  PATH: process.env["PATH"],
  HOME: folder,
  GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
});
const git = (...args: string[]): string =>
  execFileSync("git", ["-C", here, ...args], { encoding: "utf8", env: environment() });
function put(path: string, text: string): void {
  mkdirSync(dirname(join(here, path)), { recursive: true });
  writeFileSync(join(here, path), text);
}
function save(): void {
  git("add", "--all");
  const user = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
  git(...user, "commit", "--quiet", "--message", "more");
}
function lotbook(args: readonly string[], script = resolve("bin/lotbook.js")) {
  const run = [script, ...args];
  const { status, stdout, stderr } = spawnSync("node", run, {
    encoding: "utf8",
    env: environment(),
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}
const diff = (...args: string[]) => lotbook(["diff", ...args, "--root", here]);
const json = (...args: string[]): DiffJson => JSON.parse(diff(...args, "--json").stdout);

const put1 = (name: string, to: string, more: Partial<StatementOptions> = {}) =>
  put(`data/${name}.xml`, statement({ from: "2025-01-02", to, deeds: DEEDS, ...more }));
/** Two lots that cost different prices, and a sale that takes part of one. */
const DEEDS = [
  { date: "2025-01-02", kind: "deposit", amount: "25000" },
  { date: "2025-01-03", kind: "buy", quantity: "10" },
  { date: "2025-01-15", kind: "buy", quantity: "10" },
  { date: "2025-01-22", kind: "sell", quantity: "5" },
] as const;
const CORRECTED = {
  corrections: [
    { known: "2025-02-05", date: "2025-01-03", kind: "commission", commission: "1.05" },
  ],
} as const;
const kinds = (moved: readonly MovedJson[]) => [
  ...new Set(moved.flatMap(({ reasons }) => reasons.map(({ kind }) => kind))),
];
const move = ({ moved }: DiffJson, figure: string) =>
  moved.find((one) => one.figure.includes(figure));

describe("between commits", () => {
  test("newer days alone move no past figure", () => {
    put1("a", "2025-01-24");
    save();
    put1("b", "2025-01-28", { from: "2025-01-10" });
    save();
    const found = json("HEAD~1", "HEAD");
    expect(found).toMatchObject({ moved: [], known: [], gone: [], newDays: 2, remarks: [] });
    expect(found.newFigures).toBeGreaterThan(2);
    expect(found.last.because).toEqual(["newer days"]);
    expect(found.last.moved).toEqual([]);
    const { status, stdout } = diff("HEAD~1");
    expect([status, stdout]).toEqual([0, expect.stringContaining("No past figure moved.")]);
  });

  test("a row that the broker changed moves figures, because of that row", () => {
    put1("a", "2025-01-24");
    save();
    put1("b", "2025-02-05", CORRECTED);
    const found = json();
    expect(kinds(found.moved)).toEqual(["rows"]);
    expect(move(found, "balance/account-1/USD/2025-01-03")).toMatchObject({
      difference: "-0.05",
      reasons: [
        {
          kind: "rows",
          rows: [
            {
              how: "changed",
              element: "Trade",
              file: "data/b.xml",
              restatement: { amount: "-0.05", date: "2025-01-03" },
            },
          ],
        },
      ],
    });
    expect(move(found, "nav/account-1/2025-01-06/cash")?.difference).toBe("-0.05");
    // The sale took half of the lot that now cost more.
    expect(move(found, "closings/")?.difference).toBe("-0.025");
    expect(move(found, "held/account-1/730110001/2025-01-22/costBasis")?.difference).toBe("0.025");
    const { stdout } = diff();
    expect(stdout).toMatch(
      /past figures moved, because Trade at data\/b\.xml:\d+ changed \(ibCommission -1 → -1\.05, /,
    );
    expect(stdout).toContain("as the restatement log says");
  });

  test("the summary of a job holds places and counts, and no amount", () => {
    put1("a", "2025-01-24");
    save();
    put1("b", "2025-02-05", CORRECTED);
    save();
    expect(diff("HEAD^", "HEAD", "--summary").status).toBe(0);
    const summary = readFileSync(join(folder, "summary.md"), "utf8");
    expect(summary).toMatch(/Trade at data\/b\.xml:\d+ changed \(ibCommission, netCash/);
    expect(summary).toContain("`balance/account-1/USD/2025-01-03`");
    expect(summary.replaceAll(/`[^`]*`/g, "")).not.toMatch(/\d\.\d|-\d|→ \d/);
    expect(summary).not.toContain("U1234567");
  });

  test("another lot method moves results, because of the setting", () => {
    put1("a", "2025-01-24");
    put("lotbook.yml", "lots: { method: FIFO }\n");
    save();
    put("lotbook.yml", "lots: { method: LIFO }\n");
    const found = json();
    expect(kinds(found.moved)).toEqual(["settings"]);
    expect(move(found, "closings/")?.reasons).toEqual([
      { kind: "settings", settings: [{ name: "lots.method", before: "FIFO", after: "LIFO" }] },
    ]);
    expect(found.moved.some(({ figure }) => /^(nav|balance)\//.test(figure))).toBe(false);
    expect(found.last.because).toEqual(["settings"]);
    expect(diff().stdout).toContain("because settings changed: lots.method (FIFO → LIFO)");
  });

  test("rows and a setting at once: each figure has its own reasons", () => {
    put1("a", "2025-01-24");
    save();
    put1("b", "2025-02-05", CORRECTED);
    put("lotbook.yml", "lots: { method: LIFO }\n");
    const found = json();
    expect(
      kinds([move(found, "balance/account-1/USD/2025-01-03")].flatMap((one) => one ?? [])),
    ).toEqual(["rows"]);
    expect(kinds([move(found, "closings/")].flatMap((one) => one ?? []))).toEqual(["settings"]);
  });

  test("the work tree and the index stay as they are", () => {
    put1("a", "2025-01-24");
    save();
    put("notes/mine.yml", "staged\n");
    git("add", "--all");
    put("notes/mine.yml", "edited\n");
    const before = git("status", "--porcelain=v2");
    diff("HEAD");
    expect(git("status", "--porcelain=v2")).toBe(before);
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  test("a root below the top of its repository", () => {
    put1("a", "2025-01-24");
    cpSync(join(here, "data"), join(here, "portfolio/data"), { recursive: true });
    rmSync(join(here, "data"), { recursive: true });
    save();
    put1("b", "2025-02-05", CORRECTED);
    cpSync(join(here, "data"), join(here, "portfolio/data"), { recursive: true });
    const run = lotbook(["diff", "--json", "--root", join(here, "portfolio")]);
    const { moved, newDays } = JSON.parse(run.stdout) as DiffJson;
    expect([kinds(moved), newDays]).toEqual([["rows"], 8]);
  });

  test("nothing changed, nothing computed", () => {
    put1("a", "2025-01-24");
    save();
    put("README.md", "new\n");
    save();
    expect(json("HEAD~1", "HEAD").remarks).toEqual([
      "data, labels, settings and code are the same",
    ]);
    expect(json("HEAD~1").remarks).toEqual(["data, labels, settings and code are the same"]);
  });

  test("a file that was deleted: its days are no longer covered", () => {
    put1("a", "2025-01-24");
    put1("b", "2025-01-28");
    save();
    rmSync(join(here, "data/b.xml"));
    const found = json();
    expect(found.gone.length).toBeGreaterThan(0);
    expect(found.gone.every(({ date }) => (date ?? "") > "2025-01-24")).toBe(true);
    expect(found.moved).toEqual([]);
  });
});

describe("folders and digests", () => {
  test("two folders", () => {
    put1("a", "2025-01-24");
    const other = join(folder, "other");
    cpSync(here, other, { recursive: true });
    put1("b", "2025-02-05", CORRECTED);
    const { moved } = JSON.parse(lotbook(["diff", other, here, "--json"]).stdout) as DiffJson;
    expect(kinds(moved)).toEqual(["rows"]);
  });

  test("a digest tells which figures moved, but not why; it is the same in any order of files", () => {
    put1("a", "2025-01-24");
    put1("m", "2025-01-22", { from: "2025-01-10" });
    const { stdout } = lotbook(["digest", "--root", here]);
    expect(stdout).toMatch(/^lotbook digest 1, as of 2025-01-24\ncovered\taccount-1\t2025-01-02\t/);
    expect(stdout).not.toMatch(/U1234567|lotbook-diff-test|data\//);
    cpSync(join(here, "data/a.xml"), join(here, "data/z.xml"));
    rmSync(join(here, "data/a.xml"));
    expect(lotbook(["digest", "--root", here]).stdout).toBe(stdout);
    writeFileSync(join(folder, "old.digest"), stdout);
    put1("b", "2025-02-05", CORRECTED);
    const { moved } = JSON.parse(
      lotbook(["diff", join(folder, "old.digest"), here, "--json"]).stdout,
    ) as DiffJson;
    expect(kinds(moved)).toEqual(["not told"]);
  });

  test("what is neither ends with an exit code and a hint", () => {
    put1("a", "2025-01-24");
    save();
    const none = diff("HEAD~7");
    expect([none.status, none.stdout]).toEqual([5, ""]);
    expect(none.stderr).toMatch(
      /There is no commit, folder or digest HEAD~7.\n {2}hint: name a commit/,
    );
    writeFileSync(join(folder, "x"), "lotbook digest 9, as of no day\n");
    expect(diff(join(folder, "x")).status).toBe(6);
    rmSync(join(here, ".git"), { recursive: true });
    expect(diff().status).toBe(5);
  });
});

describe("the code of commits", () => {
  /** A repository with the code in it, as a user has it. */
  function withCode(): void {
    for (const name of ["bin", "src", "package.json", "package-lock.json"])
      cpSync(name, join(here, name), {
        recursive: true,
        filter: (path) => !/site|workflows/.test(path),
      });
    put(".gitignore", "node_modules\n");
    symlinkSync(resolve("node_modules"), join(here, "node_modules"));
    put1("a", "2025-01-24");
  }
  const own = (...args: string[]): DiffJson =>
    JSON.parse(lotbook(["diff", ...args, "--json"], join(here, "bin/lotbook.js")).stdout);
  function edit(path: string, from: string, to: string): void {
    const text = readFileSync(join(here, path), "utf8");
    expect(text).toContain(from);
    put(path, text.replace(from, to));
  }

  test("what other code makes of the same rows is told apart from what rows moved", () => {
    withCode();
    save();
    edit("src/analytics/nav.ts", 'reported("total", day.total)', 'reported("total", day.cash)');
    const found = own();
    expect([found.remarks, kinds(found.moved)]).toEqual([[], ["code"]]);
    expect(found.moved.every(({ figure }) => /^nav\/.*\/total$/.test(figure))).toBe(true);
    expect(found.moved.length).toBeGreaterThan(10);
    expect(own("--no-engine").moved).toEqual([]);
    put1("b", "2025-02-05", CORRECTED);
    save();
    const both = own("HEAD~1", "HEAD");
    expect(kinds([move(both, "balance/")].flatMap((one) => one ?? []))).toEqual(["rows"]);
    expect(
      kinds([move(both, "nav/account-1/2025-01-06/total")].flatMap((one) => one ?? [])),
    ).toEqual(["code", "rows"]);
  });

  test("code that cannot be run is said, and the rest is compared", () => {
    withCode();
    rmSync(join(here, "src/cli/digest.ts"));
    save();
    cpSync("src/cli/digest.ts", join(here, "src/cli/digest.ts"));
    put1("b", "2025-02-05", CORRECTED);
    const found = own();
    expect(found.remarks).toEqual([
      expect.stringMatching(
        /^The code of HEAD \([0-9a-f]{7}\) could not be run: it is older than the command digest\./,
      ),
    ]);
    expect(kinds(found.moved)).toEqual(["rows"]);
    save();
    put("package-lock.json", "{}\n");
    edit("src/analytics/nav.ts", 'reported("total", day.total)', 'reported("total", day.cash)');
    expect(own().remarks[0]).toContain("it has other dependencies");
  });
});
