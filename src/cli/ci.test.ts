/** The commands for workflows, as the workflows call them, in this process. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type GitHub, startGitHub } from "../fakes/github.ts";
import { statement } from "../fakes/statement.ts";
import { addCi } from "./ci.ts";

let root = "";
let printed = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-ci-"));
  printed = "";
  for (const name of [
    "GITHUB_ACTIONS",
    "GITHUB_EVENT_PATH",
    "GITHUB_REPOSITORY",
    "GITHUB_TOKEN",
    "GITLAB_CI",
  ])
    vi.stubEnv(name, "");
  vi.stubEnv("GITHUB_OUTPUT", join(root, "output"));
  vi.stubEnv("GITHUB_STEP_SUMMARY", join(root, "summary"));
  vi.stubEnv("LOTBOOK_NOW", "2026-03-04T10:17:00");
  const keep = (text: string | Uint8Array): boolean => {
    printed += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(root, { recursive: true });
});

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const read = (name: string): string => {
  try {
    return readFileSync(join(root, name), "utf8");
  } catch {
    return "";
  }
};

/** Runs `lotbook ci …`; answers its exit code and what it handed on. */
async function ci(...args: string[]) {
  for (const name of ["output", "summary"]) rmSync(join(root, name), { force: true });
  process.exitCode = undefined;
  const program = new Command().exitOverride();
  addCi(program);
  await program.parseAsync(["ci", ...args, "--root", root], { from: "user" });
  const outputs = read("output")
    .split("\n")
    .filter((line) => line !== "");
  return { exit: process.exitCode ?? 0, outputs, summary: read("summary") };
}

const visibility = (payload: object): void => {
  put("event.json", JSON.stringify({ repository: payload }));
  vi.stubEnv("GITHUB_ACTIONS", "true");
  vi.stubEnv("GITHUB_EVENT_PATH", join(root, "event.json"));
};
const PRIVATE = { private: true, visibility: "private" };
const PUBLIC = { private: false, visibility: "public" };
const SETTINGS = "accounts:\n  main: { id: U1234567 }\n";
const STATEMENT = statement({ from: "2026-02-02", to: "2026-03-02" });
const EXPIRED = {
  time: "2026-03-04T10:17:00Z",
  query: "main",
  asked: null,
  received: null,
  outcome: "credential",
  code: "1012",
  sha256: null,
};
const log = (...runs: object[]): void =>
  put("data/flex/main/runs.jsonl", runs.map((run) => `${JSON.stringify(run)}\n`).join(""));

describe("ready", () => {
  test("not while the settings are the template's, wherever that is", async () => {
    visibility(PUBLIC);
    cpSync("schemas/lotbook.template.yml", join(root, "lotbook.yml"));
    const { exit, outputs, summary } = await ci("ready");
    expect([exit, outputs]).toEqual([0, ["ready=false", "report=false"]]);
    expect(summary).toContain("Nothing to fetch yet");
  });

  test("in a private repository that lists an account", async () => {
    visibility(PRIVATE);
    put("lotbook.yml", SETTINGS);
    expect(await ci("ready")).toMatchObject({ exit: 0, outputs: ["ready=true", "report=true"] });
  });

  test.each([
    [PUBLIC, /is public/],
    [{ private: true, visibility: "internal" }, /is internal/],
    [{}, /not known/],
  ])("never where others can read it: %j", async (payload, reason) => {
    visibility(payload);
    put("lotbook.yml", SETTINGS);
    const { exit, outputs, summary } = await ci("ready");
    expect([exit, outputs]).toEqual([5, ["ready=false", "report=false"]]);
    expect(summary).toMatch(reason);
    expect(summary).toContain("account number, name");
    expect(printed).toMatch(/^::error::/m);
  });

  test("settings that are not valid are an error that is told", async () => {
    visibility(PRIVATE);
    put("lotbook.yml", `${SETTINGS}colour: red\n`);
    expect(await ci("ready")).toMatchObject({ exit: 5, outputs: ["ready=false", "report=true"] });
  });

  test("outside any forge there is nothing to check", async () => {
    put("lotbook.yml", SETTINGS);
    expect(await ci("ready")).toMatchObject({ exit: 0, outputs: ["ready=true", "report=true"] });
  });
});

describe("target", () => {
  const as = (publish: string) => put("lotbook.yml", `${SETTINGS}publish: ${publish}\n`);

  test("an artifact in a private repository", async () => {
    visibility(PRIVATE);
    put("data/a.xml", STATEMENT);
    const { exit, outputs } = await ci("target");
    expect([exit, outputs]).toEqual([0, ["target=artifact", "demo=false", "base=/"]]);
  });

  test("real figures never where others can read them", async () => {
    visibility(PUBLIC);
    put("data/a.xml", STATEMENT);
    const { exit, outputs, summary } = await ci("target");
    expect([exit, outputs]).toEqual([5, []]);
    for (const word of [
      "real figures",
      "locally",
      "server of your own",
      "members-only",
      "docs/hosting.md",
    ])
      expect(summary).toContain(word);
  });

  test("the demo account anywhere", async () => {
    visibility(PUBLIC);
    expect((await ci("target")).outputs).toEqual(["target=artifact", "demo=true", "base=/"]);
    put("data/a.xml", STATEMENT);
    as("{ as: demo }");
    expect((await ci("target")).outputs).toEqual(["target=artifact", "demo=true", "base=/"]);
  });

  test.each([
    ["someone/portfolio", "/portfolio/"],
    ["Someone/someone.github.io", "/"],
  ])("pages of %s stand below %s", async (repository, base) => {
    visibility(PRIVATE);
    vi.stubEnv("GITHUB_REPOSITORY", repository);
    put("data/a.xml", STATEMENT);
    as("{ to: pages, as: demo }");
    expect((await ci("target")).outputs).toEqual(["target=pages", "demo=true", `base=${base}`]);
  });

  test("pages without the demo are refused with the reasons", async () => {
    visibility(PRIVATE);
    as("{ to: pages }");
    const { exit, outputs, summary } = await ci("target");
    expect([exit, outputs]).toEqual([5, []]);
    expect(summary).toMatch(/everybody[\s\S]*docs\/hosting\.md/);
  });
});

