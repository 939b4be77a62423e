/** What an answer of the service is: a receipt, an error, a statement, or none of these. (Flex protocol notes, section 5.) */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { IsoDate } from "../../core/dates.ts";
import type { Code, Diagnostic } from "../../core/diagnostics.ts";
import { acceptStatement } from "../flex/accept.ts";
import type { FlexDocument } from "../flex/document.ts";
import type { Token } from "./token.ts";
import type { Reply } from "./transport.ts";

export type Answer =
  | { readonly kind: "receipt"; readonly reference: string; readonly url: string | null }
  | { readonly kind: "error"; readonly code: string; readonly message: string }
  | { readonly kind: "statement"; readonly bytes: Uint8Array; readonly document: FlexDocument }
  /** The service is ill, or not the service: a page, a status of 4xx or 5xx, no connection. */
  | {
      readonly kind: "ill";
      readonly why: string;
      /** What became of the request: it never got there, nobody knows, or it was answered. */
      readonly request: "not sent" | "unanswered" | "answered";
    }
  /** Empty, or it does not end. */
  | { readonly kind: "incomplete"; readonly why: string }
  | { readonly kind: "foreign"; readonly why: string; readonly hint: string };

/** What an answer is judged by. */
export interface Judge {
  /** The broker's day: a statement of later days is refused. */
  readonly today: IsoDate;
  /** An answer that repeats it is not shown, not even in parts, and not stored. */
  readonly token: Token;
}

/** Reads a reply. A statement is accepted as for the store. */
export function answerOf(reply: Reply, judge: Judge): Answer {
  switch (reply.kind) {
    case "unreachable":
      return { kind: "ill", why: reply.why, request: "not sent" };
    case "failed":
      return { kind: "ill", why: reply.why, request: "unanswered" };
    case "elsewhere":
      return { kind: "ill", why: reply.why, request: "answered" };
    case "cut":
      return { kind: "incomplete", why: reply.why };
    case "too large":
      return { kind: "foreign", why: reply.why, hint: SMALLER };
    case "body":
      return bodyOf(reply.bytes, reply.status, judge);
  }
}

const SMALLER =
  "shorten the period of the query, take heavy sections out of it, or turn off Breakout by Day";

function bodyOf(bytes: Uint8Array, status: number, { today, token }: Judge): Answer {
  const head = Buffer.from(bytes.subarray(0, LARGEST_ENVELOPE))
    .toString("utf8")
    .replace(PROLOG, "");
  if (/^<FlexStatementResponse[\s/>]/.test(head)) return envelopeOf(bytes);
  if (status >= 300)
    return { kind: "ill", why: `the service answered HTTP ${status}`, request: "answered" };
  if (/^<(!doctype\s+html|html)[\s>]/i.test(head))
    return { kind: "ill", why: "the service answered with a web page", request: "answered" };
  if (token.isIn(bytes))
    return { kind: "foreign", why: "the answer has the token in it", hint: RENAME };
  const { value: document, diagnostics } = acceptStatement({ path: PATH, bytes }, today);
  if (document !== null) return { kind: "statement", bytes, document };
  const [why] = diagnostics;
  const message = why === undefined ? "the answer is no statement" : withReasons(why);
  return why !== undefined && INCOMPLETE.has(why.code)
    ? { kind: "incomplete", why: message }
    : { kind: "foreign", why: message, hint: why?.hint ?? "" };
}

/** How diagnostics name an answer that is not stored anywhere yet. */
const PATH = "answer";
/** What may stand before the root element. */
const PROLOG = /^\uFEFF?(\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;
const RENAME =
  "if the query's name or a note in the account holds the token, change that, and create a new token; else the service is ill";
const INCOMPLETE: ReadonlySet<Code> = new Set([
  "flex/empty",
  "flex/malformed",
  "flex/statement-count",
]);

const withReasons = ({ message, expected, actual }: Diagnostic): string =>
  [
    message,
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(actual === undefined ? [] : [`found ${actual}`]),
  ].join("; ");

const LARGEST_ENVELOPE = 65_536;
const PARSER = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  transformTagName: (name) => name.toLowerCase(),
});

/** A receipt or an error. The error code decides, whatever the status is. */
function envelopeOf(bytes: Uint8Array): Answer {
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  if (bytes.length > LARGEST_ENVELOPE || /<!DOCTYPE/i.test(text))
    return { kind: "foreign", why: "the answer is not one of the Flex service", hint: "" };
  if (XMLValidator.validate(text) !== true)
    return { kind: "incomplete", why: "the answer of the service does not end" };
  const fields: unknown = PARSER.parse(text).flexstatementresponse;
  const field = (name: string): string => {
    const value = fields !== null && typeof fields === "object" ? Reflect.get(fields, name) : "";
    return typeof value === "string" ? value.trim() : "";
  };
  const code = field("errorcode");
  if (code !== "" && code !== "0")
    return {
      kind: "error",
      code: /^\d{1,6}$/.test(code) ? code : "without a number",
      message: field("errormessage"),
    };
  const reference = field("referencecode");
  if (/^[\w-]{1,64}$/.test(reference))
    return { kind: "receipt", reference, url: field("url") === "" ? null : field("url") };
  const status = field("status").toLowerCase();
  if (status === "fail" || status === "warn")
    return { kind: "error", code: "without a number", message: field("errormessage") };
  return {
    kind: "foreign",
    why: "the service answered without a code and without a reference",
    hint: "",
  };
}
