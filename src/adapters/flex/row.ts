/** Rows of a statement: small objects that know their place and read their attributes from the bytes when asked. */
import type { RowRef } from "../../core/ids.ts";
import type { Attributes, FlexRow } from "./document.ts";
import { AMPERSAND, isCharacter, latin1, Marks, matchShape, type Shape, utf8 } from "./shape.ts";

/** The file that rows read from. */
export interface Source {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export class Row implements FlexRow {
  readonly section: string;
  readonly shape: Shape;
  readonly start: number;
  readonly end: number;
  readonly #source: Source;
  readonly #line: number;

  constructor(
    source: Source,
    section: string,
    shape: Shape,
    span: { start: number; end: number; line: number },
  ) {
    this.#source = source;
    this.section = section;
    this.shape = shape;
    this.start = span.start;
    this.end = span.end;
    this.#line = span.line;
  }

  get element(): string {
    return this.shape.element;
  }

  get place(): RowRef {
    return { file: this.#source.path, line: this.#line };
  }

  /** Reads the row's bytes once; keep the answer while working on the row. */
  attributes(): Attributes {
    return new RowAttributes(this.#source.bytes, this.start, this.shape);
  }

  saysTheSame(other: FlexRow): boolean {
    return other instanceof Row && Buffer.compare(this.#text, other.#text) === 0;
  }

  get #text(): Uint8Array {
    return this.#source.bytes.subarray(this.start, this.end);
  }
}

export class RowAttributes implements Attributes {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #shape: Shape;
  readonly #marks: Marks;
  /** The whole row, one character per byte, once a value was asked for: cutting text is quicker than bytes. */
  #text: string | null = null;

  constructor(bytes: Uint8Array, start: number, shape: Shape) {
    this.#bytes = bytes;
    this.#start = start;
    this.#shape = shape;
    this.#marks = new Marks(room(shape.names.length));
    this.#end = matchShape(bytes, start, shape, this.#marks);
  }

  get(name: string): string | undefined {
    const place = this.#shape.index.get(name);
    if (place === undefined) return undefined;
    const { at } = this.#marks;
    const start = at[2 * place] as number;
    const end = at[2 * place + 1] as number;
    if (end - start > SHORT || !isAscii(this.#bytes, start, end))
      return valueText(this.#bytes, start, end);
    this.#text ??= latin1(this.#bytes, this.#start, this.#end);
    return this.#text.slice(start - this.#start, end - this.#start);
  }

  names(): readonly string[] {
    return this.#shape.names;
  }
}

const SLAB = 1 << 15;
let slab = new Uint32Array(SLAB);
let taken = 0;

/** Room for the offsets of so many values. Rows are decoded by the hundred thousand; one buffer each would cost more. */
function room(values: number): Uint32Array<ArrayBuffer> {
  if (taken + 2 * values > slab.length) {
    slab = new Uint32Array(2 * values > SLAB ? 2 * values : SLAB);
    taken = 0;
  }
  taken += 2 * values;
  return slab.subarray(taken - 2 * values, taken);
}

/** A longer piece cut out of a text would keep the whole text in memory. */
const SHORT = 12;

/** Whether bytes stand for themselves: no controls, nothing beyond ASCII, no references. */
function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 32 || byte > 126 || byte === AMPERSAND) return false;
  }
  return true;
}

/** The text of a value: UTF-8 and references decoded, tabs and line ends turned into blanks as XML demands. */
export const valueText = (bytes: Uint8Array, start: number, end: number): string =>
  isAscii(bytes, start, end) ? latin1(bytes, start, end) : decoded(utf8(bytes, start, end));

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

const decoded = (text: string): string =>
  text
    .replace(/\r\n|[\r\n\t]/g, " ")
    .replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));/g, (whole, hexadecimal, decimal, name) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
      return isCharacter(code) ? String.fromCodePoint(code) : whole;
    });
