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
const template = readFileSync("schemas/waivers.template.yml", "utf8");

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
    if (node["items"] !== undefined) visit(node["items"] as typeof node, `${name}.*`);
  };
  visit(schema as Record<string, unknown>, "");
  expect(said).toEqual(LABEL_DESCRIPTIONS);
});

test.each([
  "waivers: [{ check: R3/main, upTo: 0.05, reason: 2024, until: 2027-01-01 }]",
  "waivers:\nlabels:\n  Software: { instruments: [MSFT] }\n",
])("what users write is accepted by editors and by us: %j", (source) => {
  expect(faults(source)).toEqual([]);
  expect(accepts(source)).toBe(true);
});

test.each([
  "waiver: []",
  "waivers: [R3/main]",
  "waivers: [{ check: R3/main, upTo: 0.05, reason: revised }]",
  "waivers: [{ check: R3/main, upTo: 0.05, reason: revised, until: 2027-01-01, since: 2026 }]",
])("what we refuse is marked by editors: %j", (source) => {
  expect(faults(source)).not.toEqual([]);
  expect(accepts(source)).toBe(false);
});

test("the template names its schema, accepts nothing, and its example is valid", () => {
  expect(template.split("\n")[0]).toBe(
    "# yaml-language-server: $schema=../schemas/labels.schema.json",
  );
  expect(readLabelFile("labels/waivers.yml", template)).toEqual({
    value: { waivers: [] },
    diagnostics: [],
  });
  const shown = template.replaceAll(/^# (waivers:$| {2})/gm, "$1");
  const { value, diagnostics } = readLabelFile("labels/waivers.yml", shown);
  expect(diagnostics).toEqual([]);
  expect(value.waivers).toMatchObject([{ check: "R3/main/265598", until: "2027-01-01" }]);
  expect(accepts(shown)).toBe(true);
});
