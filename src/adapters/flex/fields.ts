/** The values of one row, read by name and type; a newer version of the row wins unless it is blank. */
import { type Amount, absent, unknown } from "../../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Attributes } from "./document.ts";
import { isBlank, readCodes, readDate, readDecimal, readMoment } from "./values.ts";

export class Fields {
  readonly #versions: readonly Attributes[];
  readonly #element: string;

  constructor(element: string, versions: readonly Attributes[]) {
    this.#element = element;
    this.#versions = versions;
  }

  /** Whether the query exports the attribute. */
  has(name: string): boolean {
    return this.#versions.some((attributes) => attributes.get(name) !== undefined);
  }

  /** The text as received, or empty where it is blank or not exported. A blank never hides an older value. */
  text(name: string): string {
    for (const attributes of this.#versions) {
      const value = attributes.get(name);
      if (value !== undefined && !isBlank(value)) return value;
    }
    return "";
  }

  /** A number; unknown, and why, where it is not exported, blank or no number. */
  amount(name: string): Amount {
    const text = this.text(name);
    const value = text === "" ? null : readDecimal(text);
    if (value instanceof Decimal) return value;
    if (value === "bad") return unknown(`${name} is not a number`);
    return this.has(name)
      ? unknown(`${name} is blank`)
      : absent(`the query does not export ${this.#element}.${name}`);
  }

  /** A number where a blank means none; unknown only where it is not exported or not a number. */
  amountOrZero(name: string): Amount {
    return this.has(name) && this.text(name) === "" ? Decimal.zero : this.amount(name);
  }

  date(name: string): IsoDate | null {
    const value = readDate(this.text(name));
    return value === "bad" || value === "ambiguous" ? null : value;
  }

  moment(name: string): IsoDate | IsoDateTime | null {
    const value = readMoment(this.text(name));
    return value === "bad" || value === "ambiguous" ? null : value;
  }

  codes(name: string): readonly string[] {
    return readCodes(this.text(name));
  }
}
