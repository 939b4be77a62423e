/** Processes that are killed at random moments, and processes at the same time, leave a whole store. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FlexService, startFlexService } from "../../fakes/flex-service.ts";
import { historySource } from "../../fakes/statement.ts";
import { readRuns } from "../raw/runs.ts";
import { readStore } from "../raw/store.ts";

const KILLS = Number(process.env["LOTBOOK_KILLS"] ?? 40);
const TOKEN = "1234567890";
let root = "";
let service: FlexService;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
  service = await startFlexService({
    tokens: [TOKEN],
    // Another window each time, so that each statement is a new one.
    queries: {
      "1": (ask) => {
        const source = historySource({ today: () => "2025-12-30", days: 100 + ask.attempt });
        return typeof source === "function" ? source(ask) : source;
      },
    },
    limits: { perSecond: 10_000, perMinute: 100_000 },
    pollsUntilReady: 0,
  });
});
afterAll(async () => {
  await service.close();
  rmSync(root, { recursive: true });
});

/** A process that fetches once and waits for nothing; it says when it begins. */
function fetching(): ChildProcess {
  const from = (path: string) => JSON.stringify(pathToFileURL(join("src/adapters", path)).href);
  const program = `
    import { fetchAll } from ${from("ingest/fetch.ts")};
    import { accountBook } from ${from("flex/accounts.ts")};
    import { alone } from ${from("raw/claim.ts")};
    import { baseOf } from ${from("service/endpoint.ts")};
    import { Pace } from ${from("service/pace.ts")};
    import { Token } from ${from("service/token.ts")};
    const clock = { now: () => performance.now(), sleep: async () => {} };
    process.stdout.write("begins\\n");
    const done = await alone(${JSON.stringify(root)}, () => fetchAll({
      root: ${JSON.stringify(root)}, queries: { main: "1" }, window: "query", gaps: null, force: true,
      accounts: accountBook([{ alias: "main", name: "main", ids: ["U1234567"] }], []),
      service: { base: baseOf(${JSON.stringify(service.baseUrl)}), token: new Token("${TOKEN}"), clock, pace: new Pace(clock) },
      now: () => new Date().toISOString().slice(0, 19),
    }));
    process.stdout.write(done === null ? "busy" : done.results[0].result.outcome);
  `;
  return spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const finished = async (child: ChildProcess): Promise<string> => {
  let said = "";
  child.stdout?.on("data", (piece) => {
    said += String(piece);
  });
  await once(child, "close");
  return said.replace("begins\n", "");
};

const stored = (): string[] =>
  readdirSync(join(root, "data"), { recursive: true, encoding: "utf8" }).sort();

test(`${KILLS} kills at random moments: no file is half-written, none is lost`, {
  timeout: 600_000,
}, async () => {
  const child = fetching();
  await once(child.stdout as NodeJS.ReadableStream, "data");
  const began = performance.now();
  expect(await finished(child)).toBe("stored");
  const whole = performance.now() - began;
  let before = stored();
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const victim = fetching();
    await once(victim.stdout as NodeJS.ReadableStream, "data");
    await new Promise((resolve) => setTimeout(resolve, Math.random() * whole * 1.2));
    if (victim.exitCode === null) killed++;
    victim.kill("SIGKILL");
    if (victim.exitCode === null && victim.signalCode === null) await once(victim, "exit");
    const after = stored();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(
      after.filter(
        (name) =>
          !/^(flex|flex\/main|flex\/main\/(runs\.jsonl|\d{4}-\d{2}-\d{2}_[\d-]+_[0-9a-f]{8}\.xml))$/.test(
            name,
          ),
      ),
    ).toEqual([]);
    expect(readStore(root).diagnostics).toEqual([]);
    expect(readRuns(root).diagnostics).toEqual([]);
    before = after;
  }
  expect(killed).toBeGreaterThan(KILLS / 4);
  expect(await finished(fetching())).toBe("stored");
  expect(readdirSync(join(root, ".lotbook"))).toEqual([]);
});

test("of two processes at once one works, and one says that it did nothing", async () => {
  const asked = service.requests.length;
  const said = await Promise.all([fetching(), fetching(), fetching()].map(finished));
  const busy = said.filter((one) => one === "busy").length;
  expect(said.filter((one) => one === "stored")).toHaveLength(3 - busy);
  expect(service.requests.length - asked).toBe(2 * (3 - busy));
  expect(readStore(root).diagnostics).toEqual([]);
});
