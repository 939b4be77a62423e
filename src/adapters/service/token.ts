/**
 * The Flex token: it stands in the query string of every request, so any URL, any error and any answer may hold it.
 * It is revealed in one place, where a request is made; everything that is printed goes through `mask`.
 */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";

const INSTEAD = "•••";

export class Token {
  readonly #value: string;
  readonly #forms: RegExp;

  /** Trims the value: tokens are pasted with spaces and line ends. */
  constructor(value: string) {
    this.#value = value.trim().toWellFormed();
    const forms = formsOf(this.#value).toSorted((a, b) => b.length - a.length);
    this.#forms = new RegExp(forms.map((form) => RegExp.escape(form)).join("|"), "giu");
  }

  /** The token itself. Only for the query string of a request. */
  reveal(): string {
    return this.#value;
  }

  /** The text without the token, in whichever way it is written there. */
  mask(text: string): string {
    return text.replaceAll(this.#forms, INSTEAD);
  }

  /**
   * Whether the bytes hold the token, in whichever way it is written there. A few digits that stand in a statement are
   * some id or amount; tokens of the broker have some twenty.
   */
  isIn(bytes: Uint8Array): boolean {
    if (/^\d{0,11}$/.test(this.#value)) return false;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return formsOf(this.#value).some((form) => buffer.includes(form));
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

/** The token as it is, as URLs, forms, XML and JSON write it. */
function formsOf(value: string): string[] {
  const encoded = encodeURIComponent(value);
  const xml = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    ...new Set([
      value,
      encoded,
      encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      encodeURIComponent(encoded),
      encodeURI(value),
      new URLSearchParams({ t: value }).toString().slice(2),
      xml,
      xml.replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
      JSON.stringify(value).slice(1, -1),
    ]),
  ];
}

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
  if (/(^|,)\s*(undici|\*)/.test(env["NODE_DEBUG"] ?? ""))
    return "NODE_DEBUG would print the token: unset it";
  return new Token(value);
}