describe("summary", () => {
  test("says days and counts, no amounts and no account number", async () => {
    put("lotbook.yml", `${SETTINGS}flex: { tokenExpires: 2026-03-20 }\n`);
    put("data/a.xml", STATEMENT);
    log(EXPIRED);
    const { exit, summary } = await ci("summary", "--fetch-exit", "3");
    expect(exit).toBe(3);
    expect(printed).toContain(summary.trim());
    expect(summary).toContain("## Fetch: the token has to be replaced");
    expect(summary).toContain("| main | 2026-03-04 10:17:00 | credential (code 1012) |");
    expect(summary).toContain("**main**: 2026-02-02 to 2026-03-02, no gap");
    expect(summary).toMatch(/\d+ agree, 0 explained, 0 differ, \d+ cannot be checked/);
    expect(summary).toContain(
      "**Token**: the Flex token expires in 16 days, on 2026-03-20: create",
    );
    expect(summary.match(/2026-03-20/g)).toHaveLength(1);
    expect(summary).toContain("| error | fetch/credential | 1 |");
    expect(summary).not.toMatch(/U1234567|\d,\d{3}|\d\.\d/);
  });

  test.each([
    ["0", 0],
    ["2", 2],
    ["4", 0],
    ["5", 5],
    ["6", 6],
    ["", 0],
  ])("after a fetch that ended with %j it ends with %i", async (code, exit) => {
    expect((await ci("summary", "--fetch-exit", code)).exit).toBe(exit);
    expect(printed.includes("notice: The broker was not ready")).toBe(code === "4");
  });

  test("a token that ends is told once, and not as refused", async () => {
    put("lotbook.yml", `${SETTINGS}flex: { tokenExpires: 2026-03-20 }\n`);
    const { summary } = await ci("summary", "--fetch-exit", "0");
    expect(summary.match(/2026-03-20/g)).toHaveLength(1);
    expect(summary).not.toMatch(/has to be replaced|refuses|settings\/token/);
  });

  test("a push that failed stands in the headline", async () => {
    put("lotbook.yml", SETTINGS);
    const { exit, summary } = await ci("summary", "--fetch-exit", "0", "--commit-exit", "5");
    expect(exit).toBe(0);
    expect(summary).toContain("## Fetch: done; **what is new could not be committed or pushed**");
    expect(summary).toContain("### Lotbook: New statements could not be pushed");
  });

  test("refuses what is no exit code", async () => {
    await expect(ci("summary", "--fetch-exit", "many")).rejects.toThrow();
  });
});

describe("issues", () => {
  let github: GitHub;
  beforeEach(async () => {
    github = await startGitHub({ private: true });
    put("lotbook.yml", SETTINGS);
    put("data/a.xml", STATEMENT);
  });
  afterEach(() => github.close());
  const connected = (): void => {
    vi.stubEnv("GITHUB_API_URL", github.apiUrl);
    vi.stubEnv("GITHUB_REPOSITORY", github.repository);
    vi.stubEnv("GITHUB_TOKEN", github.token);
    vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
    vi.stubEnv("GITHUB_RUN_ID", "4711");
  };

  test("without a repository or a token it prints what there is, and does nothing", async () => {
    log(EXPIRED);
    expect((await ci("issues")).exit).toBe(0);
    expect(printed).toContain("Lotbook: The Flex token has to be replaced");
    expect(github.requests).toEqual([]);
  });

  test("opens, keeps and closes", async () => {
    connected();
    log(EXPIRED);
    await ci("issues", "--fetch-exit", "3", "--commit-exit", "0");
    expect(github.issues.map(({ title }) => title)).toEqual([
      "Lotbook: The Flex token has to be replaced",
    ]);
    expect(github.issues[0]?.body).toContain(
      "https://github.com/someone/portfolio/actions/runs/4711",
    );
    expect(github.issues[0]?.body).not.toMatch(/U1234567|data\//);
    log(EXPIRED, { ...EXPIRED, time: "2026-03-04T16:43:00Z", outcome: "stored", code: null });
    await ci("issues", "--fetch-exit", "0", "--commit-exit", "0");
    expect(github.issues.map(({ state }) => state)).toEqual(["closed"]);
  });

  test("a service that refuses is a warning, never a failure", async () => {
    connected();
    vi.stubEnv("GITHUB_ACTIONS", "true");
    vi.stubEnv("GITHUB_TOKEN", "wrong-token");
    log(EXPIRED);
    expect((await ci("issues", "--fetch-exit", "3")).exit).toBe(0);
    expect(printed).toMatch(/::warning::The issues could not be brought up to date/);
    expect(printed).not.toMatch(/wrong-token|127\.0\.0\.1/);
  });
});
