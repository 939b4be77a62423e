/**
 * A strict scanner over the bytes of an XML file, in one pass: elements with line, offsets and shape, in document
 * order. It checks what XML 1.0 demands (nesting, attributes, references, characters, one root and nothing after it)
 * and refuses a DOCTYPE, which no statement has and every attack needs. A broken rule ends the scan with a fault;
 * nothing is repaired. All data of a statement sits in attributes, so text is only reported.
 */
import { isUtf8 } from "node:buffer";
import {
  afterCharacterData,
  afterComment,
  afterDeclaration,
  afterInstruction,
  afterText,
} from "./markup.ts";
import { GREATER, LESS, LINE_FEED, latin1, Marks, matchShape, type Shape, SLASH } from "./shape.ts";
import { afterBlanks, afterName, type Fault, fault, isBlankByte, readTag } from "./tag.ts";

/** Is told what the scanner meets. */
export interface Visitor {
  /** A start tag. The marks hold the offsets of its values until this call returns. */
  open(shape: Shape, start: number, end: number, line: number, marks: Marks): void;
  /** The end of the element that was opened last and is not closed yet; also where the tag was empty. */
  close(): void;
  /** Text that is not blank, or CDATA, inside an element. */
  text(line: number): void;
}

/**
 * Scans a whole document. Answers null where it is well-formed, or the first fault; the visitor has then been told
 * what came before it. Memory: one shape per kind of row and one entry per open element.
 */
export function scan(bytes: Uint8Array, visitor: Visitor): Fault | null {
  const badByte = firstBadByte(bytes);
  if (badByte !== null) return fault(bytes, "encoding", badByte, "UTF-8");
  return new Scanner(bytes, visitor).run();
}

/** The line of an offset, counted from 1: line feeds before it, plus one. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < offset; line++)
    at = bytes.indexOf(LINE_FEED, at + 1);
  return line;
}

/** The offset of the first byte beyond ASCII in the first line that is not UTF-8, or null. */
function firstBadByte(bytes: Uint8Array): number | null {
  if (isUtf8(bytes)) return null;
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const row = bytes.subarray(start, end);
    if (!isUtf8(row)) return start + row.findIndex((byte) => byte > 127);
    start = end;
  }
  return bytes.length;
}

