/** Whole runs against a service over real sockets: what is asked, what is written, what is remembered. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IsoDateTime } from "../../core/dates.ts";
import type { AccountAlias } from "../../core/ids.ts";
import {
  type FlexService,
  type FlexServiceOptions,
  startFlexService,
} from "../../fakes/flex-service.ts";
import { historySource, statement } from "../../fakes/statement.ts";
import { accountBook } from "../flex/accounts.ts";
import { appendRun, readRuns } from "../raw/runs.ts";
import { readStore } from "../raw/store.ts";
import { baseOf } from "../service/endpoint.ts";
import { Pace } from "../service/pace.ts";
import { Token } from "../service/token.ts";
import { type Fetched, type FetchOptions, fetchAll } from "./fetch.ts";
import { writePending } from "./pending.ts";

const TOKEN = "a/b+c&d=e%20f";
const running: { close(): Promise<void> }[] = [];
let root = "";
let day = "2025-03-10";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
  day = "2025-03-10";
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
  rmSync(root, { recursive: true });
});

async function serve(options: Partial<FlexServiceOptions> = {}) {
  let time = 0;
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
  const source = historySource({ today: () => day, days: 60 });
  const service = await startFlexService({
    tokens: [TOKEN],
    queries: { "1": source, "2": source },
    clock: clock.now,
    ...options,
  });
  running.push(service);
  const fetchWith = (more: Partial<FetchOptions> = {}): Promise<Fetched> => {
    const base = baseOf(service.baseUrl);
    if (typeof base === "string") throw new Error(base);
    return fetchAll({
      root,
      queries: { main: "1" },
      window: "incremental",
      gaps: null,
      force: false,
      accounts: listed("U1234567"),
      service: { base, token: new Token(TOKEN), clock, pace: new Pace(clock) },
      now: () => `${day}T11:17:00` as IsoDateTime,
      ...more,
    });
  };
  return { service, fetchWith };
}

const listed = (...ids: string[]) =>
  accountBook([{ alias: "main" as AccountAlias, name: "main", ids }], []);
const outcomes = (fetched: Fetched) =>
  "results" in fetched ? fetched.results.map(({ result }) => result.outcome) : "refused";
const files = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .sort();
const statements = (): string[] => files().filter((name) => name.endsWith(".xml"));
const sent = (service: FlexService) =>
  service.requests.filter(({ step }) => step === "SendRequest");

describe("days", () => {
  test("the first run takes the query's own period, later ones the newest days with an overlap", async () => {
    const { service, fetchWith } = await serve();
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(sent(service)[0]?.from).toBe(undefined);
    day = "2025-03-11";
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(sent(service)[1]).toMatchObject({ from: "20250131", to: "20250310" });
    expect(statements()[1]).toMatch(/^data\/flex\/main\/2025-03-10_\d{8}-\d{6}_[0-9a-f]{8}\.xml$/);
    expect(readStore(root).diagnostics).toEqual([]);
    expect(readRuns(root).value.map(({ asked }) => asked)).toEqual([
      null,
      { from: "2025-01-31", to: "2025-03-10" },
    ]);
  });

  test("where the service refuses dates the own period comes, and is remembered", async () => {
    const { service, fetchWith } = await serve();
    await fetchWith();
    day = "2025-03-11";
    service.script([{ step: "SendRequest", answer: { kind: "code", code: 1003 } }]);
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(readRuns(root).value[1]).toMatchObject({ asked: null, datesRefused: true });
    day = "2025-03-12";
    await fetchWith();
    expect(sent(service).map(({ from }) => from)).toEqual([
      undefined,
      "20250131",
      undefined,
      undefined,
    ]);
  });

  test("gaps are asked for instead of the newest days", async () => {
    const { service, fetchWith } = await serve();
    const gaps = { main: [{ from: "2025-02-03", to: "2025-02-07" }] as never };
    expect(outcomes(await fetchWith({ gaps }))).toEqual(["stored"]);
    expect(sent(service)[0]).toMatchObject({ from: "20250203", to: "20250207" });
    expect(outcomes(await fetchWith({ gaps: {}, force: true }))).toEqual(["not asked"]);
    expect(sent(service)).toHaveLength(1);
  });
});

describe("what a run remembers", () => {
  test("once a day, unless forced", async () => {
    const { service, fetchWith } = await serve();
    await fetchWith();
    expect(outcomes(await fetchWith())).toEqual(["not asked"]);
    expect(sent(service)).toHaveLength(1);
    expect(readRuns(root).value).toHaveLength(1);
    expect(outcomes(await fetchWith({ force: true }))).toEqual(["stored"]);
    day = "2025-03-11";
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
  });

  test("a lock-out stops all queries for a day", async () => {
    const { service, fetchWith } = await serve();
    const queries = { main: "1", second: "2" };
    service.script([{ step: "SendRequest", answer: { kind: "code", code: 1025 } }]);
    expect(outcomes(await fetchWith({ queries }))).toEqual(["failed", "not asked"]);
    expect(outcomes(await fetchWith({ queries }))).toEqual(["not asked", "not asked"]);
    expect(service.requests).toHaveLength(1);
    day = "2025-03-12";
    expect(outcomes(await fetchWith({ queries }))).toEqual(["stored", "unchanged"]);
  });

  test("the log says what happened, without token, query and account", async () => {
    const { service, fetchWith } = await serve();
    service.script([{ step: "SendRequest", answer: { kind: "code", code: 1001 } }]);
    await fetchWith();
    await fetchWith({ force: true });
    const text = readFileSync(join(root, "data/flex/main/runs.jsonl"), "utf8");
    expect(text).not.toMatch(/U1234567|a\/b\+c|%2F/);
    expect(readRuns(root).value).toMatchObject([
      { outcome: "not ready", code: "1001", generating: true, sha256: null },
      { outcome: "stored", code: null, received: { to: "2025-03-07" } },
    ]);
  });

  test("half a line, left by a process that was killed, costs nothing but itself", () => {
    const run = {
      query: "main",
      time: "2025-03-10T11:17:00" as IsoDateTime,
      asked: null,
      received: null,
      outcome: "stored" as const,
      code: null,
      datesRefused: false,
      generating: false,
      sha256: null,
    };
    appendRun(root, run);
    const path = join(root, "data/flex/main/runs.jsonl");
    writeFileSync(path, `${readFileSync(path, "utf8")}{"time":"2025-03-1`);
    appendRun(root, run);
    const { value, diagnostics } = readRuns(root);
    expect(value.map(({ line }) => line)).toEqual([1, 3]);
    expect(diagnostics).toMatchObject([{ code: "store/bad-run", at: [{ line: 2 }] }]);
  });
});

describe("a statement that was begun", () => {
  const page = { step: "GetStatement", answer: { kind: "html" }, times: 3 } as const;

  test("is fetched by the next run, which asks for no other", async () => {
    const { service, fetchWith } = await serve();
    service.script([page]);
    expect(outcomes(await fetchWith())).toEqual(["failed"]);
    expect(readRuns(root).value[0]).toMatchObject({ outcome: "not ready", generating: true });
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(sent(service)).toHaveLength(1);
    expect(outcomes(await fetchWith())).toEqual(["not asked"]);
  });

  test("is asked for anew where the service no longer knows it", async () => {
    const { service, fetchWith } = await serve();
    service.script([page, { step: "GetStatement", answer: { kind: "code", code: 1017 } }]);
    await fetchWith();
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(sent(service)).toHaveLength(2);
  });

  test("is left alone for a while where this machine knows nothing of it", async () => {
    const { service, fetchWith } = await serve();
    service.script([page]);
    await fetchWith();
    rmSync(join(root, ".lotbook"), { recursive: true });
    expect(outcomes(await fetchWith())).toEqual(["not asked"]);
    expect(outcomes(await fetchWith({ force: true }))).toEqual(["stored"]);
    expect(sent(service)).toHaveLength(2);
  });

  test("by a process that ended before its receipt came, is not begun again", async () => {
    const { service, fetchWith } = await serve();
    const time = "2025-03-10T11:00:00" as IsoDateTime;
    writePending(root, "main", "1", { time, asked: null, receipt: null });
    expect(outcomes(await fetchWith())).toEqual(["not asked"]);
    expect(service.requests).toEqual([]);
    expect(outcomes(await fetchWith({ force: true }))).toEqual(["stored"]);
  });

  test("by another number of the query, is another one", async () => {
    const { fetchWith } = await serve();
    const time = "2025-03-10T11:00:00" as IsoDateTime;
    writePending(root, "main", "2", { time, asked: null, receipt: null });
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(readdirSync(join(root, ".lotbook"))).toEqual([]);
  });
});

describe("gaps", () => {
  test("that the service does not have are asked for once", async () => {
    const { service, fetchWith } = await serve();
    const gaps = { main: [{ from: "2025-02-03", to: "2025-02-07" }] as never };
    service.script([{ step: "SendRequest", answer: { kind: "code", code: 1003 } }]);
    expect(outcomes(await fetchWith({ gaps }))).toEqual(["failed"]);
    expect(readRuns(root).value[0]).toMatchObject({ asked: { from: "2025-02-03" }, code: "1003" });
    expect(outcomes(await fetchWith({ gaps }))).toEqual(["not asked"]);
    expect(sent(service)).toHaveLength(1);
  });
});

describe("what is written", () => {
  test("a link to another folder is as good as the folder", async () => {
    const { fetchWith } = await serve();
    mkdirSync(join(root, "elsewhere"));
    mkdirSync(join(root, "data/flex"), { recursive: true });
    symlinkSync(join(root, "elsewhere"), join(root, "data/flex/main"));
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    expect(outcomes(await fetchWith())).toEqual(["not asked"]);
  });

  test("the same figures are stored once, whenever they were generated", async () => {
    const at = (generated: string) =>
      statement({ from: "2025-03-03", to: "2025-03-07", generated });
    const { service, fetchWith } = await serve();
    service.setQuery("1", at("20250308;041530"));
    await fetchWith();
    day = "2025-03-11";
    service.setQuery("1", at("20250311;041530"));
    expect(outcomes(await fetchWith())).toEqual(["unchanged"]);
    expect(statements()).toHaveLength(1);
    expect(readRuns(root).value).toHaveLength(2);
  });

  test("a quiet day is a success and keeps everything that is there", async () => {
    const { service, fetchWith } = await serve();
    await fetchWith();
    const before = statements();
    day = "2025-03-21";
    service.setQuery("1", statement({ from: "2025-03-17", to: "2025-03-20" }));
    expect(outcomes(await fetchWith())).toEqual(["stored"]);
    day = "2025-03-22";
    const none =
      '<FlexQueryResponse queryName="Lotbook" type="AF"><FlexStatements count="0"/></FlexQueryResponse>';
    service.setQuery("1", none);
    expect(outcomes(await fetchWith())).toEqual(["empty"]);
    expect(statements()).toHaveLength(2);
    expect(statements()).toEqual(expect.arrayContaining(before));
    day = "2025-03-22";
    expect(outcomes(await fetchWith())).toEqual(["not asked"]);
  });

  test.each(["statement", "row"])(
    "another account's %s: nothing is written anywhere",
    async (what) => {
      const { service, fetchWith } = await serve();
      const own = statement({ from: "2025-03-03", to: "2025-03-07" });
      service.setQuery(
        "2",
        what === "statement"
          ? own.replaceAll("U1234567", "U7654321")
          : own.replace(/(<OpenPosition [^>]*accountId=")U1234567/, "$1U7654321"),
      );
      const fetched = await fetchWith({ queries: { main: "1", second: "2" } });
      expect(fetched).toMatchObject({ foreign: [{ code: "accounts/not-listed" }] });
      expect(JSON.stringify(fetched)).not.toContain("U7654321");
      expect(files()).toEqual([]);
    },
  );

  test("one query that fails does not keep the other's statement from being stored", async () => {
    const { service, fetchWith } = await serve();
    service.setQuery("1", () => ({ kind: "code", code: 1014 }));
    expect(outcomes(await fetchWith({ queries: { main: "1", second: "2" } }))).toEqual([
      "failed",
      "stored",
    ]);
    expect(files()).toEqual([
      "data/flex/main/runs.jsonl",
      `data/flex/second/${statements()[0]?.split("/").at(-1)}`,
      "data/flex/second/runs.jsonl",
    ]);
  });

  test.each([false, true])(
    "a statement that repeats the token is not stored (encoded: %s)",
    async (encoded) => {
      const { service, fetchWith } = await serve();
      service.script([
        { step: "GetStatement", answer: { kind: "echo-token", in: "statement", encoded } },
      ]);
      const fetched = await fetchWith();
      expect(fetched).toMatchObject({ results: [{ result: { failure: { kind: "refused" } } }] });
      expect(statements()).toEqual([]);
    },
  );

  test("an altered file in the store is put right by the same statement", async () => {
    const { service, fetchWith } = await serve();
    service.setQuery("1", statement({ from: "2025-03-03", to: "2025-03-07" }));
    await fetchWith();
    const [name = ""] = statements();
    const bytes = readFileSync(join(root, name));
    writeFileSync(join(root, name), bytes.subarray(0, 1000));
    expect(readStore(root).diagnostics).toMatchObject([{ code: "store/altered" }]);
    expect(outcomes(await fetchWith({ force: true, window: "query" }))).toEqual(["stored"]);
    expect(statements()).toEqual([name]);
    expect(readFileSync(join(root, name)).equals(bytes)).toBe(true);
  });

  test("what the query lost since the last statement is said", async () => {
    const { service, fetchWith } = await serve();
    await fetchWith();
    day = "2025-03-11";
    service.setQuery(
      "1",
      statement({
        from: "2025-03-03",
        to: "2025-03-10",
        sections: ["CashReport"],
        queryName: "Other",
      }),
    );
    const fetched = await fetchWith();
    expect(fetched).toMatchObject({
      results: [
        {
          result: {
            notes: [
              expect.stringContaining("asked for"),
              expect.stringContaining("CashTransactions"),
              expect.stringContaining("another name"),
            ],
          },
        },
      ],
    });
  });
});
