import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Report } from "../analytics/report.ts";
import type { IsoDate } from "../core/dates.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { Topic, Window } from "../events/assertion.ts";
import { coverageJson, coverageJsonSchema, coverageSchema } from "./coverage.ts";

const account = "main" as AccountAlias;
const window = (from: string, to: string, ...exported: Topic[]): Window => ({
  account,
  from: from as IsoDate,
  to: to as IsoDate,
  generated: to as IsoDate,
  file: `data/${to}.xml`,
  exports: new Set(exported),
  source: { file: `data/${to}.xml`, line: 3 },
});

/** The part of a report that coverage is made of. */
const reportOf = (windows: readonly Window[], queries: readonly string[] = []): Report =>
  ({
    demo: false,
    builtAt: "2026-11-21T05:14:00",
    accounts: [{ account }],
    windows,
    ingestion: { queries, runs: [], tokenExpires: null },
  }) as unknown as Report;

const windows = [
  window("2026-01-05", "2026-01-09", "trades", "transfers"),
  window("2026-01-14", "2026-01-16", "trades"),
];

describe("coverage as JSON", () => {
  const json = coverageJson(reportOf(windows, ["main"]));
  const [main] = json.accounts;

  test("keeps its schema", () => {
    expect(coverageSchema.safeParse(json).error).toBe(undefined);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  test("names gaps with what closes them, and what a fetch would ask for", () => {
    expect(
      main?.gaps.map(({ from, to, missing, remedy }) => [from, to, missing, remedy.kind]),
    ).toEqual([
      ["2026-01-12", "2026-01-13", "statement", "fetch"],
      ["2026-01-14", "2026-01-16", ["transfers"], "fetch"],
    ]);
    expect(main?.toFill).toEqual([{ from: "2026-01-12", to: "2026-01-13" }]);
  });

  test("names what each file proves and lacks", () => {
    expect(main?.files).toMatchObject([
      { file: "data/2026-01-16.xml", topics: ["trades"], lacks: ["transfers"], newestFor: 3 },
      { file: "data/2026-01-09.xml", topics: ["trades", "transfers"], lacks: [], newestFor: 5 },
    ]);
    expect(main?.stretches.map(({ newest, topics }) => [newest, topics.transfers])).toEqual([
      ["data/2026-01-09.xml", "data/2026-01-09.xml"],
      [null, undefined],
      ["data/2026-01-16.xml", undefined],
    ]);
    expect(main?.topics.find(({ topic }) => topic === "corporate actions")).toMatchObject({
      weekdays: 0,
      files: 0,
      section: "Corporate Actions",
    });
  });

  test("without a query the portal closes a gap", () => {
    const [other] = coverageJson(reportOf(windows)).accounts;
    expect(other?.gaps[0]?.remedy.kind).toBe("portal");
  });

  test("an account without a statement is not in it", () => {
    expect(coverageJson(reportOf([])).accounts).toEqual([]);
  });
});

test("the JSON Schema is the committed one", () => {
  const committed = JSON.parse(readFileSync("schemas/coverage.schema.json", "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(coverageJsonSchema())));
});
