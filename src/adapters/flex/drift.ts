/**
 * Compares a file with the catalogue while it is scanned: names of sections, rows and attributes once per shape, and
 * the values of every attribute that has a type. What is unknown is counted and reported once, at its first line, and
 * stays in the data: the broker adds names several times a year, and a build must not fail for it.
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { attributesOf, envelopeAttribute, sectionOf } from "./catalogue.ts";
import { Column } from "./column.ts";
import { type Source, valueText } from "./row.ts";
import type { Marks, Shape } from "./shape.ts";
import { readDecimal, readMoment } from "./values.ts";

type UnknownCode = "flex/unknown-section" | "flex/unknown-element" | "flex/unknown-attribute";

interface Sighting {
  readonly code: UnknownCode;
  readonly line: number;
  readonly message: (rows: number) => string;
  rows: number;
  /** A value that shows what the attribute holds, as far as it may be shown. */
  example: string | null;
}

/** What to look at in rows of one shape. */
interface Plan {
  readonly columns: readonly { readonly place: number; readonly column: Column }[];
  readonly unknown: readonly { readonly place: number; readonly sighting: Sighting }[];
  readonly element: Sighting | null;
}

export class Drift {
  readonly #source: Source;
  readonly #plans = new Map<string, Map<Shape, Plan>>();
  readonly #columns = new Map<string, Column>();
  readonly #sightings = new Map<string, Sighting>();
  readonly #texts: number[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  /** The attributes of an element of the envelope. */
  envelope(shape: Shape, line: number, marks: Marks): void {
    for (const [place, name] of shape.names.entries())
      if (envelopeAttribute(shape.element, name) === undefined)
        this.#exemplify(this.#attribute(shape.element, shape.element, name, line), place, marks);
  }

  /** An element where the catalogue has none: in the envelope, or around rows. */
  element(parent: string, element: string, line: number): void {
    const message = () => `${cut(parent)}: unknown element ${cut(element)}`;
    this.#sight("flex/unknown-element", `${parent}/${element}`, line, message).rows++;
  }

  /** A section of a statement. */
  section(container: string, line: number): void {
    if (sectionOf(container) === undefined) this.#unknownSection(container, line);
  }

  /** A row of a section; the marks are those of its values. */
  row(container: string, shape: Shape, line: number, marks: Marks): void {
    const plan = this.#plan(container, shape, line);
    if (plan.element !== null) plan.element.rows++;
    for (const { place, sighting } of plan.unknown) this.#exemplify(sighting, place, marks);
    const { at } = marks;
    for (const { place, column } of plan.columns)
      column.check(at[2 * place] as number, at[2 * place + 1] as number, line);
  }

  /** Text that is not blank. */
  text(line: number): void {
    this.#texts.push(line);
  }

  /** All that was found in the file. */
  diagnostics(): readonly Diagnostic[] {
    return [
      ...[...this.#sightings.values()].map((one) => this.#unknown(one)),
      ...[...this.#columns.values()].flatMap((column) => column.diagnostics()),
      ...this.#unexpectedText(),
    ];
  }

  #plan(container: string, shape: Shape, line: number): Plan {
    const plans = this.#plans.get(container) ?? new Map<Shape, Plan>();
    this.#plans.set(container, plans);
    const known = plans.get(shape);
    if (known !== undefined) return known;
    const plan = this.#newPlan(container, shape, line);
    plans.set(shape, plan);
    return plan;
  }

  #newPlan(container: string, shape: Shape, line: number): Plan {
    const { element } = shape;
    const nothing = { columns: [], unknown: [] };
    const section = sectionOf(container);
    if (section === undefined)
      return { ...nothing, element: this.#unknownSection(container, line) };
    const attributes = attributesOf(container, element);
    if (attributes === undefined) {
      if (section.rowsUnverified.includes(element)) return { ...nothing, element: null };
      const message = (rows: number) =>
        `${container}: unknown element ${cut(element)} on ${count(rows, "row")}`;
      const key = `${container}/${element}`;
      return { ...nothing, element: this.#sight("flex/unknown-element", key, line, message) };
    }
    const columns = shape.names.flatMap((name, place) => {
      const attribute = attributes.get(name);
      if (attribute === undefined || !Column.checks(attribute)) return [];
      const key = `${container}/${element}/${name}`;
      const column =
        this.#columns.get(key) ??
        new Column(this.#source, { section: container, element }, attribute);
      this.#columns.set(key, column);
      return [{ place, column }];
    });
    const unknown = shape.names.flatMap((name, place) =>
      attributes.has(name)
        ? []
        : [{ place, sighting: this.#attribute(container, element, name, line) }],
    );
    return { columns, unknown, element: null };
  }

  #unknownSection(container: string, line: number): Sighting {
    const message = (rows: number) =>
      `unknown section ${cut(container)} with ${count(rows, "row")}`;
    return this.#sight("flex/unknown-section", container, line, message);
  }

  #attribute(section: string, element: string, name: string, line: number): Sighting {
    const message = (rows: number) =>
      `${section}: unknown attribute ${cut(name)} on ${count(rows, `${element} row`)}`;
    return this.#sight("flex/unknown-attribute", `${section}/${element}/${name}`, line, message);
  }

  #sight(code: UnknownCode, key: string, line: number, message: Sighting["message"]): Sighting {
    const known = this.#sightings.get(`${code} ${key}`);
    if (known !== undefined) return known;
    const sighting: Sighting = { code, line, message, rows: 0, example: null };
    this.#sightings.set(`${code} ${key}`, sighting);
    return sighting;
  }

  /** Counts a row and keeps the first value that is not blank as an example. */
  #exemplify(sighting: Sighting, place: number, marks: Marks): void {
    sighting.rows++;
    if (sighting.example !== null) return;
    const [start, end] = [marks.at[2 * place] as number, marks.at[2 * place + 1] as number];
    if (start < end) sighting.example = shown(valueText(this.#source.bytes, start, end));
  }

  #unknown({ code, line, message, rows, example }: Sighting): Diagnostic {
    const hint =
      "nothing is lost: the raw rows are kept, and no figure uses it yet; a newer Lotbook may know it";
    const found = { code, message: message(rows), at: [{ file: this.#source.path, line }], hint };
    return example === null ? found : { ...found, actual: `for example ${example}` };
  }

  #unexpectedText(): readonly Diagnostic[] {
    const [line] = this.#texts;
    if (line === undefined) return [];
    const message = `text between elements in ${count(this.#texts.length, "place")}`;
    const at = [{ file: this.#source.path, line }];
    const hint =
      "the file was edited, or the broker writes something new there; open the line to see";
    return [
      { code: "flex/unexpected-text", message, at, expected: "all data in attributes", hint },
    ];
  }
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;
const cut = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

/** The type of an unknown attribute is unknown too and may be personal, so text and long digits are only described. */
function shown(text: string): string {
  const number = /^\d{7,}$/.test(text) ? "bad" : readDecimal(text);
  const moment = readMoment(text);
  const plain = typeof number === "object" || (moment !== "bad" && moment !== "ambiguous");
  if (plain || /^(Y|N|Yes|No)$/.test(text)) return `"${text.slice(0, 40)}"`;
  return `text of ${count(text.length, "character")}`;
}
