/** The JSON Schema of the files under labels/, and the templates that name it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { LABEL_DESCRIPTIONS, labelsJsonSchema } from "./json-schema.ts";
import { readLabelFile } from "./labels.ts";

const schema = labelsJsonSchema();
const accepts = (source: string): boolean => {
  const json = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  return json.safeParse(parse(source) ?? {}).success;
};
const faults = (source: string) => readLabelFile("labels/waivers.yml", source).diagnostics;
const waivers = readFileSync("schemas/waivers.template.yml", "utf8");
const corporateActions = readFileSync("schemas/corporate-actions.template.yml", "utf8");

test("the committed schema is current (npm run schema:generate)", () => {
  expect(JSON.parse(readFileSync("schemas/labels.schema.json", "utf8"))).toEqual(schema);
});

test("every key is described, and nothing else is", () => {
  const said: Record<string, unknown> = {};
  const visit = (node: Record<string, unknown>, name: string): void => {
    if (node["description"] !== undefined) said[name] = node["description"];
    const children = Object.entries((node["properties"] ?? {}) as object);
    for (const [key, child] of children) {
      expect(child, key).toHaveProperty("description");
      visit(child, name === "" ? key : `${name}.${key}`);
    }
    for (const below of [node["items"], node["additionalProperties"]])
      if (typeof below === "object") visit(below as typeof node, `${name}.*`);
    for (const choice of (node["oneOf"] ?? []) as (typeof node)[]) visit(choice, name);
  };
  visit(schema as Record<string, unknown>, "");
  expect(said).toEqual(LABEL_DESCRIPTIONS);
});

test.each([
  "waivers: [{ check: R3/main, upTo: 0.05, reason: 2024, until: 2027-01-01 }]",
  "corporateActions:\nwaivers:\n",
  "corporateActions: [{ action: main/9, kind: spin-off, basisFraction: 0.5, source:, note: 2025 }]",
  "corporateActions: [{ action: main/9, kind: unit-split, basisFractions: { 0700: 0.5, 'conid:1': 0.5 } }]",
  "corporateActions: [{ action: main/9, kind: cash-and-stock, basisFractions: { A: 1 }, gain: -1 }]",
  "corporateActions: [{ action: main/9, kind: stock-dividend, basis: 0 }]",
  "corporateActions: [{ action: main/9, kind: stock-dividend, basisFraction: 0.1, basis: }]",
  "corporateActions: [{ action: main/9, kind: other, treatment: remove }]",
  "corporateActions: [{ action: main/9, kind: other, treatment: receive, basis: 12 }]",
  "waivers:\nlabels:\n  Software: { instruments: [MSFT] }\n",
])("what users write is accepted by editors and by us: %j", (source) => {
  expect(faults(source)).toEqual([]);
  expect(accepts(source)).toBe(true);
});

test.each([
  "waiver: []",
  "corporateActions: { action: main/9, kind: other, treatment: remove }",
  "corporateActions: [{ kind: other, treatment: remove }]",
  "corporateActions: [{ action: main/9, kind: split }]",
  "corporateActions: [{ action: main/9, kind: spin-off, basisFraction: 0.5, basis: 1 }]",
  "corporateActions: [{ action: main/9, kind: cash-and-stock, basisFractions: { A: 1 } }]",
  "corporateActions: [{ action: main/9, kind: unit-split, basisFractions: { 'conid:x': 1 } }]",
  "corporateActions: [{ action: main/9, kind: other, treatment: receive }]",
  "corporateActions: [{ action: main/9, kind: other, treatment: ignore, basis: 1 }]",
  "waivers: [R3/main]",
  "waivers: [{ check: R3/main, upTo: 0.05, reason: revised }]",
  "waivers: [{ check: R3/main, upTo: 0.05, reason: revised, until: 2027-01-01, since: 2026 }]",
])("what we refuse is marked by editors: %j", (source) => {
  expect(faults(source)).not.toEqual([]);
  expect(accepts(source)).toBe(false);
});

test.each([waivers, corporateActions])(
  "a template names its schema and says nothing",
  (template) => {
    expect(template.split("\n")[0]).toBe(
      "# yaml-language-server: $schema=../schemas/labels.schema.json",
    );
    expect(readLabelFile("labels/a.yml", template)).toEqual({
      value: { waivers: [], decisions: [] },
      diagnostics: [],
    });
  },
);

/** A template with its example in force. */
const shown = (template: string): string =>
  template.replaceAll(/^# ((waivers|corporateActions):$| {2})/gm, "$1");

test("the examples of the templates are valid", () => {
  const accepted = readLabelFile("labels/a.yml", shown(waivers));
  expect(accepted.diagnostics).toEqual([]);
  expect(accepted.value.waivers).toMatchObject([{ check: "R3/main/265598", until: "2027-01-01" }]);
  expect(accepts(shown(waivers))).toBe(true);
  const decided = readLabelFile("labels/a.yml", shown(corporateActions));
  expect(decided.diagnostics).toEqual([]);
  expect(decided.value.decisions).toMatchObject([
    { action: "main/9-20250310", kind: "spin-off", source: "https://example.com/form-8937.pdf" },
  ]);
  expect(accepts(shown(corporateActions))).toBe(true);
});
