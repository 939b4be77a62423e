/**
 * A shape is a start tag without its values: element, attribute names in order, quotes and blanks. The rows of a
 * section share very few shapes, so a row is read by comparing its bytes with a shape that is expected; names,
 * duplicates and blanks were checked once, when the shape was met first. Only values differ from row to row, and only
 * they are looked at byte by byte.
 */
export class Shape {
  readonly element: string;
  readonly names: readonly string[];
  /** Attribute name → its place among the attributes. */
  readonly index: ReadonlyMap<string, number>;
  /** `<Trade a="…"/>`: there is no end tag. */
  readonly empty: boolean;
  /** The bytes around the values, one piece after the other. */
  readonly literal: Uint8Array;
  /** Where each piece ends in {@link literal}; one piece more than there are values. */
  readonly ends: Uint32Array;
  /** Line feeds in the literal bytes. */
  readonly newlines: number;
  /** Bytes of the element's name. */
  readonly nameLength: number;
  /** The shape that came after this one last time: the guess for the next tag. */
  next: Shape | null = null;

  constructor(tag: {
    element: string;
    names: readonly string[];
    empty: boolean;
    literal: Uint8Array;
    ends: readonly number[];
  }) {
    this.element = tag.element;
    this.names = tag.names;
    this.index = new Map(tag.names.map((name, place) => [name, place]));
    this.empty = tag.empty;
    this.literal = tag.literal;
    this.ends = Uint32Array.from(tag.ends);
    this.newlines = tag.literal.reduce((sum, byte) => (byte === LINE_FEED ? sum + 1 : sum), 0);
    this.nameLength = Buffer.byteLength(tag.element);
  }
}

export const LINE_FEED = 10;
export const [QUOTE, APOSTROPHE, AMPERSAND, LESS, GREATER, SLASH] = [
  34, 39, 38, 60, 62, 47,
] as const;

/** Bytes that a value may not just hold: quotes, `&`, `<`, line feeds, control characters, the start of U+FFFE. */
const SPECIAL = new Uint8Array(256);
for (let byte = 0; byte < 32; byte++) SPECIAL[byte] = byte === 9 || byte === 13 ? 0 : 1;
for (const byte of [QUOTE, APOSTROPHE, AMPERSAND, LESS, 0xef]) SPECIAL[byte] = 1;

/** Where the values of one tag start and end, and how many lines it spans; overwritten by each tag. */
export class Marks {
  /** Start and end offset of each value in turn. */
  at: Uint32Array;
  newlines = 0;

  constructor(at = new Uint32Array(256)) {
    this.at = at;
  }

  /** Makes room for so many values. */
  hold(values: number): void {
    if (this.at.length < 2 * values) this.at = new Uint32Array(4 * values);
  }
}

/**
 * Reads a tag that has the given shape and marks its values. Answers the offset behind the tag, or -1 where the bytes
 * have another shape or a value is not allowed; reading the tag anew with `readTag` says which.
 */
export function matchShape(bytes: Uint8Array, start: number, shape: Shape, marks: Marks): number {
  const { literal, ends } = shape;
  const last = ends.length - 1;
  marks.hold(last);
  const values = marks.at;
  let at = start;
  let position = 0;
  let newlines = shape.newlines;
  for (let piece = 0; ; piece++) {
    const end = ends[piece] as number;
    for (; position < end; position++, at++) if (bytes[at] !== literal[position]) return -1;
    if (piece === last) break;
    const quote = literal[position - 1] as number;
    values[2 * piece] = at;
    for (;;) {
      while (SPECIAL[bytes[at] as number] === 0) at++;
      const byte = bytes[at];
      if (byte === quote) break;
      if (byte === LINE_FEED) newlines++;
      const after = afterSpecial(bytes, at, quote);
      if (after < 0) return -1;
      at = after;
    }
    values[2 * piece + 1] = at;
  }
  marks.newlines = newlines;
  return at;
}

/** The offset behind a special byte of a value (or text), or -1 where it is not allowed there. */
export function afterSpecial(bytes: Uint8Array, at: number, quote: number): number {
  const byte = bytes[at];
  if (byte === AMPERSAND) return afterReference(bytes, at);
  if (byte === 0xef) {
    // U+FFFE and U+FFFF are not characters of XML; everything else that starts so is.
    return bytes[at + 1] === 0xbf && (bytes[at + 2] as number) >= 0xbe ? -1 : at + 1;
  }
  const other = byte === QUOTE || byte === APOSTROPHE;
  return byte === LINE_FEED || (other && byte !== quote) ? at + 1 : -1;
}

/** Whether a byte is allowed in a value without a second look. */
export const isPlain = (byte: number): boolean => SPECIAL[byte] === 0;

const REFERENCE = /^&(?:(?:amp|lt|gt|quot|apos)|#(?:x([0-9a-fA-F]+)|([0-9]+)));/;

/** The offset behind a predefined entity or a numeric character reference, or -1. */
export function afterReference(bytes: Uint8Array, at: number): number {
  const found = REFERENCE.exec(latin1(bytes, at, Math.min(at + 20, bytes.length)));
  if (found === null) return -1;
  const [whole, hexadecimal, decimal] = found;
  const code = hexadecimal !== undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal ?? 32);
  return isCharacter(code) ? at + whole.length : -1;
}

/** Whether XML 1.0 has the character at all: tab, line ends, no other control, no surrogates, no U+FFFE or U+FFFF. */
export const isCharacter = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

const over = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes as text, one character per byte. */
export const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  over(bytes).toString("latin1", start, end);

/** Bytes as text. They were checked to be UTF-8. */
export const utf8 = (bytes: Uint8Array, start: number, end: number): string =>
  over(bytes).toString("utf8", start, end);
