/**
 * The Flex token: it stands in the query string of every request, so any URL, any error and any answer may hold it.
 * It is revealed in one place, where a request is made; everything that is printed goes through `mask`.
 */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";

const INSTEAD = "•••";

export class Token {
  readonly #value: string;
  readonly #written: RegExp;

  /** Trims the value: tokens are pasted with spaces and line ends. */
  constructor(value: string) {
    this.#value = value.trim().toWellFormed();
    const base64 = Buffer.from(this.#value).toString("base64").replace(/=+$/, "");
    const whole = [base64, base64.replaceAll("+", "-").replaceAll("/", "_")].map(RegExp.escape);
    const spelled = [...this.#value].map(spellingsOf).join("");
    this.#written = new RegExp([spelled, ...whole].join("|"), "giu");
  }

  /** The token itself. Only for the query string of a request. */
  reveal(): string {
    return this.#value;
  }

  /** The text without the token, in whichever way it is written there. */
  mask(text: string): string {
    return text.replaceAll(this.#written, INSTEAD);
  }

  /**
   * Whether the bytes hold the token, in whichever way it is written there. A few digits that stand in a statement are
   * some id or amount; tokens of the broker have some twenty.
   */
  isIn(bytes: Uint8Array): boolean {
    if (/^\d{0,11}$/.test(this.#value)) return false;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
    return text.search(this.#written) >= 0;
  }

  /** Tokens are digits; anything else is probably a pasting error, but never ours to refuse. */
  get isUnusual(): boolean {
    return !/^\d+$/.test(this.#value);
  }

  toString(): string {
    return INSTEAD;
  }

  toJSON(): string {
    return INSTEAD;
  }

  [inspect.custom](): string {
    return INSTEAD;
  }
}

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  " ": "\\+",
};

/** How a character may be written: as it is, in a URL (once or more often), in XML or HTML, in JSON or code. */
function spellingsOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`);
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const spellings = [
    RegExp.escape(character),
    `\\\\${RegExp.escape(character)}`,
    bytes.join(""),
    `&#0*${point};`,
    `&#x0*${point.toString(16)};`,
    units.map((unit) => `\\\\u${hex(unit, 4)}`).join(""),
    `\\\\x${hex(point, 2)}`,
    ...(NAMED[character] === undefined ? [] : [NAMED[character]]),
  ];
  return `(?:${spellings.join("|")})`;
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0");

/** Reads the token from `IBKR_FLEX_TOKEN` or from the file that `IBKR_FLEX_TOKEN_FILE` names. Answers what is wrong otherwise. */
export function readToken(env: Readonly<Record<string, string | undefined>>): Token | string {
  const path = env["IBKR_FLEX_TOKEN_FILE"] ?? "";
  let value = env["IBKR_FLEX_TOKEN"] ?? "";
  if (value.trim() === "" && path !== "")
    try {
      value = readFileSync(path, "utf8");
    } catch {
      return "the file that IBKR_FLEX_TOKEN_FILE names cannot be read";
    }
  if (value.trim() === "")
    return "no token: set IBKR_FLEX_TOKEN, or IBKR_FLEX_TOKEN_FILE to a file that holds it";
  if ((env["NODE_DEBUG"] ?? "") !== "") return "NODE_DEBUG would print the token: unset it";
  return new Token(value);
}
