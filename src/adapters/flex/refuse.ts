/**
 * Refusals: a file that is no statement, or a broken one, is refused as a whole with one diagnostic that says what was
 * expected, what was found and what to do. Bytes of the file are shown only where they cannot be a value: files may
 * hold names and numbers of accounts, and answers of the service may echo a token.
 */
import type { Code, Diagnostic } from "../../core/diagnostics.ts";
import { SERVICE_CODES } from "./codes.ts";
import { lineAt } from "./scan.ts";
import { LINE_FEED, latin1 } from "./shape.ts";
import type { Fault } from "./tag.ts";

interface File {
  readonly path: string;
  readonly bytes: Uint8Array;
}

type Said = Pick<Diagnostic, "message" | "expected" | "actual" | "hint">;

const AGAIN = "fetch it again, or download it again in the portal and import it";
const AS_XML =
  "choose XML as the query's format in the portal: Performance & Reports > Flex Queries > edit > Delivery Configuration > Format XML";

const refusal = (file: File, code: Code, line: number, said: Said): Diagnostic => ({
  code,
  at: [{ file: file.path, line }],
  ...said,
});

/** Refuses what is not XML at all, by its first bytes; null where it may be XML. Whole file, before any scan. */
export function refuseAtSight(file: File): Diagnostic | null {
  const { bytes } = file;
  const head = latin1(bytes, 0, Math.min(bytes.length, 4096)).replace(/^\u00ef\u00bb\u00bf/, "");
  if (!/[^ \t\r\n]/.test(head) && bytes.length <= 4096)
    return refusal(file, "flex/empty", 1, { message: "The file is empty", hint: AGAIN });
  const kind = kindOf(head.trimStart());
  if (kind === null) return null;
  const message = `The file is ${kind.what}, not XML`;
  const { hint } = kind;
  return refusal(file, "flex/not-xml", 1, { message, expected: "a Flex statement as XML", hint });
}

function kindOf(head: string): { what: string; hint: string } | null {
  if (/^(\u00ff\u00fe|\u00fe\u00ff|<\0|\0<)/.test(head))
    return { what: "text in UTF-16", hint: `save it as UTF-8, or ${AGAIN}` };
  if (/^<(!doctype\s+html|html)[\s>]/i.test(head))
    return {
      what: "an HTML page",
      hint: `the service or the portal answered with a page (maintenance or login); ${AGAIN}`,
    };
  if (head.startsWith("PK\u0003\u0004") || head.startsWith("\u001f\u008b"))
    return { what: "compressed", hint: "unpack it and import the XML file inside" };
  if (head.startsWith("<")) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data from text
  if (/[\x00-\x08\x0e-\x1f]/.test(head)) return { what: "binary data", hint: AGAIN };
  const [firstLine = ""] = head.split("\n");
  return /[,;|\t].*[,;|\t]/.test(firstLine)
    ? { what: "CSV", hint: AS_XML }
    : { what: "plain text", hint: `${AGAIN}; if it is the query's own output, ${AS_XML}` };
}

/** Refuses a file that breaks a rule of XML: a DOCTYPE, a cut-off download, or anything else malformed. */
export function refuseFault(file: File, fault: Fault): Diagnostic {
  const line = lineAt(file.bytes, lastByte(file.bytes, fault.at));
  const { expected, found: actual } = fault;
  if (fault.rule === "doctype")
    return refusal(file, "flex/doctype", line, {
      message: "The file has a DOCTYPE",
      expected: "no DOCTYPE: a Flex statement never has one",
      hint: `use the file as the broker sent it: ${AGAIN}`,
    });
  if (fault.rule === "end")
    return refusal(file, "flex/malformed", line, {
      message: "The file ends too early",
      expected,
      actual,
      hint: `the download was cut off; ${AGAIN}`,
    });
  const message = `The XML is not well-formed (${MESSAGES[fault.rule]})`;
  const hint = `the file was damaged or edited; ${AGAIN}`;
  return refusal(file, "flex/malformed", line, { message, expected, actual, hint });
}

/** A file that ends with a line feed was cut off on the line before it. */
const lastByte = (bytes: Uint8Array, at: number): number =>
  at >= bytes.length && bytes.at(-1) === LINE_FEED ? bytes.length - 1 : at;

const MESSAGES: Readonly<Record<Fault["rule"], string>> = {
  attribute: "an attribute is not written as name, equals sign, quoted value",
  character: "a character that XML does not have",
  comment: "a comment is not written as <!-- … -->",
  declaration: "the XML declaration is wrong",
  doctype: "DOCTYPE",
  duplicate: "an attribute stands twice in one row",
  encoding: "the bytes are not UTF-8",
  end: "cut off",
  instruction: "a processing instruction is wrong or misplaced",
  name: "a name has characters that names do not have",
  nesting: "an end tag does not close the element that is open",
  outside: "something stands outside the one root element",
  reference: "an & that is no reference of XML",
  tag: "a tag is not closed properly",
  text: '"]]>" in text',
  value: 'a "<" in a value',
};

/** Refuses a file whose root is another element: an answer of the Flex service, or something else. */
export function refuseRoot(file: File, root: string, line: number): Diagnostic {
  if (root === "FlexStatementResponse") return refuseResponse(file, line);
  const known = root === "FlexStatement" || root === "FlexStatements";
  return refusal(file, "flex/not-a-statement", line, {
    message: known
      ? `The file starts with ${root}: its outer elements are missing`
      : "The file is XML, but its root element is another one",
    expected: "FlexQueryResponse as the root element",
    actual: root.slice(0, 40),
    hint: known ? `use the whole file as the broker sent it: ${AGAIN}` : AGAIN,
  });
}

/** Refuses a response of the service. Only the code is shown; the message could hold anything. */
function refuseResponse(file: File, line: number): Diagnostic {
  const text = latin1(file.bytes, 0, Math.min(file.bytes.length, 10_000));
  const found = /<ErrorCode>\s*(\d{1,6})\s*<\/ErrorCode>/.exec(text);
  const code = found?.[1];
  if (code === undefined && /<Status>\s*Success\s*<\/Status>/.test(text))
    return refusal(file, "flex/not-a-statement", line, {
      message: "The file is the service's receipt for a request, not the statement itself",
      expected: "FlexQueryResponse as the root element",
      actual: "FlexStatementResponse with a reference code",
      hint: "fetch it again: the statement is a second download",
    });
  const known = SERVICE_CODES[code ?? ""];
  const where = found === null ? line : lineAt(file.bytes, found.index);
  return refusal(file, "flex/error-response", where, {
    message: `The Flex service answered with ${code === undefined ? "an error without a code" : `error ${code}`} instead of a statement${known === undefined ? "" : `: ${known.meaning}`}`,
    expected: "FlexQueryResponse as the root element",
    actual:
      code === undefined ? "FlexStatementResponse" : `FlexStatementResponse, ErrorCode ${code}`,
    hint:
      known?.remedy ??
      "look the code up in IBKR's Flex Web Service reference; fetch again at the next schedule",
  });
}
