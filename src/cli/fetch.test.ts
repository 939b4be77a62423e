/** `lotbook fetch` as a user runs it, in a process of its own, against a service over real HTTP in real time. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FlexService, startFlexService } from "../fakes/flex-service.ts";
import { historySource } from "../fakes/statement.ts";

const TOKEN = "12/34+56&78=9%20#ü";
const QUERY = "987654";
const FORMS = [
  TOKEN,
  encodeURIComponent(TOKEN),
  encodeURI(TOKEN),
  new URLSearchParams({ t: TOKEN }).toString().slice(2),
];
let root = "";
let service: FlexService;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
  writeFileSync(join(root, "lotbook.yml"), "accounts:\n  main: { id: U1234567 }\n");
  service = await startFlexService({
    tokens: [TOKEN],
    queries: { [QUERY]: historySource({ today: () => "2025-03-10" }) },
    pollsUntilReady: 0,
  });
});
afterEach(async () => {
  await service.close();
  rmSync(root, { recursive: true });
});

async function lotbook(args: string[], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn("node", ["bin/lotbook.js", ...args, "--root", root], {
    env: {
      ...process.env,
      IBKR_FLEX_TOKEN: `  ${TOKEN}\n`,
      IBKR_FLEX_QUERY_ID: QUERY,
      IBKR_FLEX_BASE_URL: service.baseUrl,
      LOTBOOK_NOW: "2025-03-10T11:17:00",
      ...env,
    },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (piece) => {
    stdout += String(piece);
  });
  child.stderr?.on("data", (piece) => {
    stderr += String(piece);
  });
  const [status] = await once(child, "close");
  const written = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const form of FORMS) {
    expect(stdout + stderr).not.toContain(form);
    for (const path of written) expect(path + readFileSync(path, "utf8")).not.toContain(form);
  }
  expect(stdout + stderr).not.toMatch(/U1234567|987654|SendRequest\?|http:/);
  return {
    status,
    stdout,
    stderr,
    files: written.map((path) => path.slice(root.length + 1)).sort(),
  };
}

test("downloads, stores, and does nothing more that day; the token shows nowhere", async () => {
  const first = await lotbook(["fetch"]);
  expect(first).toMatchObject({ status: 0 });
  expect(first.stderr).toMatch(
    /main: generating\nmain: waiting 10 s.*\nmain: retrieving\nmain: done/,
  );
  expect(first.stderr).toMatch(/other characters than digits/);
  expect(first.stdout).toMatch(/main: stored data\/flex\/main\/2025-03-07_/);
  const again = await lotbook(["fetch"]);
  expect(again.stdout).toMatch(/not asked, because today's statement came already/);
  expect(again.status).toBe(0);
  expect(again.files).toEqual(first.files);
  expect(service.requests).toHaveLength(2);
  expect(service.violations).toEqual([]);
  expect(service.tokenSeenOutside).toBe(false);
  const json = await lotbook(["fetch", "main", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    queries: [{ query: "main", outcome: "not asked" }],
  });
}, 60_000);

test("a preview uses up the day's statement, and the fetch after it takes that one", async () => {
  const shown = await lotbook(["preview", "--json"]);
  expect(shown.status).toBe(0);
  expect(JSON.parse(shown.stdout).holdings[0]).toMatchObject({ symbol: "QLMR", currency: "USD" });
  const fetched = await lotbook(["fetch"]);
  expect(fetched.stdout).toMatch(/main: stored/);
  expect(service.requests.filter(({ step }) => step === "SendRequest")).toHaveLength(1);
}, 60_000);

describe("exit codes", () => {
  test("a log that would print the token: 5, and nothing is asked", async () => {
    for (const log of ["*", "child_process", "fetch", "undici"])
      expect((await lotbook(["fetch"], { NODE_DEBUG: log })).status).toBe(5);
    expect(service.requests).toEqual([]);
  });

  test.each([
    [1012, 3, /token has expired.*\n.*create a new token/],
    [1013, 3, /address/],
    [1015, 3, /token is invalid/],
    [1014, 5, /query is invalid/],
    [1016, 5, /account is invalid/],
    [1001, 4, /could not be generated/],
    [1025, 4, /too many failed attempts/],
    [1555, 4, /not documented/],
  ])("code %i ends with %i and says what to do", async (code, exit, text) => {
    const message = (token: string) => `bad ${token} ${encodeURIComponent(token)}`;
    service.script([{ step: "SendRequest", answer: { kind: "code", code, message } }]);
    const { status, stderr } = await lotbook(["fetch"]);
    expect(status).toBe(exit);
    expect(stderr).toMatch(text);
    expect(stderr).toMatch(/hint: /);
  });

  test("answers that are no statement", async () => {
    service.script([{ step: "SendRequest", answer: { kind: "echo-token", in: "html" } }]);
    expect((await lotbook(["fetch"])).status).toBe(4);
    service.script([{ step: "SendRequest", answer: { kind: "csv" } }]);
    expect((await lotbook(["fetch", "--force"])).status).toBe(6);
  });

  test.each<[string, string[], Record<string, string>, string | null]>([
    ["no token", ["fetch"], { IBKR_FLEX_TOKEN: " \n" }, null],
    [
      "a token file that is not there",
      ["fetch"],
      { IBKR_FLEX_TOKEN: "", IBKR_FLEX_TOKEN_FILE: "/none" },
      null,
    ],
    ["no query", ["fetch"], { IBKR_FLEX_QUERY_ID: "" }, null],
    ["a query that is not there", ["fetch", "other"], {}, null],
    ["an address that is none", ["fetch"], { IBKR_FLEX_BASE_URL: "nowhere" }, null],
    [
      "an address that would send the token in the open",
      ["fetch"],
      { IBKR_FLEX_BASE_URL: "http://example.com/x" },
      null,
    ],
    ["no accounts", ["fetch"], {}, "flex: {}\n"],
    ["bad settings", ["fetch"], {}, "accounts: [\n"],
    ["an unknown option", ["fetch", "--token", "x"], {}, null],
  ])("%s ends with 5 and asks for nothing", async (_, args, env, settings) => {
    if (settings !== null) writeFileSync(join(root, "lotbook.yml"), settings);
    const { status, stderr, files } = await lotbook(args, env);
    expect(status).toBe(5);
    expect(stderr).not.toBe("");
    expect(service.requests).toEqual([]);
    expect(files).toEqual(["lotbook.yml"]);
  });

  test("the token from a file, and a statement of another account: 2, and nothing written", async () => {
    const path = join(tmpdir(), `lotbook-token-${process.pid}`);
    writeFileSync(path, `${TOKEN}\n`);
    writeFileSync(join(root, "lotbook.yml"), "accounts:\n  main: { id: U7654321 }\n");
    const { status, stderr, files } = await lotbook(["fetch"], {
      IBKR_FLEX_TOKEN: "",
      IBKR_FLEX_TOKEN_FILE: path,
    });
    rmSync(path);
    expect(status).toBe(2);
    expect(stderr).toMatch(/accounts\/not-listed/);
    expect(files).toEqual(["lotbook.yml"]);
  });
});
