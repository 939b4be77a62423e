/**
 * Checks the values of one attribute over all rows of a file against its type in the catalogue. Numbers and repeated
 * values are checked on bytes, so that a value becomes a string only where something about it is new.
 */
import type { Diagnostic } from "../../core/diagnostics.ts";
import { type AttributeDefinition, CODE_MEANINGS, valuesOf } from "./catalogue.ts";
import { type Source, valueText } from "./row.ts";
import { hasThousands, isBlank, isTime, readCodes, readDecimal, readMoment } from "./values.ts";

/** Errors of one attribute that are listed one by one; the rest is counted. */
const LISTED = 100;
const MEMORY = 4096;
const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ["Y", "yes"],
  ["N", "no"],
  ["Yes", "yes"],
  ["No", "no"],
]);

type Problem = Pick<Diagnostic, "code" | "expected"> & {
  /** The part of the value that is wrong. */
  readonly part: string;
  /** Counted per value rather than per attribute. */
  readonly byValue: boolean;
};

interface Counted {
  readonly problem: Problem;
  readonly line: number;
  count: number;
}

export class Column {
  readonly #source: Source;
  readonly #where: { readonly section: string; readonly element: string };
  readonly #attribute: AttributeDefinition;
  readonly #numeric: boolean;
  readonly #fine = new Map<number, Uint8Array>();
  readonly #listed: Diagnostic[] = [];
  readonly #counted = new Map<string, Counted>();

  constructor(
    source: Source,
    where: { section: string; element: string },
    attribute: AttributeDefinition,
  ) {
    this.#source = source;
    this.#where = where;
    this.#attribute = attribute;
    this.#numeric = attribute.type === "decimal" || attribute.type === "integer";
  }

  /** Whether values of such an attribute can be wrong at all: text cannot, nor can a list that is known to be open. */
  static checks(attribute: AttributeDefinition): boolean {
    if (attribute.type === "enum") return valuesOf(attribute.enumName ?? "")?.open === false;
    return !["string", "stringList", "currency"].includes(attribute.type);
  }

