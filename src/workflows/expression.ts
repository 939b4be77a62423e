/**
 * The part of GitHub's expression language that our workflows use: properties, texts, comparisons, `!`, `&&`, `||`,
 * parentheses and the functions of a status. Anything else is refused, so that no test passes by a misreading.
 */

/** What an expression can read: nested objects; what is not there is null. */
export interface Context {
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether everything before has succeeded. */
  readonly success: boolean;
}

type Value = string | boolean | number | null;

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|(&&|\|\||==|!=|[!()]))/y;

const FUNCTIONS: Readonly<Record<string, (context: Context) => boolean>> = {
  success: ({ success }) => success,
  failure: ({ success }) => !success,
  always: () => true,
  cancelled: () => false,
};

/** The text with every `${{ … }}` replaced by its value. */
export const filled = (text: string, context: Context): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => {
    const value = evaluate(inner, context);
    return value === null ? "" : String(value);
  });

/** Whether a job or step runs: without a function of a status only where everything before has succeeded. */
export function holds(condition: string | undefined, context: Context): boolean {
  if (condition === undefined) return context.success;
  const inner = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  const asks = /\b(success|failure|always|cancelled)\s*\(/.test(inner);
  return (asks || context.success) && truthy(evaluate(inner, context));
}

/** The value of an expression. */
export function evaluate(source: string, context: Context): Value {
  const reader = new Reader(tokens(source), context);
  const value = reader.either();
  reader.end(source);
  return value;
}

function tokens(source: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== "") {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new Error(`not understood: ${source.slice(at)} in ${source}`);
    found.push(match[0].trim());
  }
  return found;
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #context: Context;
  #at = 0;

  constructor(all: readonly string[], context: Context) {
    this.#tokens = all;
    this.#context = context;
  }

  end(source: string): void {
    if (this.#at < this.#tokens.length) throw new Error(`not understood: ${source}`);
  }

  either(): Value {
    let left = this.#both();
    while (this.#take("||")) {
      const right = this.#both();
      left = truthy(left) ? left : right;
    }
    return left;
  }

  #both(): Value {
    let left = this.#compared();
    while (this.#take("&&")) {
      const right = this.#compared();
      left = truthy(left) ? right : left;
    }
    return left;
  }

  #compared(): Value {
    const left = this.#single();
    if (this.#take("==")) return same(left, this.#single());
    if (this.#take("!=")) return !same(left, this.#single());
    return left;
  }

  #single(): Value {
    if (this.#take("!")) return !truthy(this.#single());
    if (this.#take("(")) {
      const inner = this.either();
      this.#need(")");
      return inner;
    }
    const token = this.#tokens[this.#at++] ?? "";
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (token === "true" || token === "false") return token === "true";
    if (this.#take("(")) {
      this.#need(")");
      const call = FUNCTIONS[token];
      if (call === undefined) throw new Error(`no such function here: ${token}`);
      return call(this.#context);
    }
    return property(token, this.#context);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #need(token: string): void {
    if (!this.#take(token)) throw new Error(`${token} expected before ${this.#tokens[this.#at]}`);
  }
}

function property(path: string, { values }: Context): Value {
  const [first = "", ...rest] = path.split(".");
  if (!(first in values)) throw new Error(`no such context here: ${path}`);
  let value = values[first];
  for (const name of rest) value = (value as Record<string, unknown> | null | undefined)?.[name];
  if (value === undefined || value === null) return null;
  if (typeof value === "object") throw new Error(`${path} is no single value`);
  return value as Value;
}

const truthy = (value: Value): boolean =>
  value !== null && value !== false && value !== "" && value !== 0;

/** Texts compare without regard to capitals; null is as good as an empty text. */
function same(left: Value, right: Value): boolean {
  if (typeof left === typeof right && typeof left !== "string") return left === right;
  return String(left ?? "").toLowerCase() === String(right ?? "").toLowerCase();
}
