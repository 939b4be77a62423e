import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SHAPES } from "./action-schema.ts";
import type { ActionDecision } from "./corporate-actions.ts";
import { readLabelFile, readLabels } from "./labels.ts";

const read = (source: string) => readLabelFile("labels/a.yml", source);
const decisionsIn = (source: string) => {
  const { value, diagnostics } = read(source);
  expect(diagnostics).toEqual([]);
  return value.decisions.map(plain);
};

/** Decimals as text, and without what is null or empty. */
const plain = (decision: ActionDecision): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(decision)
      .filter(([, value]) => value !== null && value !== "")
      .map(([key, value]) => [
        key,
        value instanceof Map
          ? Object.fromEntries([...value].map(([name, part]) => [name, `${part}`]))
          : typeof value === "object" && key !== "at"
            ? `${value}`
            : value,
      ]),
  );

const KINDS = `corporateActions:
  - action: main/9-20250310
    kind: spin-off
    basisFraction: 0.1667
    source: https://example.com/form-8937.pdf
  - { action: main/10, kind: unit-split, basisFractions: { XYZ: "0.9576", "conid:1002": "0.0424" } }
  - { action: main/11, kind: merger, basisFractions: { 0700: ".6", "isin:US0378331005": "0.40" } }
  - { action: main/12, kind: cash-and-stock, basisFractions: { TRUE: 1 }, gain: "-42.40" }
  - { action: main/13, kind: stock-dividend, basis: "25.77", note: seen with U1234567 }
  - { action: main/14, kind: stock-dividend, basisFraction: 0, basis: }
  - { action: main/15, kind: rights-issue, basisFraction: 1 }
  - { action: main/16, kind: other, treatment: ignore }
  - { action: main/17, kind: other, treatment: remove }
  - { action: " main/18 ", kind: other, treatment: receive, basis: 12.50, source:, note: }
`;

test("every kind with what is its own, and the line", () => {
  const at = (line: number) => ({ file: "labels/a.yml", line });
  expect(decisionsIn(KINDS)).toEqual([
    {
      action: "main/9-20250310",
      kind: "spin-off",
      basisFraction: "0.1667",
      source: "https://example.com/form-8937.pdf",
      at: at(2),
    },
    {
      action: "main/10",
      kind: "unit-split",
      basisFractions: { XYZ: "0.9576", "conid:1002": "0.0424" },
      at: at(6),
    },
    {
      action: "main/11",
      kind: "merger",
      basisFractions: { "0700": "0.6", "isin:US0378331005": "0.4" },
      at: at(7),
    },
    {
      action: "main/12",
      kind: "cash-and-stock",
      basisFractions: { TRUE: "1" },
      gain: "-42.4",
      at: at(8),
    },
    {
      action: "main/13",
      kind: "stock-dividend",
      basis: "25.77",
      note: "seen with •••",
      at: at(9),
    },
    { action: "main/14", kind: "stock-dividend", basisFraction: "0", at: at(10) },
    { action: "main/15", kind: "rights-issue", basisFraction: "1", at: at(11) },
    { action: "main/16", kind: "other", treatment: "ignore", at: at(12) },
    { action: "main/17", kind: "other", treatment: "remove", at: at(13) },
    { action: "main/18", kind: "other", treatment: "receive", basis: "12.5", at: at(14) },
  ]);
});

test.each(Object.entries(SHAPES))(
  "the entry that a message shows for %s is valid",
  (kind, shape) => {
    const entry = shape.replace(/\}, or .*$/, "}");
    expect(decisionsIn(`corporateActions: [${entry}]`)).toMatchObject([{ kind }]);
  },
);

test("what has no use is null, not zero", () => {
  const { value } = read("corporateActions: [{ action: main/16, kind: other, treatment: ignore }]");
  expect(value.decisions).toMatchObject([
    { basisFraction: null, basisFractions: null, basis: null, gain: null, source: "", note: "" },
  ]);
});

test.each(["corporateActions:\n", "corporateActions: []\n"])("%j is no fault", (source) =>
  expect(decisionsIn(source)).toEqual([]),
);

