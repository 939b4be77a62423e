import { describe, expect, test } from "vitest";
import { lineAt, scan } from "./scan.ts";
import type { Rule } from "./tag.ts";

describe("refuses", () => {
  test.each<[Rule, number, string]>([
    ["end", 1, ""],
    ["end", 1, "<a"],
    ["end", 2, '<a>\n<b x="1'],
    ["end", 3, "<a>\n<b/>\n"],
    ["end", 1, "<a><!-- "],
    ["end", 1, "<a><![CDATA[ "],
    ["nesting", 2, "<a>\n</b>"],
    ["nesting", 1, "<a></a b>"],
    ["nesting", 1, "</a>"],
    ["outside", 2, "<a/>\n<b/>"],
    ["outside", 1, "<a></a>x"],
    ["outside", 1, "x<a/>"],
    ["duplicate", 3, '<a>\n<b x="1"\n x="2"/></a>'],
    ["attribute", 1, "<a x/>"],
    ["attribute", 1, "<a x=1/>"],
    ["attribute", 1, '<a x="1"y="2"/>'],
    ["value", 1, '<a x="<"/>'],
    ["reference", 1, '<a x="a & b"/>'],
    ["reference", 1, '<a x="&nbsp;"/>'],
    ["reference", 1, '<a x="&#0;"/>'],
    ["reference", 1, '<a x="&#xD800;"/>'],
    ["reference", 1, "<a>&boom;</a>"],
    ["character", 1, '<a x="\u0001"/>'],
    ["character", 1, '<a x="\uffff"/>'],
    ["character", 1, "<a>\u0000</a>"],
    ["name", 1, '<a 1x="1"/>'],
    ["name", 1, "< a/>"],
    ["comment", 1, "<a><!-- -- --></a>"],
    ["instruction", 2, '\n<?xml version="1.0"?><a/>'],
    ["declaration", 1, '<?xml encoding="UTF-8"?><a/>'],
    ["encoding", 1, '<?xml version="1.0" encoding="ISO-8859-1"?><a x="é"/>'],
    ["doctype", 2, "\n<!DOCTYPE a><a/>"],
    ["text", 1, "<a>]]></a>"],
    ["tag", 1, "<a / >"],
    ["tag", 1, "<a><!ELEMENT b></a>"],
  ])("%s on line %i: %j", (rule, line, text) => {
    const bytes = Buffer.from(text);
    const fault = scan(bytes, { open() {}, close() {}, text() {} });
    expect(fault?.rule).toBe(rule);
    expect(lineAt(bytes, fault?.at ?? 0)).toBe(line);
  });

  test("bytes that are not UTF-8, at their line", () => {
    const bytes = Buffer.from('<a>\n<b x="M\xfcller"/></a>', "latin1");
    const fault = scan(bytes, { open() {}, close() {}, text() {} });
    expect([fault?.rule, lineAt(bytes, fault?.at ?? 0)]).toEqual(["encoding", 2]);
  });
});

test("lines are counted by line feeds: CRLF once, CR alone not, feeds in values too", () => {
  const lines: string[] = [];
  const text = '<a>\r\n<b/>\r<c x="1\n2"\n/>\n<!-- \n --><d/>text\n<![CDATA[\n]]><e/></a>';
  scan(Buffer.from(text), {
    open: (shape, _start, _end, line) => lines.push(`${shape.element}${line}`),
    close() {},
    text: (line) => lines.push(`text${line}`),
  });
  expect(lines).toEqual(["a1", "b2", "c2", "d6", "text6", "text7", "e8"]);
});

test("offsets are those of the tag, and values those between the quotes", () => {
  const text = `<a><b x="1" y='é"'/></a>`;
  const bytes = Buffer.from(text);
  const found: string[] = [];
  scan(bytes, {
    open(_shape, start, end, _line, { at }) {
      found.push(bytes.toString("utf8", start, end));
      if (start > 0) found.push(bytes.toString("utf8", at[2], at[3]));
    },
    close() {},
    text() {},
  });
  expect(found).toEqual(["<a>", `<b x="1" y='é"'/>`, 'é"']);
});