  /** Looks at the value between two offsets. */
  check(start: number, end: number, line: number): void {
    const { bytes } = this.#source;
    if (start === end || (this.#numeric && isNumber(bytes, start, end))) return;
    const key = this.#numeric ? 0 : hash(bytes, start, end);
    if (!this.#numeric && same(this.#fine.get(key), bytes, start, end)) return;
    const text = valueText(bytes, start, end);
    const problems = isBlank(text) || text === "MULTI" ? [] : this.#problems(text);
    for (const problem of problems) this.#note(problem, line);
    if (problems.length === 0 && this.#fine.size < MEMORY)
      this.#fine.set(key, bytes.slice(start, end));
  }

  /** What was found, the errors of single rows first. */
  diagnostics(): readonly Diagnostic[] {
    return [...this.#listed, ...[...this.#counted.values()].map((one) => this.#summary(one))];
  }

  #problems(text: string): readonly Problem[] {
    const { type, enumName } = this.#attribute;
    switch (type) {
      case "decimal":
      case "integer":
        return this.#numberProblems(text);
      case "date":
      case "datetime":
        return dateProblems(text, readMoment(text));
      case "time":
        return isTime(text) ? [] : dateProblems(text, "bad");
      case "boolean":
        return valueProblems(text, BOOLEANS);
      case "enum":
        return valueProblems(text, valuesOf(enumName ?? "")?.values ?? new Map());
      case "codeList":
        return readCodes(text)
          .filter((code) => !CODE_MEANINGS.has(code))
          .map((part) => ({ code: "flex/unknown-code", part, byValue: true }));
      case "string":
      case "stringList":
      case "currency":
        return [];
    }
  }

  #numberProblems(text: string): readonly Problem[] {
    if (readDecimal(text) === "bad")
      return [
        {
          code: "flex/bad-number",
          part: text,
          byValue: false,
          expected: "a number such as -1234.5",
        },
      ];
    // The money columns of OptionEAE are always written with separators.
    if (!hasThousands(text) || this.#where.section === "OptionEAE") return [];
    return [
      {
        code: "flex/thousands-separator",
        part: text,
        byValue: false,
        expected: text.replaceAll(",", ""),
      },
    ];
  }

  #note(problem: Problem, line: number): void {
    const single = problem.code === "flex/bad-number" || problem.code === "flex/bad-date";
    if (single && this.#listed.length < LISTED) {
      this.#listed.push(this.#diagnostic(problem, line, `a ${this.#where.element} row`));
      return;
    }
    const key = `${problem.code} ${problem.byValue ? problem.part : ""}`;
    const known = this.#counted.get(key);
    if (known === undefined) this.#counted.set(key, { problem, line, count: 1 });
    else known.count++;
  }

  #summary({ problem, line, count }: Counted): Diagnostic {
    const more = problem.code === "flex/bad-number" || problem.code === "flex/bad-date";
    const rows = `${more ? `${count} more` : count} ${this.#where.element} ${count === 1 ? "row" : "rows"}`;
    return this.#diagnostic(problem, line, rows);
  }

  #diagnostic({ code, expected, part }: Problem, line: number, rows: string): Diagnostic {
    const { said, hint } = SAYINGS[code as keyof typeof SAYINGS];
    const message = `${this.#where.section}: ${said(this.#attribute.name, quoted(part))} on ${rows}`;
    const at = [{ file: this.#source.path, line }];
    const actual = quoted(part);
    return expected === undefined
      ? { code, message, at, actual, hint }
      : { code, message, at, expected, actual, hint };
  }
}

const SAYINGS = {
  "flex/bad-number": {
    said: (name: string) => `${name} is not a number`,
    hint: "fetch the days again: if a newer file has the same value, report it to the broker",
  },
  "flex/thousands-separator": {
    said: (name: string) => `${name} has thousands separators`,
    hint: "compare the number with the portal; if the comma is a decimal comma, the file was edited",
  },
  "flex/bad-date": {
    said: (name: string) => `${name} is not a date or time`,
    hint: "fetch the days again: if a newer file has the same value, report it to the broker",
  },
  "flex/ambiguous-date": {
    said: (name: string) => `${name} is a date with slashes`,
    hint: "choose yyyyMMdd as the query's date format in the portal and fetch again",
  },
  "flex/unknown-value": {
    said: (name: string, value: string) => `unknown ${name} ${value}`,
    hint: "the rows are kept; figures that depend on the value say so",
  },
  "flex/unknown-code": {
    said: (name: string, value: string) => `unknown code ${value} in ${name}`,
    hint: "the rows are kept; the code is shown as it is",
  },
} as const;

const dateProblems = (part: string, reading: ReturnType<typeof readMoment>): readonly Problem[] => {
  if (reading === "ambiguous")
    return [
      { code: "flex/ambiguous-date", part, byValue: false, expected: "a date such as 20250331" },
    ];
  const expected = "a date or time such as 20250331, 2025-03-31 or 20250331;162000";
  return reading === "bad" ? [{ code: "flex/bad-date", part, byValue: false, expected }] : [];
};

function valueProblems(part: string, values: ReadonlyMap<string, string>): readonly Problem[] {
  if (values.has(part)) return [];
  const names = [...values.keys()].filter((name) => name !== "");
  const expected = names.slice(0, 12).join(", ") + (names.length > 12 ? ", …" : "");
  return [{ code: "flex/unknown-value", part, byValue: true, expected: `one of ${expected}` }];
}

/** A value in quotes, cut to a length that shows what is wrong and not much more. */
const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`;

/** Whether bytes are a plain decimal: optional sign, digits, at most one point. */
function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  let digits = 0;
  let points = 0;
  for (let at = first === 45 || first === 43 ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 48 && byte <= 57) digits++;
    else if (byte === 46) points++;
    else return false;
  }
  return digits > 0 && points < 2;
}

function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ (bytes[at] as number), 16777619);
  return value & 0x3fffffff;
}

/** Two values may share a hash, so the bytes decide. */
function same(
  known: Uint8Array | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (known === undefined || known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}