/** Each wrong in one value; the line is that of the value, where there is one. */
test.each([
  ["spin-off", "basisFraction: 1.01", 4, "not a decimal from 0 to 1"],
  ["spin-off", "basisFraction: -0.1", 4, "not a decimal from 0 to 1"],
  ["spin-off", "basisFraction: 16.67%", 4, "not a decimal from 0 to 1"],
  ["spin-off", "basisFraction: 1/6", 4, "not a decimal from 0 to 1"],
  ["spin-off", "basisFraction: 0,5", 4, "not a decimal from 0 to 1"],
  ["spin-off", "basisFraction:", 2, "lacks basisFraction or basisFractions"],
  [
    "spin-off",
    'basisFraction: "0.1"\n    basisFractions: { XYZ: "0.1" }',
    5,
    "stands beside basisFraction",
  ],
  ["spin-off", 'basisFractions: { XYZ: "0.6", ABC: "0.5" }', 4, "add up to 1.1, to more than 1"],
  ["spin-off", "basisFraction: [0.5]", 4, "expected string"],
  ["spin-off", "note: later", 2, "lacks basisFraction or basisFractions"],
  ["rights-issue", "source: later", 2, "lacks basisFraction or basisFractions"],
  ["unit-split", "basisFractions: { A: 0.5, B: 0.4999 }", 4, "add up to 0.9999, not to 1"],
  ["unit-split", "basisFractions: { A: 0.5, B: 0.5001 }", 4, "add up to 1.0001, not to 1"],
  ["unit-split", "basisFractions: {}", 4, "add up to 0, not to 1"],
  ["unit-split", "basisFractions: { A: 2, B: -1 }", 4, "not a decimal from 0 to 1"],
  ["merger", "basisFractions: 0.5", 4, "expected record"],
  ["merger", "basisFractions: { 'conid:A': 1 }", 4, "no symbol, conid:265598 or isin:US0378331005"],
  [
    "merger",
    "basisFractions: { 'isin:US1': 1 }",
    4,
    "no symbol, conid:265598 or isin:US0378331005",
  ],
  ["merger", "basisFractions: { '': 1 }", 4, "no symbol, conid:265598 or isin:US0378331005"],
  [
    "merger",
    "basisFraction: 0.5",
    4,
    "has the key basisFraction, which means nothing for kind merger",
  ],
  ["cash-and-stock", "basisFractions: { A: 1 }", 2, "gain of the decision on main/9: is missing"],
  ["cash-and-stock", "gain: some\n    basisFractions: { A: 1 }", 4, "not a decimal"],
  ["stock-dividend", "note: none", 2, "lacks basis or basisFraction"],
  ["stock-dividend", "basis:\n    basisFraction:", 2, "lacks basis or basisFraction"],
  ["stock-dividend", "basis: 1\n    basisFraction: 0.5", 5, "stands beside basis"],
  ["stock-dividend", "basis: -1", 4, "not a decimal of zero or more"],
  ["other", "note: none", 2, "treatment of the decision on main/9: is missing"],
  ["other", "treatment: keep", 4, "treatment of the decision on main/9: means nothing"],
  ["other", "treatment: receive", 2, "basis of the decision on main/9: is missing"],
  ["other", "treatment: remove\n    basis: 1", 5, "has the key basis, which means nothing"],
  ["split", "basisFraction: 0.5", 3, "kind of the decision on main/9: means nothing"],
  ["''", "basisFraction: 0.5", 3, "kind of the decision on main/9: means nothing"],
])("kind %s with %j is named at its line, and the others count", (kind, own, line, why) => {
  const right = "  - { action: main/8, kind: other, treatment: ignore }\n";
  const { value, diagnostics } = read(
    `corporateActions:\n  - action: main/9\n    kind: ${kind}\n    ${own}\n${right}`,
  );
  expect(value.decisions.map(({ action }) => action)).toEqual(["main/8"]);
  const raised = diagnostics.find(({ message }) => message.includes(why));
  expect(raised, JSON.stringify(diagnostics)).toMatchObject({
    code: "decisions/invalid",
    at: [{ file: "labels/a.yml", line }],
  });
  expect(Object.keys(raised ?? {})).toEqual(expect.arrayContaining(["expected", "actual", "hint"]));
});

