/**
 * Hides who the account belongs to: values of attributes that name a person or an account, and every other occurrence of
 * an account number. A masked value keeps its length in bytes, so that offsets into a file stay true. Text is given as
 * "binary" strings (one character per byte, latin1), which raw files are read as.
 */

/** Attributes whose values are never shown. */
const PERSONAL =
  /^(?:account|accountId|acctAlias|name|accountName|masterName|accountRep(?:Name|Phone)|registeredRep(?:Name|Phone)|(?:street|city|state|postalCode|country)\w*|primaryEmail|email|phone|dateOfBirth|taxId|clientReference|from(?:Acct|Account)|to(?:Acct|Account)|(?:counter|delivering|receiving|broker)Account)$/;
/** Those of them that hold account numbers, which are then hidden wherever else they occur. */
const ACCOUNT =
  /(?:^|\s)(?:accountId|account|fromAcct|toAcct|fromAccount|toAccount|brokerAccount)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ATTRIBUTE = /(?<=[\s"'])([\w:-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;
/** Like an account number: at least five characters, at least three digits in a row, no spaces. */
const NUMBER = /^(?=.{5,}$)(?=.*\d{3})[\w*.-]+$/;
/** What account numbers of IBKR look like, for files where no attribute names them. */
const USUAL = "\\bD?[FU]\\d{6,8}[A-Z]?\\b";

/** The account numbers that occur in raw text; a segment's number (`U1234567F`) also gives that of its account. */
export function accountNumbers(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, double, single] of text.matchAll(ACCOUNT)) {
    const number = double ?? single ?? "";
    if (!NUMBER.test(number)) continue;
    found.add(number);
    const base = /^([A-Z]+\d{5,})[A-Z]$/.exec(number)?.[1];
    if (base !== undefined) found.add(base);
  }
  return found;
}

/** Attributes whose values name a person, who may be named elsewhere too: in the text of a payment, say. */
const NAMES =
  /(?:^|\s)(?:name|accountName|masterName|primaryEmail|street|street2)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** E-mail addresses and international bank account numbers, whoever they belong to. */
const CONTACTS = "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+|\\b[A-Z]{2}\\d{2}[A-Z0-9]{11,30}\\b";

/** Names, addresses and e-mails of the holder that occur in raw text. Short ones would hide ordinary words. */
export function personalNames(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, double, single] of text.matchAll(NAMES)) {
    const name = (double ?? single ?? "").trim();
    if (name.length < 5 || !/[A-Za-z]{3}/.test(name) || /^[*]+$/.test(name)) continue;
    found.add(name);
    found.add(Buffer.from(name, "latin1").toString("utf8"));
  }
  return found;
}

export interface Mask {
  /** Masks raw XML: personal attributes, then account numbers. Same length as the input. */
  readonly raw: (text: string) => string;
  /** Masks account numbers in any other text. */
  readonly text: (text: string) => string;
}

/** A mask that hides nothing, for those who chose to show account numbers. */
export const noMask: Mask = { raw: (text) => text, text: (text) => text };

/** A mask that knows these account numbers and names. */
export function maskOf(numbers: Iterable<string>): Mask {
  const longestFirst = [...new Set(numbers)].sort((a, b) => b.length - a.length);
  const known = new RegExp([...longestFirst.map(literal), USUAL, CONTACTS].join("|"), "gi");
  const text = (plain: string) => plain.replace(known, stars);
  return { text, raw: (xml) => text(xml.replace(ATTRIBUTE, hidden)) };
}

function hidden(
  whole: string,
  name: string,
  equals: string,
  double?: string,
  single?: string,
): string {
  if (!PERSONAL.test(name)) return whole;
  return double === undefined
    ? `${name}${equals}'${stars(single ?? "")}'`
    : `${name}${equals}"${stars(double)}"`;
}

const stars = (text: string): string => "*".repeat(text.length);
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
