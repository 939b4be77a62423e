/**
 * What a statement may have besides elements, and never needs: comments, processing instructions, an XML declaration,
 * CDATA, text. Each function answers the offset behind it, or what is wrong with it.
 */
import { isAscii } from "node:buffer";
import { afterSpecial, GREATER, isPlain, LESS, latin1, QUOTE } from "./shape.ts";
import { afterName, type Fault, fault, isBlankByte, wrongByte } from "./tag.ts";

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>$/;
const UNICODE = ["UTF-8", "US-ASCII", "ASCII"];

/** `<?xml …?>` at the start of a file. An encoding other than UTF-8 is refused unless the file is plain ASCII. */
export function afterDeclaration(bytes: Uint8Array, at: number): number | Fault {
  const end = bytes.indexOf(GREATER, at);
  if (end < 0) return fault(bytes, "end", bytes.length, "?>");
  const found = DECLARATION.exec(latin1(bytes, at, Math.min(end + 1, at + 300)));
  if (found === null)
    return fault(bytes, "declaration", at, `<?xml version="1.0" encoding="UTF-8"?>`);
  const encoding = (found[1] ?? found[2] ?? "UTF-8").toUpperCase();
  if (!UNICODE.includes(encoding) && !isAscii(bytes))
    return { rule: "encoding", at, expected: "UTF-8", found: encoding.slice(0, 40) };
  return end + 1;
}

/** `<?target …?>`. */
export function afterInstruction(bytes: Uint8Array, at: number): number | Fault {
  let named = at + 2;
  while (named < bytes.length && !isBlankByte(bytes[named]) && bytes[named] !== QUESTION) named++;
  const end = indexOf(bytes, "?>", named);
  if (end < 0) return fault(bytes, "end", bytes.length, "?>");
  const checked = afterName(bytes, at + 2, "the name of a processing instruction");
  if (typeof checked !== "number") return { ...checked, rule: "instruction" };
  if (checked !== named)
    return fault(bytes, "instruction", checked, "a blank behind the name of an instruction");
  if (/^xml$/i.test(latin1(bytes, at + 2, named)))
    return fault(bytes, "instruction", at, "an XML declaration only at the very start of the file");
  return allowed(bytes, named, end + 2);
}

/** `<!-- … -->`. */
export function afterComment(bytes: Uint8Array, at: number): number | Fault {
  const end = indexOf(bytes, "--", at + 4);
  if (end < 0 || end + 2 >= bytes.length) return fault(bytes, "end", bytes.length, "-->");
  return bytes[end + 2] === GREATER
    ? allowed(bytes, at + 4, end + 3)
    : fault(bytes, "comment", end, `no "--" within a comment`);
}

/** `<![CDATA[ … ]]>`. */
export function afterCharacterData(bytes: Uint8Array, at: number): number | Fault {
  const end = indexOf(bytes, "]]>", at + 9);
  return end < 0 ? fault(bytes, "end", bytes.length, "]]>") : allowed(bytes, at + 9, end + 3);
}

/** Text up to the next `<`. */
export function afterText(bytes: Uint8Array, start: number): number | Fault {
  for (let at = start; ; ) {
    const byte = bytes[at];
    if (byte === LESS || byte === undefined) return at;
    if (byte === GREATER && at - start >= 2 && latin1(bytes, at - 2, at) === "]]")
      return fault(bytes, "text", at, `no "]]>" in text`);
    // In text both quotes are ordinary, so the one that would close a value is none of them.
    const after = isPlain(byte) || byte === QUOTE ? at + 1 : afterSpecial(bytes, at, QUOTE);
    if (after < 0) return wrongByte(bytes, at, "text");
    at = after;
  }
}

const QUESTION = 63;

/** The end of a range, where it holds only characters that XML has. */
function allowed(bytes: Uint8Array, start: number, end: number): number | Fault {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 32 ? !isBlankByte(byte) : byte === 0xef && afterSpecial(bytes, at, QUOTE) < 0)
      return fault(bytes, "character", at, "no control characters");
  }
  return end;
}

const indexOf = (bytes: Uint8Array, text: string, from: number): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(text, from);
