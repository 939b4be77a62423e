import { expect, test } from "vitest";
import { lineItem, lineMarkup } from "./markup.ts";
import { pageOfLine, sparseIndex, splitPages } from "./split.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const file = bytes(
  Array.from({ length: 50 }, (_, index) => `<Row number="${index + 1}" />\n`).join(""),
);

test("pages hold whole lines and all of them", () => {
  const pages = splitPages(file, 1000);
  expect(pages.length).toBeGreaterThan(3);
  expect(pages[0]?.firstLine).toBe(1);
  expect(pages.at(-1)?.lastLine).toBe(50);
  for (const [index, page] of pages.entries()) {
    const next = pages[index + 1];
    if (next !== undefined)
      expect([next.from, next.firstLine]).toEqual([page.to, page.lastLine + 1]);
  }
  expect(pages.at(-1)?.to).toBe(file.length);
});

test("every line is found on the page that holds it", () => {
  const pages = splitPages(file, 1000);
  for (let line = 1; line <= 50; line++) {
    const page = pages[pageOfLine(pages, line) - 1];
    expect(page !== undefined && page.firstLine <= line && line <= page.lastLine).toBe(true);
  }
});

test("an empty file and a last line without an end have their page", () => {
  expect(splitPages(bytes(""))).toEqual([{ number: 1, firstLine: 1, lastLine: 1, from: 0, to: 0 }]);
  expect(splitPages(bytes("a\nb"))).toEqual([
    { number: 1, firstLine: 1, lastLine: 2, from: 0, to: 3 },
  ]);
});

test("the sparse index gives the offset of every so many lines, and the end", () => {
  expect(sparseIndex(bytes("a\nbb\nccc\nd\n"), 2)).toEqual([0, 5, 11]);
});

test("markup escapes everything and changes no value", () => {
  expect(lineMarkup(`<Trade symbol="A&amp;B" note="<script>"/>`)).toBe(
    `&lt;Trade <b>symbol</b>="A&amp;amp;B" <b>note</b>="&lt;script&gt;"/&gt;`,
  );
  expect(lineItem(7, "<b>", undefined)).toBe(
    `<li id="L7"><a href="#L7">7</a><code>&lt;b&gt;</code></li>`,
  );
});
