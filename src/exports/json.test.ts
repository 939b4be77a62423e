import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultSettings } from "../adapters/yaml/settings.ts";
import type { IsoDateTime } from "../core/dates.ts";
import { ACCOUNT, inputOf, responseText, statementText } from "../fakes/responses.ts";
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

/** The entries of positions that one statement lists, without their figures. */
function positionsOf(...attributes: readonly string[]) {
  const rows = attributes.map(
    (one) =>
      `<OpenPosition reportDate="20250131" position="-1" markPrice="1" currency="USD" ${one}/>`,
  );
  const sections = `${ACCOUNT}<OpenPositions>${rows.join("")}</OpenPositions>`;
  const input = inputOf(responseText(statementText(sections)));
  const built = buildReport({ ...input, settings: defaultSettings() });
  const printed = JSON.parse(JSON.stringify(reportJson(built, { trace: false })));
  expect(reportSchema.safeParse(printed).error).toBe(undefined);
  return (printed.positions as Record<string, unknown>[]).map(
    ({ conid, multiplier, underlying, strike, expiry, putCall }) => ({
      conid,
      multiplier,
      ...(underlying === undefined ? {} : { underlying, strike, expiry, putCall }),
    }),
  );
}

test("positions of options have their terms, those that no row gives as unknown, others have none", () => {
  const terms = { unknown: "no row gives the option's right, strike and expiry" };
  expect(
    positionsOf(
      `assetCategory="OPT" conid="7" symbol="MSFT  250620P00397500" underlyingConid="272093"`,
      `assetCategory="OPT" conid="8" symbol="SPXW  250620C03860000"`,
      `assetCategory="FOP" conid="9" symbol="CHUF6 C1290" multiplier="125000"`,
      `assetCategory="STK" conid="272093" symbol="MSFT"`,
    ).toSorted((a, b) => Number(a.conid) - Number(b.conid)),
  ).toEqual([
    {
      conid: "7",
      multiplier: "100",
      underlying: "272093",
      strike: "397.5",
      expiry: "2025-06-20",
      putCall: "P",
    },
    {
      conid: "8",
      multiplier: "100",
      underlying: { unknown: "no row gives the conid of the underlying" },
      strike: "3860",
      expiry: "2025-06-20",
      putCall: "C",
    },
    {
      conid: "9",
      multiplier: "125000",
      underlying: terms,
      strike: terms,
      expiry: terms,
      putCall: terms,
    },
    { conid: "272093", multiplier: "1" },
  ]);
});
