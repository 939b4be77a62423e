/** Commands as a user runs them, in processes of their own. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checksSchema, reportSchema } from "../exports/schema.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const lotbook = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("node", ["bin/lotbook.js", ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
};
const gallery = (code: string): string => join("fixtures/errors", code);
const stored = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe("report", () => {
  test("prints JSON that keeps its contract", () => {
    const { status, stdout, stderr } = lotbook("report", "--json", "--demo");
    expect(status).toBe(0);
    expect(reportSchema.safeParse(JSON.parse(stdout)).error).toBe(undefined);
    expect(stderr).not.toMatch(/error|warning/i);
  });

  test("never answers with the demo account unasked", () => {
    const { status, stdout } = lotbook("report", "--json", "--root", root);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      demo: false,
      positions: [],
      diagnostics: [{ code: "store/empty" }],
    });
  });

  test("prints text for people", () => {
    const { status, stdout } = lotbook("report", "--demo");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Demo account/);
    expect(stdout).toMatch(/R7 +30 +1 +0 +0/);
  });
});

describe("exit codes", () => {
  test.each([
    ["a statement of another account", "accounts/not-listed", 2],
    ["invalid settings", "settings/invalid", 5],
    ["a waiver that cannot be read", "waivers/invalid", 5],
    ["a decision that cannot be read", "decisions/invalid", 5],
    ["an action decided twice", "decisions/repeated", 5],
    ["a file of labels that cannot be read", "labels/invalid", 5],
    ["a malformed file", "flex/malformed", 6],
    ["an error of the service instead of a statement", "flex/error-response", 6],
    ["an altered file", "store/altered", 6],
    ["a difference alone", "reconcile/differs", 0],
  ])("%s: report and check", (_, code, exit) => {
    expect(lotbook("report", "--root", gallery(code)).status).toBe(exit);
    expect(lotbook("check", "--root", gallery(code)).status).toBe(exit);
  });

  test("check --strict fails on a difference, and only then", () => {
    expect(lotbook("check", "--strict", "--root", gallery("reconcile/differs")).status).toBe(8);
    expect(lotbook("check", "--strict", "--root", gallery("flex/repeated-row")).status).toBe(0);
  });

  test("check --strict accepts what a waiver accepts, as long as it does", () => {
    cpSync(gallery("reconcile/differs"), root, { recursive: true });
    mkdirSync(join(root, "labels"));
    const waive = (until: string, upTo: string) =>
      writeFileSync(
        join(root, "labels/waivers.yml"),
        `waivers:\n  - { check: R2, upTo: "10", reason: late, until: 2199-12-31 }\n  - { check: R7, upTo: "${upTo}", reason: fee, until: ${until} }\n`,
      );
    const strict = () => lotbook("check", "--strict", "--root", root).status;
    waive("2199-12-31", "1");
    expect(strict()).toBe(0);
    waive("2199-12-31", "0.99");
    expect(strict()).toBe(8);
    waive("2020-12-31", "1");
    expect(strict()).toBe(8);
  });

  test.each(["reconcile/differs", "waivers/too-small"])(
    "check --annotations says nothing of the amount of %s",
    (code) => {
      const { stdout } = lotbook("check", "--annotations", "--root", gallery(code));
      expect(stdout).toContain(`title=${code}`);
      expect(stdout).not.toMatch(/\b(10|899|900|0\.50?)\b|\d+ USD|upTo: "/);
    },
  );

  test("check --annotations does not repeat what a decision says", () => {
    const annotations = ["check", "--annotations", "--root", gallery("decisions/invalid")];
    const { stdout } = lotbook(...annotations);
    expect(stdout).toContain("title=decisions/invalid");
    expect(stdout).not.toMatch(/actual|16\.67/);
  });

  test("a root that is not there, and words that mean nothing", () => {
    expect(lotbook("report", "--root", join(root, "nowhere")).status).toBe(5);
    expect(lotbook("report", "--nonsense").status).toBe(5);
    expect(lotbook("nonsense").status).toBe(5);
  });

  test.each(["report", "check", "explain", "import"])("%s --help", (command) => {
    const { status, stdout } = lotbook(command, "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("--root");
  });
});

describe("check", () => {
  test("prints { summary, checks, cases, diagnostics }, and all checks one a line", () => {
    const { stdout } = lotbook("check", "--json", "--demo");
    const printed = checksSchema.parse(JSON.parse(stdout));
    const rules = new Set(printed.checks.map(({ rule }) => rule));
    expect([...rules].sort()).toEqual(["C4", "C8", "N5", "P5", "R4", "R6", "R7", "R9", "T5"]);
    const all = lotbook("check", "--ndjson", "--all", "--demo").stdout.trim().split("\n");
    const total = Object.values(printed.summary).reduce(
      (sum, { agrees, explained, unexplained, notReported }) =>
        sum + agrees + explained + unexplained + notReported,
      0,
    );
    expect(all.length).toBe(total);
  });
});

describe("corporate actions that are not decided", () => {
  test("check prints each with the entry that decides it, which works as it was printed", () => {
    const folder = join(root, "decide");
    cpSync(gallery("corporate-actions/from-broker"), folder, { recursive: true });
    const { stdout } = lotbook("check", "--root", folder);
    const [file = ""] = /^corporateActions:\n( .*\n)+/m.exec(stdout) ?? [];
    expect(file).toContain("  - action: account-1/9-20250310\n");
    mkdirSync(join(folder, "labels"));
    writeFileSync(join(folder, "labels/corporate-actions.yml"), file);
    const after = lotbook("check", "--root", folder);
    expect(after.stdout).not.toMatch(/corporate-actions\/|decisions\/|paste/);
    const { cases } = JSON.parse(lotbook("check", "--json", "--root", folder).stdout);
    expect(cases).toMatchObject([{ action: "account-1/9-20250310", status: "decided" }]);
  });

  test("check --json has them beside the diagnostics", () => {
    const undecided = ["--json", "--root", gallery("corporate-actions/undecided")];
    const printed = checksSchema.parse(JSON.parse(lotbook("check", ...undecided).stdout));
    expect(printed.cases.map(({ action, status }) => [action, status])).toEqual([
      ["account-1/9-20250310", "open"],
    ]);
  });
});

test("check --rules prints every rule with its formula and counts", () => {
  const { status, stdout } = lotbook("check", "--rules", "--demo");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^R7 +Cash of each currency +30 +1 +0 +0 +ending cash = /m);
  const rules = JSON.parse(lotbook("check", "--rules", "--json", "--demo").stdout);
  const { summary } = JSON.parse(lotbook("check", "--json", "--demo").stdout);
  for (const [name, counts] of Object.entries(summary))
    expect(rules.find(({ rule }: { rule: string }) => rule === name)).toMatchObject(
      counts as object,
    );
  expect(rules.length).toBeGreaterThanOrEqual(Object.keys(summary).length);
});

describe("explain", () => {
  test("goes down to file and line", () => {
    const { positions } = JSON.parse(lotbook("report", "--json", "--demo").stdout);
    const { stdout, status } = lotbook(
      "explain",
      `positions/demo/${positions[0].conid}/costBasis`,
      "--demo",
    );
    expect(status).toBe(0);
    expect(stdout).toContain(positions[0].costBasis);
    expect(stdout).toMatch(/data\/flex\/demo\/.*\.xml:\d+/);
  });

  test("says what a provisional figure rests on, and nothing of an exact one", () => {
    const explain = (figure: string, ...more: string[]) =>
      lotbook("explain", `positions/account-1/1001/${figure}`, "--root", cases, ...more).stdout;
    const cases = "fixtures/cases/options-and-corporate-actions";
    expect(explain("costBasis").split("\n")[1]).toBe(
      "  provisional: rests on the spin-off account-1/12-20250310, which is to be decided",
    );
    expect(explain("quantity")).not.toContain("provisional");
    expect(JSON.parse(explain("unrealized", "--json")).provisional).toBe(
      "spin-off account-1/12-20250310",
    );
    expect(JSON.parse(explain("marketValue", "--json")).provisional).toBe(null);
  });

  test("names figures that there are when asked for one that there is not", () => {
    const { status, stderr } = lotbook("explain", "cash/demo/JPY/ending", "--demo");
    expect(status).toBe(5);
    expect(stderr).toContain("cash/demo/EUR/ending");
  });
});

describe("import", () => {
  const statement = join(gallery("reconcile/differs"), "data/statement.xml");

  test("stores bytes as they are under alias, day, time and hash, and only once", () => {
    const first = lotbook("import", statement, "--root", root);
    expect(first.status).toBe(0);
    expect(stored()).toHaveLength(1);
    const [name = ""] = stored();
    expect(name).toMatch(/^2025-03-03_20250304-050000_[0-9a-f]{8}\.xml$/);
    expect(readFileSync(join(root, "data/flex/account-1", name))).toEqual(readFileSync(statement));
    const again = lotbook("import", statement, "--root", root);
    expect(again.stdout).toContain("nothing new");
    const later = join(root, "later.xml");
    writeFileSync(
      later,
      readFileSync(statement, "utf8").replace("20250304;050000", "20250305;050000"),
    );
    expect(lotbook("import", later, "--root", root).stdout).toContain("nothing new");
    expect(stored()).toHaveLength(2);
    expect(lotbook("check", "--root", root).status).toBe(0);
  });

  test("writes nothing at all when one file is of another account", () => {
    cpSync(join(gallery("accounts/not-listed"), "lotbook.yml"), join(root, "lotbook.yml"));
    const { status, stderr } = lotbook("import", statement, "--root", root);
    expect(status).toBe(2);
    expect(stderr).not.toContain("U1234567");
    expect(stored()).toEqual(["lotbook.yml"]);
  });

  test.each([
    "flex/malformed",
    "flex/empty",
    "flex/not-xml",
    "flex/doctype",
    "flex/error-response",
    "flex/statement-count",
    "flex/trade-confirmations",
  ])("refuses %s and still stores the good file", (code) => {
    const { status, stderr } = lotbook(
      "import",
      join(gallery(code), "data/statement.xml"),
      statement,
      "--root",
      root,
    );
    expect(status).toBe(6);
    expect(stderr).toMatch(/error flex\//);
    expect(stored()).toHaveLength(1);
  });

  test("refuses a file that is not there", () => {
    expect(lotbook("import", join(root, "none.xml"), "--root", root).status).toBe(6);
  });
});
