/** LOTS.md is true: its examples are played, and the functions that it names exist. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LOT_METHODS } from "./lot-methods/methods.ts";
import { lines, play } from "./play.ts";

interface Block {
  readonly kind: string;
  readonly word: string;
  readonly line: number;
  readonly text: string;
}

const source = readFileSync("src/ledger/LOTS.md", "utf8");

/** Fenced blocks in order; `line` is that of the fence. */
function blocksIn(text: string): Block[] {
  const blocks: Block[] = [];
  let [head, body]: [string | null, string[]] = [null, []];
  for (const [index, line] of text.split("\n").entries())
    if (head === null && line.startsWith("```")) [head, body] = [line.slice(3), []];
    else if (head !== null && line.startsWith("```")) {
      const [kind = "", word = ""] = head.split(" ");
      blocks.push({ kind, word, line: index - body.length, text: body.join("\n") });
      head = null;
    } else body.push(line);
  expect(head, "a block that does not end").toBeNull();
  return blocks;
}

const blocks = blocksIn(source);
const stories = blocks.filter(({ kind }) => kind === "story");

test("every story is followed by what it books, and there is no other block", () => {
  expect(stories.length).toBeGreaterThan(20);
  expect(blocks.map(({ kind }) => kind)).toEqual(stories.flatMap(() => ["story", "booked"]));
});

test.each(stories)("the story of line $line books what stands there", ({ word, text, line }) => {
  const method = LOT_METHODS[(word || "FIFO") as keyof typeof LOT_METHODS];
  const booked = blocks[blocks.findIndex((block) => block.line === line) + 1];
  expect(lines(booked?.text ?? "").length).toBeGreaterThan(0);
  expect(play(method, text)).toBe(lines(booked?.text ?? "").join("\n"));
});

test.each([
  "by 2025-01-02 10 @ 10",
  "buy 2025-01-02 ten @ 10",
  "buy 2025-01-02 10 @ 10 free 1",
  "buy 2025-01-02 10 xyz @ 10",
  "expire 2025-01-02 10 XYZ",
  "split 2025-01-02",
  "cancel 2025-01-03 buy 2025-01-02 10 @ 10",
])("a story with the line %j cannot be played", (line) => {
  expect(() => play(LOT_METHODS.FIFO, line)).toThrow();
});

const sections = source
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ title: text.split("\n")[0] ?? "", text }));

describe.each(sections)("section $title", ({ text }) => {
  const named = (label: string): string =>
    new RegExp(`^- ${label}: (.+)$`, "m").exec(text)?.[1] ?? "";

  test("says where its rule comes from", () => expect(named("Source")).not.toBe(""));

  test("names functions that exist", () => {
    const files = named("Code")
      .split(" · ")
      .map((part) => [...part.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
    for (const [file = "", ...names] of files) {
      expect(names.length, file).toBeGreaterThan(0);
      const code = readFileSync(file, "utf8");
      for (const name of names)
        expect(code, `${name} in ${file}`).toMatch(
          new RegExp(`(^(export )?(const|class|function\\*?) |^  )${name}\\b`, "m"),
        );
    }
  });
});
