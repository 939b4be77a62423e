import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inputsIn } from "./in-force.ts";
import { readLabelFile, readLabels } from "./labels.ts";

const read = (source: string) => readLabelFile("labels/a.yml", source);
const WHOLE = 'check: R3/main/265598/, upTo: "0.05", reason: commission revised, until: 2027-01-01';

test("a waiver with its line; other keys are left alone", () => {
  const { value, diagnostics } = read(`labels:
  Software: { instruments: [MSFT] }
groups: { Sector: [Software] }
waivers:
  - { ${WHOLE} }
  - check: R7/main/EUR
    upTo: 1
    reason: "seen with U1234567, and accepted"
    until: 2026-12-31
`);
  expect(diagnostics).toEqual([]);
  expect(value.waivers.map((one) => ({ ...one, upTo: `${one.upTo}` }))).toEqual([
    {
      check: "R3/main/265598",
      upTo: "0.05",
      reason: "commission revised",
      until: "2027-01-01",
      file: "labels/a.yml",
      line: 5,
    },
    {
      check: "R7/main/EUR",
      upTo: "1",
      reason: "seen with •••, and accepted",
      until: "2026-12-31",
      file: "labels/a.yml",
      line: 6,
    },
  ]);
});

test.each(["", "# nothing yet\n", "waivers:\n", "waivers: []\n", "labels:\n"])(
  "%j has no waivers and is no fault",
  (source) =>
    expect(read(source)).toEqual({ value: { waivers: [], decisions: [] }, diagnostics: [] }),
);

/** Each with a waiver that could hide something if it were read with good will. */
test.each([
  ["upTo: 1,000", "upTo: 0.05", 3, "not a decimal"],
  ["upTo: 1e3", "upTo: 0.05", 3, "not a decimal"],
  ["upTo: -1", "upTo: 0.05", 3, "not a decimal"],
  ["upTo:", "upTo: 0.05", 3, "not a decimal"],
  ["until: 2027-02-29", "until: 2027-01-01", 5, "not a date"],
  ["until: soon", "until: 2027-01-01", 5, "not a date"],
  ["until:", "until: 2027-01-01", 5, "not a date"],
  ["reason: ' '", "reason: revised", 4, "empty"],
  ["check: ''", "check: R3/main", 2, "no check"],
  ["check: /", "check: R3/main", 2, "no check"],
  ["upto: 0.05", "upTo: 0.05", 3, "upto"],
  ["upTo: [1]", "upTo: 0.05", 3, "expected string"],
])("%s is named at its line, and the entry is not in force", (wrong, right, line, why) => {
  const entry = "  - check: R3/main\n    upTo: 0.05\n    reason: revised\n    until: 2027-01-01\n";
  const { value, diagnostics } = read(`waivers:\n${entry.replace(right, wrong)}${entry}`);
  expect(value.waivers.map((one) => one.line)).toEqual([6]);
  const raised = diagnostics.find(({ message }) => message.includes(why));
  expect(raised).toMatchObject({ code: "waivers/invalid", at: [{ file: "labels/a.yml", line }] });
});

test.each(["check", "upTo", "reason", "until"])("%s must be there", (key) => {
  const entry = WHOLE.split(", ").filter((part) => !part.startsWith(`${key}:`));
  const { value, diagnostics } = read(`waivers:\n  - { ${entry.join(", ")} }\n`);
  expect(value.waivers).toEqual([]);
  expect(diagnostics.map(({ message, at }) => [message, at[0]?.line])).toEqual([
    [`${key} of a waiver: is missing`, 2],
  ]);
});

test.each(["waivers: all\n", `waivers: { ${WHOLE} }\n`, "waivers: [R3/main]\n"])(
  "%j is no list of waivers",
  (source) => {
    const { value, diagnostics } = read(source);
    expect(value.waivers).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["waivers/invalid"]);
  },
);

describe("a file as a whole", () => {
  test.each([
    ["a line that is no YAML", `waivers:\n  - { ${WHOLE} }\n  - {\n`, 4],
    ["a key twice", `waivers:\n  - { ${WHOLE} }\nwaivers: []\n`, 3],
    ["an alias without its anchor", `labels: *x\nwaivers:\n  - { ${WHOLE} }\n`, 1],
    ["a list instead of keys", `- { ${WHOLE} }\n`, 1],
    ["a text", "waivers\n", 1],
  ])("%s has no effect", (_, source, line) => {
    const { value, diagnostics } = read(source);
    expect(value.waivers).toEqual([]);
    expect(diagnostics[0]).toMatchObject({
      code: "labels/invalid",
      at: [{ file: "labels/a.yml", line }],
    });
  });

  test("a key that means nothing is named at its line, and the others are read", () => {
    const { value, diagnostics } = read(`colors:\n  - red\nwaivers:\n  - { ${WHOLE} }\n`);
    expect(value.waivers).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code: "labels/invalid", at: [{ line: 1 }] }]);
    expect(diagnostics[0]?.message).toContain("colors");
  });
});

describe("the folder", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lotbook-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (path: string, text = `waivers:\n  - { ${WHOLE} }\n`) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const files = () => readLabels(root).value.waivers.map(({ file }) => file);

  test("is not there", () =>
    expect(readLabels(root)).toEqual({ value: { waivers: [], decisions: [] }, diagnostics: [] }));

  test("is read at any depth, in order, and nothing else than YAML is", () => {
    write("labels/z.yml");
    write("labels/2026/waivers.yml");
    write("labels/sectors.csv", "symbol,sector\n");
    write("notes/a.yml");
    write("notes/2025.yml", "notes:\n  - { date: 2025-03-01, text: bought }\n");
    write("notes/b.md", "waivers");
    write("elsewhere/a.yml");
    expect(files()).toEqual(["labels/2026/waivers.yml", "labels/z.yml", "notes/a.yml"]);
    expect(readLabels(root).diagnostics).toEqual([]);
  });

  test("an account number in a file's name is not shown", () => {
    write("labels/U1234567.yml", "color: red\n");
    expect(JSON.stringify(readLabels(root))).not.toContain("U1234567");
  });

  test("what cannot be read is named", () => {
    write("labels/a.yml");
    symlinkSync(join(root, "nowhere"), join(root, "labels/b.yml"));
    const { value, diagnostics } = readLabels(root);
    expect(value.waivers).toHaveLength(1);
    expect(diagnostics).toMatchObject([
      { code: "labels/invalid", at: [{ file: "labels/b.yml", line: 1 }] },
    ]);
  });

  test("that is a file is named, and the other is read", () => {
    writeFileSync(join(root, "labels"), "");
    write("notes/a.yml");
    expect(files()).toEqual(["notes/a.yml"]);
    expect(readLabels(root).diagnostics).toMatchObject([
      { code: "labels/invalid", at: [{ file: "labels", line: 1 }] },
    ]);
    expect(Object.keys(inputsIn(root)).filter((name) => name.includes("/"))).toEqual([
      "notes/a.yml",
    ]);
  });
});
