/**
 * Puts the elements of a scanned file together: envelope, statements, sections, rows. The levels are fixed:
 * FlexQueryResponse > FlexStatements > FlexStatement > section > rows. Below a section every element with attributes
 * is a row, whatever wraps it. An element that stands where none is known is reported and left out with its content.
 */
import type { Diagnostic, Staged } from "../../core/diagnostics.ts";
import type { RowRef } from "../../core/ids.ts";
import { sectionOf } from "./catalogue.ts";
import type { Attributes, FlexDocument, FlexSection, FlexStatement } from "./document.ts";
import { Drift } from "./drift.ts";
import { countDiagnostic, readHead, typeOf } from "./envelope.ts";
import { Row, RowAttributes, type Source } from "./row.ts";
import type { Visitor } from "./scan.ts";
import type { Marks, Shape } from "./shape.ts";

/** A start tag as the scanner met it. */
interface Tag {
  readonly shape: Shape;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

class Section implements FlexSection {
  readonly container: string;
  readonly place: RowRef;
  readonly rows: Row[] = [];
  /** Computed when it is asked for first, which is after the last row. */
  #columns: ReadonlySet<string> | null = null;

  constructor(container: string, place: RowRef) {
    this.container = container;
    this.place = place;
  }

  get columns(): ReadonlySet<string> {
    if (this.#columns === null) {
      const shapes = new Set(this.rows.map((row) => row.shape));
      this.#columns = new Set([...shapes].flatMap((shape) => shape.names));
    }
    return this.#columns;
  }
}

export class Builder implements Visitor {
  /** The root element, once it was met. */
  root: {
    readonly element: string;
    readonly line: number;
    readonly attributes: Attributes;
  } | null = null;
  readonly #source: Source;
  readonly #drift: Drift;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #statements: FlexStatement[] = [];
  #sections = new Map<string, Section>();
  #section: Section | null = null;
  /** The `FlexStatements` that is open, and the statements in it so far. */
  #group: { readonly count: string | undefined; readonly line: number; found: number } | null =
    null;
  #grouped = false;
  #depth = 0;
  /** Elements at this depth and deeper are not looked at: they lie in something that is left out. */
  #leftOut = Number.POSITIVE_INFINITY;

  constructor(source: Source) {
    this.#source = source;
    this.#drift = new Drift(source);
  }

  open(shape: Shape, start: number, end: number, line: number, marks: Marks): void {
    const depth = this.#depth++;
    if (depth >= this.#leftOut) return;
    const tag = { shape, start, end, line };
    if (depth > 3) this.#row(tag, marks);
    else if (depth === 3) this.#container(tag, marks);
    else {
      const known = this.#envelope(depth, tag);
      if (known) this.#drift.envelope(shape, line, marks);
      else this.#leftOut = depth + 1;
    }
  }

  close(): void {
    this.#depth--;
    if (this.#depth < this.#leftOut) this.#leftOut = Number.POSITIVE_INFINITY;
    if (this.#depth === 1) this.#closeGroup();
  }

  text(line: number): void {
    this.#drift.text(line);
  }

  /** The document, after a scan without a fault. */
  finish(): Staged<FlexDocument | null> {
    const { path } = this.#source;
    const line = this.root?.line ?? 1;
    if (!this.#grouped) return this.#without(line);
    const said = this.root?.attributes.get("type");
    const { type, diagnostics } = typeOf(said, this.#statements, { file: path, line });
    const queryName = this.root?.attributes.get("queryName") ?? "";
    return {
      value: { path, type, queryName, statements: this.#statements },
      diagnostics: [...this.#diagnostics, ...diagnostics, ...this.#drift.diagnostics()],
    };
  }

  #without(line: number): Staged<null> {
    const diagnostic: Diagnostic = {
      code: "flex/not-a-statement",
      message: "The file has no FlexStatements element, so it holds no statement",
      at: [{ file: this.#source.path, line }],
      expected: "FlexStatements inside FlexQueryResponse",
      hint: "fetch it again, or download it again in the portal and import it",
    };
    return { value: null, diagnostics: [diagnostic] };
  }

  /** Answers whether the element belongs to the envelope and its content counts. */
  #envelope(depth: number, tag: Tag): boolean {
    const { element } = tag.shape;
    if (depth === 0) return this.#root(tag);
    if (depth === 1 && element === "FlexStatements") {
      const count = this.#attributes(tag).get("count");
      this.#grouped = true;
      this.#group = { count, line: tag.line, found: 0 };
      return true;
    }
    if (depth === 2 && element === "FlexStatement") return this.#statement(tag);
    const parent = depth === 1 ? "FlexQueryResponse" : "FlexStatements";
    // A message of the broker is known to occur; its text is reported as text.
    if (element !== "Message") this.#drift.element(parent, element, tag.line);
    return false;
  }

  #root(tag: Tag): boolean {
    const { element } = tag.shape;
    this.root = { element, line: tag.line, attributes: this.#attributes(tag) };
    return element === "FlexQueryResponse";
  }

  #statement(tag: Tag): boolean {
    if (this.#group !== null) this.#group.found++;
    const { head, diagnostics } = readHead(this.#attributes(tag), this.#place(tag));
    this.#diagnostics.push(...diagnostics);
    if (head === null) return false;
    this.#sections = new Map();
    this.#statements.push({ ...head, sections: this.#sections });
    return true;
  }

  #container(tag: Tag, marks: Marks): void {
    const { element, names } = tag.shape;
    const section = this.#sections.get(element) ?? new Section(element, this.#place(tag));
    this.#sections.set(element, section);
    this.#section = section;
    this.#drift.section(element, tag.line);
    if (names.length > 0) this.#addRow(section, tag, marks);
  }

  #row(tag: Tag, marks: Marks): void {
    const section = this.#section;
    if (section === null) return;
    const { element, names } = tag.shape;
    const known = sectionOf(section.container);
    if (names.length > 0 || known?.rows.includes(element) === true)
      this.#addRow(section, tag, marks);
    else if (known !== undefined && known.wrapper !== element)
      this.#drift.element(section.container, element, tag.line);
  }

  #addRow(section: Section, tag: Tag, marks: Marks): void {
    section.rows.push(new Row(this.#source, section.container, tag.shape, tag));
    this.#drift.row(section.container, tag.shape, tag.line, marks);
  }

  #closeGroup(): void {
    if (this.#group === null) return;
    const { count, found, line } = this.#group;
    const diagnostic = countDiagnostic(count, found, { file: this.#source.path, line });
    if (diagnostic !== null) this.#diagnostics.push(diagnostic);
    this.#group = null;
  }

  #attributes(tag: Tag): Attributes {
    return new RowAttributes(this.#source.bytes, tag.start, tag.shape);
  }

  #place(tag: Tag): RowRef {
    return { file: this.#source.path, line: tag.line };
  }
}