const EXCLAMATION = 33;
const QUESTION = 63;
/** How many shapes are tried before a tag is read the slow way. */
const GUESSES = 16;

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #visitor: Visitor;
  readonly #stack: Shape[] = [];
  readonly #shapes = new Map<string, Shape>();
  /** The shapes learnt last, newest first: further guesses. */
  #recent: readonly Shape[] = [];
  readonly #marks = new Marks();
  #previous: Shape | null = null;
  #rooted = false;
  #at = 0;
  #line = 1;

  constructor(bytes: Uint8Array, visitor: Visitor) {
    this.#bytes = bytes;
    this.#visitor = visitor;
  }

  run(): Fault | null {
    const bytes = this.#bytes;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
    let found: Fault | null = null;
    if (/^<\?xml[\s?]/.test(latin1(bytes, this.#at, Math.min(this.#at + 6, bytes.length))))
      found = this.#skip(afterDeclaration(bytes, this.#at));
    while (found === null && this.#at < bytes.length) found = this.#step(bytes[this.#at] as number);
    return found ?? this.#unfinished();
  }

  #step(byte: number): Fault | null {
    if (isBlankByte(byte)) {
      if (byte === LINE_FEED) this.#line++;
      this.#at++;
      return null;
    }
    if (byte !== LESS) return this.#text();
    const next = this.#bytes[this.#at + 1];
    if (next === SLASH) return this.#close();
    if (next === EXCLAMATION) return this.#markup();
    if (next === QUESTION) return this.#skip(afterInstruction(this.#bytes, this.#at));
    return this.#open();
  }

  #open(): Fault | null {
    const start = this.#at;
    if (this.#rooted && this.#stack.length === 0) return this.#outside();
    const shape = this.#shapeAt(start);
    if ("rule" in shape) return shape;
    this.#visitor.open(shape, start, this.#at, this.#line, this.#marks);
    this.#line += this.#marks.newlines;
    this.#rooted = true;
    if (shape.empty) this.#visitor.close();
    else this.#stack.push(shape);
    return null;
  }

  /** The shape of the tag at an offset; its values are then marked and the position is behind it. */
  #shapeAt(start: number): Shape | Fault {
    const guess = this.#previous?.next ?? null;
    const shape =
      guess !== null && this.#matches(guess, start)
        ? guess
        : (this.#recent.find((one) => this.#matches(one, start)) ?? this.#learn(start));
    if ("rule" in shape) return shape;
    if (this.#previous !== null) this.#previous.next = shape;
    this.#previous = shape;
    return shape;
  }

  #matches(shape: Shape, start: number): boolean {
    const end = matchShape(this.#bytes, start, shape, this.#marks);
    if (end >= 0) this.#at = end;
    return end >= 0;
  }

  #learn(start: number): Shape | Fault {
    const read = readTag(this.#bytes, start);
    if ("rule" in read) return read;
    const key = latin1(read.literal, 0, read.literal.length);
    const shape = this.#shapes.get(key) ?? read;
    this.#shapes.set(key, shape);
    this.#recent = [shape, ...this.#recent.filter((one) => one !== shape)].slice(0, GUESSES);
    this.#matches(shape, start);
    return shape;
  }

  #close(): Fault | null {
    const bytes = this.#bytes;
    const shape = this.#stack.pop();
    if (shape === undefined) return fault(bytes, "nesting", this.#at, "no end tag here");
    const from = this.#at + 1;
    const nameEnd = 1 + shape.nameLength;
    for (let position = 1; position < nameEnd; position++)
      if (bytes[from + position] !== shape.literal[position]) return this.#wrongClose(shape);
    const end = afterBlanks(bytes, from + nameEnd);
    return bytes[end] === GREATER ? this.#closed(end + 1) : this.#wrongClose(shape);
  }

  #closed(end: number): null {
    this.#pass(end);
    this.#visitor.close();
    return null;
  }

  #wrongClose(shape: Shape): Fault {
    const named = afterName(this.#bytes, this.#at + 2, "an end tag");
    const expected = `</${shape.element}>`;
    if (typeof named !== "number") return { ...named, expected };
    const found = latin1(this.#bytes, this.#at, Math.min(named, this.#at + 42));
    return { rule: "nesting", at: this.#at, expected, found };
  }

  #text(): Fault | null {
    if (this.#stack.length === 0) return this.#outside();
    this.#visitor.text(this.#line);
    return this.#skip(afterText(this.#bytes, this.#at));
  }

  #markup(): Fault | null {
    const [bytes, at] = [this.#bytes, this.#at];
    const head = latin1(bytes, at, Math.min(at + 9, bytes.length));
    if (head.startsWith("<!--")) return this.#skip(afterComment(bytes, at));
    if (head === "<!DOCTYPE") return fault(bytes, "doctype", at, "no DOCTYPE");
    if (head === "<![CDATA[" && this.#stack.length > 0) {
      this.#visitor.text(this.#line);
      return this.#skip(afterCharacterData(bytes, at));
    }
    return at + 9 >= bytes.length
      ? fault(bytes, "end", bytes.length, "a comment or an element")
      : fault(bytes, "tag", at + 1, "a comment or an element");
  }

  /** Goes behind something that is no element, or passes on what is wrong with it. */
  #skip(end: number | Fault): Fault | null {
    if (typeof end !== "number") return end;
    this.#pass(end);
    return null;
  }

  /** Goes to an offset and counts the lines on the way. */
  #pass(end: number): void {
    for (let at = this.#at; at < end; at++) if (this.#bytes[at] === LINE_FEED) this.#line++;
    this.#at = end;
  }

  #outside(): Fault {
    const expected = this.#rooted ? "nothing behind the end of the document" : "an element";
    return fault(this.#bytes, "outside", this.#at, expected);
  }

  #unfinished(): Fault | null {
    const open = this.#stack.at(-1);
    if (this.#rooted && open === undefined) return null;
    const expected = open === undefined ? "an element" : `</${open.element}>`;
    return fault(this.#bytes, "end", this.#bytes.length, expected);
  }
}
