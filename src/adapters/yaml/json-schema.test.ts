/** The JSON Schema of lotbook.yml, and the template that names it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { DESCRIPTIONS, settingsJsonSchema } from "./json-schema.ts";
import { defaultSettings, readSettings } from "./settings.ts";

const schema = settingsJsonSchema();
const accepts = (source: string): boolean => {
  const json = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  return json.safeParse(parse(source) ?? {}).success;
};
/** What lotbook.yml starts as. The file itself is the user's. */
const template = readFileSync("schemas/lotbook.template.yml", "utf8");

test("the committed schema is current (npm run schema:generate)", () => {
  expect(JSON.parse(readFileSync("schemas/settings.schema.json", "utf8"))).toEqual(schema);
});

test("every key is described, and nothing else is", () => {
  const said: Record<string, unknown> = {};
  const visit = (node: Record<string, unknown>, name: string): void => {
    if (name !== "") said[name] = node["description"];
    const children = Object.entries((node["properties"] ?? {}) as object);
    const rest = node["additionalProperties"];
    if (typeof rest === "object") children.push(["*", rest]);
    for (const [key, child] of children) visit(child, name === "" ? key : `${name}.${key}`);
  };
  visit(schema as Record<string, unknown>, "");
  expect(said).toEqual(DESCRIPTIONS);
});

test.each([
  "accounts: { main: { id: U1234567, name: 2024 }, old: { ids: [U7654321] } }",
  "tolerances: { cash: 0.01, quantity: '0.00000001' }",
  "flex: { queries: { main: 123456, other: '0123' }, window: query, tokenExpires: 2027-09-30 }",
  "accounts:\nflex:\n  queries:\n  tokenExpires:\nsite:\n",
  "site: { showAccountNumbers: true, repository: https://example.com/a }\npublish: { to: pages, as: demo }",
  "lots: { method: LIFO, instruments: { 0700: HIFO } }",
])("what users write is accepted by editors and by us: %j", (source) => {
  expect(readSettings("lotbook.yml", source).diagnostics).toEqual([]);
  expect(accepts(source)).toBe(true);
});

test.each([
  "colour: red",
  "lots: { method: FIRST }",
  "accounts: { Main Account: { id: U1 } }",
  "accounts: U1234567",
])("what we refuse is marked by editors: %j", (source) => {
  expect(readSettings("lotbook.yml", source).diagnostics).not.toEqual([]);
  expect(accepts(source)).toBe(false);
});

test("the template names its schema and sets nothing", () => {
  expect(template.split("\n")[0]).toBe(
    "# yaml-language-server: $schema=schemas/settings.schema.json",
  );
  expect(readSettings("lotbook.yml", template)).toEqual({
    value: defaultSettings(),
    diagnostics: [],
  });
});

test("the template shows every key, and its examples are valid", () => {
  const shown = template.replaceAll(/^# ( *[A-Za-z]+:)/gm, "$1");
  expect(readSettings("lotbook.yml", shown).diagnostics).toEqual([]);
  expect(accepts(shown)).toBe(true);
  for (const name of Object.keys(DESCRIPTIONS)) {
    const key = name.split(".").findLast((part) => part !== "*") ?? name;
    expect(shown).toMatch(new RegExp(`^ *${key}:`, "m"));
  }
});

test("lotbook.yml is the template as long as nobody has set anything in it", () => {
  const own = readFileSync("lotbook.yml", "utf8");
  const untouched = own.split("\n").every((line) => line === "" || line.startsWith("#"));
  expect(untouched ? own : template).toBe(template);
});