test("every wrong value of an entry is named, with what was found and an entry of its kind", () => {
  const { diagnostics } = read(`corporateActions:
  - action: main/9
    kind: spin-off
    basisFraction: "1.5"
    basis: 3
    gains: 1
`);
  expect(diagnostics.map(({ message, actual, at }) => [message, actual, at[0]?.line])).toEqual([
    ["basisFraction of the decision on main/9: not a decimal from 0 to 1", '"1.5"', 4],
    ["the decision on main/9 has the key basis, which means nothing for kind spin-off", '"3"', 5],
    ["the decision on main/9 has the key gains, which means nothing for kind spin-off", '"1"', 6],
  ]);
  expect(new Set(diagnostics.map(({ expected }) => expected))).toEqual(
    new Set([SHAPES["spin-off"]]),
  );
});

test.each([
  ["corporateActions: all\n", "corporateActions: is no list"],
  ["corporateActions: { action: main/9 }\n", "corporateActions: is no list"],
  ["corporateActions: [main/9]\n", "the decision: Invalid input: expected object"],
  ["corporateActions:\n  -\n", "the decision: Invalid input: expected object"],
  [
    "corporateActions: [{ kind: other, treatment: ignore }]\n",
    "action of the decision: is missing",
  ],
  ["corporateActions: [{ action: main/9 }]\n", "kind of the decision on main/9: is missing"],
  ["corporateActions: [{ action: [1], kind: other, treatment: ignore }]\n", "expected string"],
  ["corporateActions: [{ action: U1234567/9, kind: {} }]\n", "the decision on •••/9"],
])("%j is a fault: %s", (source, why) => {
  const { value, diagnostics } = read(source);
  expect(value.decisions).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: "decisions/invalid", message: expect.stringContaining(why) },
  ]);
});

describe("over files", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lotbook-"));
    mkdirSync(join(root, "labels"));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (name: string, ...entries: string[]) =>
    writeFileSync(
      join(root, "labels", name),
      `corporateActions:\n${entries.map((one) => `  - { ${one} }\n`).join("")}`,
    );
  const IGNORED = "action: main/9, kind: other, treatment: ignore";
  const REMOVED = "action: main/9, kind: other, treatment: remove";
  const OTHER = "action: main/10, kind: other, treatment: ignore";

  test("decisions on different actions are all in force", () => {
    write("a.yml", OTHER);
    write("b.yml", IGNORED);
    expect(readLabels(root).diagnostics).toEqual([]);
    expect(readLabels(root).value.decisions.map(({ at }) => at)).toEqual([
      { file: "labels/a.yml", line: 2 },
      { file: "labels/b.yml", line: 2 },
    ]);
  });

  test.each([
    ["in one file", [IGNORED, OTHER, REMOVED], []],
    ["in two files", [IGNORED, OTHER], [REMOVED]],
    ["with the same words", [OTHER, IGNORED, IGNORED], []],
  ])("an action decided twice %s is not decided, and the others are", (_, first, second) => {
    write("a.yml", ...first);
    write("b.yml", ...second);
    const { value, diagnostics } = readLabels(root);
    expect(value.decisions.map(({ action }) => action)).toEqual(["main/10"]);
    expect(diagnostics).toMatchObject([
      { code: "decisions/repeated", message: "main/9 is decided more than once" },
    ]);
    const entries = [...first, ...second].flatMap((entry, index) =>
      entry === OTHER
        ? []
        : index < first.length
          ? [{ file: "labels/a.yml", line: index + 2 }]
          : [{ file: "labels/b.yml", line: index - first.length + 2 }],
    );
    expect(diagnostics[0]?.at).toEqual(entries.reverse());
  });

  test("an entry that is not in force stands in nobody's way", () => {
    write("a.yml", "action: main/9, kind: other", IGNORED);
    const { value, diagnostics } = readLabels(root);
    expect(value.decisions).toHaveLength(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(["decisions/invalid"]);
  });
});
