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
}

export class RowAttributes implements Attributes {
  readonly #bytes: Uint8Array;
  readonly #shape: Shape;
  readonly #marks: Marks;

  constructor(bytes: Uint8Array, start: number, shape: Shape) {
    this.#bytes = bytes;
    this.#shape = shape;
    this.#marks = new Marks(shape.names.length);
    matchShape(bytes, start, shape, this.#marks);
  }

  get(name: string): string | undefined {
    const place = this.#shape.index.get(name);
    if (place === undefined) return undefined;
    const { at } = this.#marks;
    return valueText(this.#bytes, at[2 * place] as number, at[2 * place + 1] as number);
  }

  names(): readonly string[] {
    return this.#shape.names;
  }
}

/** The text of a value: UTF-8 and references decoded, tabs and line ends turned into blanks as XML demands. */
export function valueText(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 32 || byte > 126 || byte === AMPERSAND) return decoded(utf8(bytes, start, end));
  }
  return start === end ? "" : latin1(bytes, start, end);
}

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
