import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { IsoDateTime } from "../core/dates.ts";
import { buildReport, readRepository } from "../pipeline.ts";
import { checksJson, reportJson } from "./json.ts";
import { checksSchema, jsonSchemas, reportSchema } from "./schema.ts";

const report = buildReport(
  readRepository(".", { demo: "only", home: ".", now: "2026-11-21T05:00:00" as IsoDateTime }),
);

test.each([false, true])("the report keeps its contract (trace: %s)", (trace) => {
  const printed = JSON.parse(JSON.stringify(reportJson(report, { trace })));
  expect(reportSchema.safeParse(printed).error).toBe(undefined);
  expect(printed.demo).toBe(true);
});

test.each([false, true])("the checks keep their contract (all: %s)", (all) => {
  const printed = JSON.parse(JSON.stringify(checksJson(report, { all })));
  expect(checksSchema.safeParse(printed).error).toBe(undefined);
  const differing = report.checks.filter(({ status }) => status !== "agrees");
  expect(printed.checks.length).toBe((all ? report.checks : differing).length);
  expect(differing.length).toBeLessThan(report.checks.length);
});

test("the committed JSON Schemas are those of the code", () => {
  for (const [name, schema] of Object.entries(jsonSchemas()))
    expect(JSON.parse(readFileSync(`schemas/${name}`, "utf8"))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
});

test("with a trace every field of an entry names rows", () => {
  const [position] = reportJson(report, { trace: true }).positions;
  expect(position?.trace?.["costBasis"]?.length).toBeGreaterThan(0);
  expect(position?.trace?.["markPrice"]?.[0]).toMatchObject({
    file: expect.stringMatching(/\.xml$/),
    line: expect.any(Number),
  });
});
