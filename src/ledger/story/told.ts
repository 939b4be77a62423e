/** What the lines of a story have told so far: who is in it, and what happened, in the order of the lines. */
import type { Amount } from "../../core/amount.ts";
import { assert } from "../../core/assert.ts";
import { dayOf, type IsoDate, type IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId, NonEmpty, RowRef } from "../../core/ids.ts";
import type { Assertion } from "../../events/assertion.ts";
import type { EventBase, LedgerEvent } from "../../events/event.ts";
import type { Instrument } from "../../events/instrument.ts";
import type { ActionDecision } from "../decisions.ts";
import type { Lot } from "../lots.ts";

export const main = "main" as AccountAlias;

/** Who is in a story where no line names an instrument. */
export const XYZ = "XYZ";

/** Name → asset class and multiplier: `XYZ 20 put`, `ES future`, `XYZ cfd`; everything else is a share. */
const CLASSES: readonly (readonly [RegExp, string, string])[] = [
  [/^\S+ [\d.]+ (call|put)$/, "OPT", "100"],
  [/^\S+ future$/, "FUT", "50"],
  [/^\S+ cfd$/, "CFD", "1"],
  [/^[A-Z][A-Z0-9.]*$/, "STK", "1"],
];

/** Words at the end of a line with their values. */
export type Options = ReadonlyMap<string, string>;

export class Told {
  readonly instruments = new Map<InstrumentId, Instrument>();
  readonly events: LedgerEvent[] = [];
  readonly assertions: Assertion[] = [];
  readonly decisions = new Map<string, ActionDecision>();
  readonly opening = new Map<InstrumentId, Lot[]>();
  /** By instrument and day. */
  readonly prices = new Map<string, Amount>();
  /** The line that is being read. */
  line = "";
  readonly #byName = new Map<string, Instrument>();
  #at: RowRef = { file: "story", line: 0 };
  #events = 0;

  /** Begins the next line; its first event is numbered so, if a number is given. */
  begin(line: string, index: number, number?: number): void {
    this.line = line;
    this.#at = { file: "story", line: index + 1 };
    if (number !== undefined) this.#events = number - 1;
  }

  get source(): RowRef {
    return this.#at;
  }

  /** The instrument of a name; it enters the story with its first line. */
  instrument(name = ""): Instrument {
    const symbol = name === "" ? XYZ : name;
    const known = this.#byName.get(symbol);
    if (known !== undefined) return known;
    const [, assetCategory, multiplier] = CLASSES.find(([pattern]) => pattern.test(symbol)) ?? [];
    assert(assetCategory !== undefined && multiplier !== undefined, this.#unreadable(symbol));
    const instrument: Instrument = {
      id: String(this.#byName.size + 1) as InstrumentId,
      symbol,
      description: "",
      isin: "",
      assetCategory,
      subCategory: "COMMON",
      currency: "USD",
      multiplier: Decimal.of(multiplier),
      option: null,
      sources: [this.#at],
    };
    this.#byName.set(symbol, instrument);
    this.instruments.set(instrument.id, instrument);
    return instrument;
  }

  /** What every event of the current line has; events are numbered as they are told. */
  head(kind: string, moment: string): EventBase {
    const number = String(++this.#events);
    const sources: NonEmpty<RowRef> = [this.#at];
    return {
      id: `main/${kind}/${number}` as EventId,
      account: main,
      date: dayOf(moment as IsoDateTime),
      moment: moment as IsoDate | IsoDateTime,
      transaction: number,
      sources,
      rate: Decimal.one,
      description: this.line,
    };
  }

  /**
   * The parts of the current line, as a pattern with names finds them; what is left out is empty. A line that does not fit
   * is our mistake.
   */
  parts<Name extends string>(pattern: RegExp): Readonly<Record<Name, string>> {
    const found = pattern.exec(this.line)?.groups;
    assert(found !== undefined, this.#unreadable(this.line));
    const entries = Object.entries(found).map(([name, text]) => [name, text ?? ""]);
    return Object.fromEntries(entries) as Record<Name, string>;
  }

  /**
   * What stands at the end of a line: words with a value (`fee 1`) and words without one (`closes`). A word that is
   * neither is our mistake.
   */
  options(rest: string, valued: readonly string[], plain: readonly string[]): Options {
    const found = new Map<string, string>();
    const words = rest.split(" ").filter((word) => word !== "");
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      const value = valued.includes(word) ? words.shift() : plain.includes(word) ? "" : undefined;
      assert(value !== undefined, this.#unreadable(word));
      found.set(word, value);
    }
    return found;
  }

  #unreadable(text: string): string {
    return `nothing can be read from "${text}" in the line "${this.line}" of a story`;
  }
}

/** The number that follows a word, or zero. */
export const numberOf = (options: Options, name: string): Decimal =>
  Decimal.of(options.get(name) ?? "0");
