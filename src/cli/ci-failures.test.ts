/** Each class of failure: when it is up, and what it says. */
import { describe, expect, test } from "vitest";
import type { Run } from "../adapters/raw/runs.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import { FAILURES, failuresOf, notKnownIn, type Situation } from "./ci-failures.ts";

const run = (
  day: string,
  outcome: Run["outcome"],
  code: string | null = null,
  query = "main",
): Run => ({
  time: `${day}T10:17:00` as IsoDateTime,
  query,
  asked: null,
  received: null,
  outcome,
  code,
  datesRefused: false,
  generating: false,
  sha256: null,
  file: `data/flex/${query}/runs.jsonl`,
  line: 1,
});
const noticed = (code: Diagnostic["code"], message = "x"): Diagnostic => ({
  code,
  message,
  at: [],
});

interface Given {
  readonly runs?: readonly Run[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly differs?: number;
  readonly fetchExit?: number;
  readonly commitExit?: number;
}

function situation({ runs = [], diagnostics = [], differs = 0, ...exits }: Given): Situation {
  const counts = { agrees: 1, explained: 0, unexplained: differs, notReported: 0 };
  return {
    report: {
      diagnostics,
      summary: { R7: counts },
      checks: [],
      ingestion: { runs, queries: ["main"], tokenExpires: "2026-03-20" as IsoDate },
    },
    fetchExit: exits.fetchExit ?? null,
    commitExit: exits.commitExit ?? null,
  };
}
const namesOf = (given: Given): string[] => failuresOf(situation(given)).map(({ name }) => name);

test.each<[string, Given, string[]]>([
  ["nothing", {}, []],
  ["a good run", { runs: [run("2026-03-03", "stored")], fetchExit: 0, commitExit: 0 }, []],
  ["a token that was refused", { runs: [run("2026-03-03", "credential", "1012")] }, ["token"]],
  ["exit code 3", { fetchExit: 3 }, ["token"]],
  ["a token that ends soon", { diagnostics: [noticed("settings/token-expires")] }, ["token"]],
  ["a lock", { runs: [run("2026-03-03", "locked", "1025")], fetchExit: 4 }, ["locked"]],
  [
    "a query that is wrong",
    { runs: [run("2026-03-03", "configuration", "1014")] },
    ["configuration"],
  ],
  ["settings", { diagnostics: [noticed("settings/invalid")] }, ["configuration"]],
  ["exit code 5", { fetchExit: 5 }, ["configuration"]],
  ["another account", { diagnostics: [noticed("accounts/not-listed")] }, ["account"]],
  ["exit code 2", { fetchExit: 2 }, ["account"]],
  ["a broken file", { diagnostics: [noticed("flex/malformed")] }, ["statement"]],
  ["an altered file", { diagnostics: [noticed("store/altered")] }, ["statement"]],
  ["exit code 6", { runs: [run("2026-03-03", "refused")], fetchExit: 6 }, ["statement"]],
  ["a difference", { differs: 2 }, ["drift"]],
  ["a gap", { diagnostics: [noticed("coverage/gap")] }, ["gap"]],
  ["a push that failed", { commitExit: 5 }, ["push"]],
  ["a defect", { fetchExit: 1 }, ["defect"]],
  ["a process that was killed", { fetchExit: 137 }, ["defect"]],
  ["what is only noticed", { diagnostics: [noticed("flex/unknown-value")] }, []],
])("%s", (_, given, names) => {
  expect(namesOf(given)).toEqual(names);
});

test.each<[string, Given, string[]]>([
  [
    "without any exit code",
    {},
    ["token", "configuration", "account", "statement", "push", "defect"],
  ],
  ["what is up is known", { fetchExit: 2, commitExit: 5 }, []],
  ["the broker was not ready", { fetchExit: 4, commitExit: 0 }, ["token", "account", "statement"]],
  ["a good run", { fetchExit: 0, commitExit: 0 }, []],
])("not known to be over: %s", (_, given, names) => {
  expect(notKnownIn(situation(given))).toEqual(names);
});

describe("no statement in time", () => {
  const tired = ["2026-03-03", "2026-03-04", "2026-03-05"].map((day) =>
    run(day, "not ready", "1019"),
  );

  test("is told after three days, not earlier", () => {
    expect(namesOf({ runs: tired.slice(0, 2), fetchExit: 4 })).toEqual([]);
    expect(namesOf({ runs: [tired[0], tired[0], tired[1]].flatMap((one) => one ?? []) })).toEqual(
      [],
    );
    expect(namesOf({ runs: tired, fetchExit: 4 })).toEqual(["not-ready"]);
  });

  test("starts again after a good run, and each query counts by itself", () => {
    expect(namesOf({ runs: [...tired, run("2026-03-06", "unchanged")] })).toEqual([]);
    const [first, second, third] = tired;
    if (first === undefined || second === undefined || third === undefined) return;
    expect(namesOf({ runs: [first, second, { ...third, query: "other" }] })).toEqual([]);
  });
});

describe("what is said", () => {
  const textOf = (given: Given): string => failuresOf(situation(given))[0]?.body ?? "";

  test("why, since when, and what to do", () => {
    const runs = [
      run("2026-03-02", "stored"),
      run("2026-03-03", "credential", "1012"),
      run("2026-03-04", "credential", "1012"),
    ];
    const text = textOf({ runs });
    expect(text).toContain(
      "- Query main: the token has expired (code 1012), since 2026-03-03; the last statement came on 2026-03-02.",
    );
    expect(text).toContain("**What to do.** Create a new token");
  });

  test("stays the same from day to day", () => {
    const runs = [run("2026-03-02", "stored"), run("2026-03-03", "credential", "1012")];
    expect(textOf({ runs: [...runs, run("2026-03-04", "credential", "1012")] })).toBe(
      textOf({ runs }),
    );
    const days = (left: number) => noticed("settings/token-expires", `in ${left} days`);
    expect(textOf({ diagnostics: [days(3)] })).toBe(textOf({ diagnostics: [days(2)] }));
    expect(textOf({ diagnostics: [days(3)] })).toContain("The token ends on 2026-03-20.");
  });

  test("counts instead of amounts, and no account number", () => {
    const gap = noticed("coverage/gap", "no statement of U1234567 covers 2026-03-02 to 2026-03-03");
    const text = textOf({ diagnostics: Array.from({ length: 12 }, () => gap) });
    expect(text).not.toContain("U1234567");
    expect(text).toContain("- And 2 more.");
    expect(textOf({ differs: 2 })).toContain("- Rule R7: 2 differences.");
    expect(
      textOf({ diagnostics: [noticed("flex/malformed", "U1234567 in data/x.xml")] }),
    ).toContain("- 1 × `flex/malformed`: The XML is cut off");
  });

  test("no class changes its name: issues are found by it", () => {
    expect(FAILURES.join(" ")).toBe(
      "token locked configuration not-ready account statement drift gap push defect",
    );
  });
});
