/**
 * Reads a start tag whose shape is not known yet, with every check of XML 1.0, and builds its shape. This is the slow
 * way: a file takes it once per shape, and once more for the tag that is wrong.
 */
import {
  AMPERSAND,
  APOSTROPHE,
  afterSpecial,
  GREATER,
  isPlain,
  LESS,
  latin1,
  QUOTE,
  Shape,
  SLASH,
  utf8,
} from "./shape.ts";

/** A rule of XML that a file breaks, and where. */
export interface Fault {
  readonly rule: Rule;
  /** Byte offset. */
  readonly at: number;
  readonly expected: string;
  readonly found: string;
}

export type Rule =
  | "attribute"
  | "character"
  | "comment"
  | "declaration"
  | "doctype"
  | "duplicate"
  | "encoding"
  | "end"
  | "instruction"
  | "name"
  | "nesting"
  | "outside"
  | "reference"
  | "tag"
  | "text"
  | "value";

const START =
  ":A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
const NAME = new RegExp(
  `^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*$`,
  "u",
);

/** Whether a text is a name of XML 1.0. */
export const isName = (text: string): boolean => NAME.test(text);

export const isBlankByte = (byte: number | undefined): boolean =>
  byte === 32 || byte === 10 || byte === 13 || byte === 9;

const isNameByte = (byte: number | undefined): boolean =>
  byte !== undefined && !isBlankByte(byte) && !NOT_IN_NAMES.includes(byte);
const NOT_IN_NAMES = [LESS, GREATER, SLASH, QUOTE, APOSTROPHE, AMPERSAND, 61 /* = */];

/** The offset behind the blanks at an offset. */
export function afterBlanks(bytes: Uint8Array, at: number): number {
  let end = at;
  while (isBlankByte(bytes[end])) end++;
  return end;
}

/** The offset behind a name, or a fault where there is none. */
export function afterName(bytes: Uint8Array, at: number, what: string): number | Fault {
  let end = at;
  while (isNameByte(bytes[end])) end++;
  if (end >= bytes.length) return fault(bytes, "end", end, `the rest of ${what}`);
  return isName(utf8(bytes, at, end)) ? end : fault(bytes, "name", at, what);
}

/** A fault at an offset; what was found there is a few bytes, never a value of the statement. */
export function fault(bytes: Uint8Array, rule: Rule, at: number, expected: string): Fault {
  return { rule, at, expected, found: foundAt(bytes, at) };
}

function foundAt(bytes: Uint8Array, at: number): string {
  const byte = bytes[at];
  if (byte === undefined) return "the end of the file";
  if (byte > 32 && byte < 127) return `"${String.fromCharCode(byte)}"`;
  return byte === 32 ? "a blank" : `byte 0x${byte.toString(16).padStart(2, "0")}`;
}

/** Reads a start tag at an offset and answers its shape, or what is wrong with it. */
export function readTag(bytes: Uint8Array, start: number): Shape | Fault {
  const named = afterName(bytes, start + 1, "an element name");
  if (typeof named !== "number") return named;
  const tag: OpenTag = { names: new Set(), pieces: [], from: start };
  for (let at = named; ; ) {
    const next = afterBlanks(bytes, at);
    const byte = bytes[next];
    if (byte === GREATER || byte === SLASH) return finished(bytes, start, named, next, tag);
    if (byte === undefined) return fault(bytes, "end", next, "the rest of the row");
    if (next === at) return fault(bytes, "attribute", next, `a blank before the next attribute`);
    const after = readAttribute(bytes, next, tag);
    if (typeof after !== "number") return after;
    at = after;
  }
}

interface OpenTag {
  readonly names: Set<string>;
  /** Bytes around values, one character per byte. */
  readonly pieces: string[];
  /** Where the piece that is not finished starts. */
  from: number;
}

function finished(
  bytes: Uint8Array,
  start: number,
  named: number,
  at: number,
  tag: OpenTag,
): Shape | Fault {
  const empty = bytes[at] === SLASH;
  if (empty && bytes[at + 1] !== GREATER)
    return fault(bytes, at + 1 < bytes.length ? "tag" : "end", at + 1, `">" behind "/"`);
  const pieces = [...tag.pieces, latin1(bytes, tag.from, empty ? at + 2 : at + 1)];
  let end = 0;
  return new Shape({
    element: utf8(bytes, start + 1, named),
    names: [...tag.names],
    empty,
    literal: Buffer.from(pieces.join(""), "latin1"),
    ends: pieces.map((piece) => {
      end += piece.length;
      return end;
    }),
  });
}

/** Reads `name="value"` and answers the offset behind it. */
function readAttribute(bytes: Uint8Array, start: number, tag: OpenTag): number | Fault {
  const named = afterName(bytes, start, "an attribute name");
  if (typeof named !== "number") return named;
  const name = utf8(bytes, start, named);
  if (tag.names.has(name))
    return {
      rule: "duplicate",
      at: start,
      expected: "each attribute once",
      found: `${name} again`,
    };
  const equals = afterBlanks(bytes, named);
  if (bytes[equals] !== 61) return cutOr(bytes, "attribute", equals, `"=" behind ${name}`);
  const open = afterBlanks(bytes, equals + 1);
  const quote = bytes[open];
  if (quote !== QUOTE && quote !== APOSTROPHE)
    return cutOr(bytes, "attribute", open, `a quote before the value of ${name}`);
  const close = afterValue(bytes, open + 1, quote, name);
  if (typeof close !== "number") return close;
  tag.names.add(name);
  tag.pieces.push(latin1(bytes, tag.from, open + 1));
  tag.from = close;
  return close + 1;
}

/** The offset of the closing quote. */
function afterValue(bytes: Uint8Array, start: number, quote: number, name: string): number | Fault {
  for (let at = start; ; ) {
    const byte = bytes[at];
    if (byte === undefined) return fault(bytes, "end", at, `the rest of the value of ${name}`);
    if (byte === quote) return at;
    const after = isPlain(byte) ? at + 1 : afterSpecial(bytes, at, quote);
    if (after < 0) return wrongByte(bytes, at, `the value of ${name}`);
    at = after;
  }
}

/** What is wrong with a byte of a value or text that {@link afterSpecial} refuses. */
export function wrongByte(bytes: Uint8Array, at: number, where: string): Fault {
  const byte = bytes[at];
  if (byte === LESS) return fault(bytes, "value", at, `no "<" in ${where} (it is written &lt;)`);
  if (byte !== AMPERSAND) return fault(bytes, "character", at, `no control characters in ${where}`);
  const rest = latin1(bytes, at, at + 20);
  // Cut off within a reference: the end is what is wrong, not the reference.
  if (at + rest.length === bytes.length && /^&[#\w]*$/.test(rest))
    return fault(bytes, "end", bytes.length, `the rest of ${where}`);
  return fault(bytes, "reference", at, `&amp; or another reference of XML in ${where}`);
}

const cutOr = (bytes: Uint8Array, rule: Rule, at: number, expected: string): Fault =>
  fault(bytes, at < bytes.length ? rule : "end", at, expected);
