/** The guide to corporate actions: its examples are decisions that can be read, one for each kind. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KINDS, TREATMENTS } from "./adapters/yaml/action-schema.ts";
import { readLabelFile } from "./adapters/yaml/labels.ts";
import { CODES } from "./core/diagnostic-codes.ts";

const guide = readFileSync("docs/corporate-actions.md", "utf8");
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
const read = examples.map((example) => readLabelFile("labels/a.yml", example));

test("every example is valid, and every kind has one", () => {
  expect(read.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  const kinds = read.flatMap(({ value }) => value.decisions.map(({ kind }) => kind));
  expect(new Set(kinds)).toEqual(new Set(KINDS));
});

test("every kind, treatment and message is explained, and no other", () => {
  const named = (pattern: RegExp) => [...guide.matchAll(pattern)].map(([, name]) => name);
  expect(named(/^### `([a-z-]+)`/gm).toSorted()).toEqual(KINDS.toSorted());
  for (const treatment of TREATMENTS) expect(guide).toContain(`| \`${treatment}\` |`);
  const codes = Object.keys(CODES).filter((code) => /^(decisions|labels)\//.test(code));
  expect(named(/^\| `((?:decisions|labels)\/[a-z-]+)` \|/gm).toSorted()).toEqual(codes.toSorted());
});

test("its links lead somewhere", () => {
  const links = [...guide.matchAll(/\]\(([a-z-]+\.md)(?:#([a-z-]+))?\)/g)];
  expect(links.length).toBeGreaterThan(0);
  for (const [, file = "", anchor] of links) {
    expect(existsSync(`docs/${file}`), file).toBe(true);
    const headings = [...readFileSync(`docs/${file}`, "utf8").matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = ""]) => heading.toLowerCase().replaceAll(" ", "-"),
    );
    if (anchor !== undefined) expect(headings).toContain(anchor);
  }
  expect(readFileSync("README.md", "utf8")).toContain("(docs/corporate-actions.md)");
});
