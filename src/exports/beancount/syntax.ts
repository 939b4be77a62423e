/** How beancount writes things down: numbers, strings, transactions. (Beancount 2.3.5, parser/lexer.l and grammar.y.) */
import type { IsoDate } from "../../core/dates.ts";
import type { Decimal } from "../../core/decimal.ts";

export interface Posting {
  readonly account: string;
  /** Units with cost and price; null where beancount shall work it out. */
  readonly amount: string | null;
}

export interface Transaction {
  readonly date: IsoDate;
  readonly payee: string;
  readonly narration: string;
  readonly tags: readonly string[];
  /** Names in lower case; texts are quoted, numbers are not. */
  readonly meta: Readonly<Record<string, string | number>>;
  readonly postings: readonly Posting[];
}

/** A string: what would end it is escaped, and it stays on one line. */
export const quoted = (text: string): string =>
  `"${text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .replaceAll(/["\\]/g, "\\$&")}"`;

export const amountOf = (number: Decimal, commodity: string): string => `${number} ${commodity}`;

export function transactionText(transaction: Transaction): string {
  const { date, payee, narration, tags, meta, postings } = transaction;
  const who = payee === "" ? "" : ` ${quoted(payee)}`;
  const marks = tags.map((tag) => ` #${tag}`).join("");
  return [
    `${date} *${who} ${quoted(narration)}${marks}`,
    ...metaLines(meta),
    ...postings.map(({ account, amount }) => `  ${account}${amount === null ? "" : `  ${amount}`}`),
  ].join("\n");
}

export const metaLines = (meta: Transaction["meta"]): string[] =>
  Object.entries(meta).flatMap(([name, value]) =>
    value === "" ? [] : [`  ${name}: ${typeof value === "number" ? value : quoted(value)}`],
  );
