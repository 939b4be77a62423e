/** From an answer to bytes on the wire: a reply is a status, headers, a body and how it is sent. */
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Answer, Bytes } from "./answer.ts";
import { enlarged } from "./enlarge.ts";
import { errorEnvelope, htmlPage, usualError } from "./envelope.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** One word for the record of requests: a code, `statement`, `reference` or the kind of an answer. */
  readonly said: string;
  /** Set on errors of the service. */
  readonly code?: number;
  readonly delay?: number;
  readonly pieces?: { readonly size: number; readonly ms: number };
  /** `reset`, `hang`: nothing is sent. `cut`: `length` is declared, the body is sent, the connection torn down. */
  readonly end?: "reset" | "hang" | "cut";
  readonly length?: number;
}

/** What an answer may refer to. */
export interface Situation {
  readonly token: string;
  readonly timestamp: string;
  /** What the service would say. */
  usual(): Reply;
  /** The finished statement, or what the service says to such a request at all. */
  finished(): Reply;
  /** Success of SendRequest with this address. */
  success(url?: string | null): Reply;
}

const bytesOf = (bytes: Bytes): Uint8Array =>
  typeof bytes === "string" ? Buffer.from(bytes) : bytes;

const reply = (said: string, status: number, type: string, body: Bytes): Reply => ({
  status,
  headers: type === "" ? {} : { "content-type": type },
  body: bytesOf(body),
  said,
});

export const xml = (said: string, body: Bytes): Reply => reply(said, 200, "text/xml", body);

export const html = (said: string, status: number, body: string): Reply =>
  reply(said, status, "text/html; charset=utf-8", body);

/** An error as the service gives it: in an envelope, with HTTP status 200. */
export function errorReply(
  { token, timestamp }: Pick<Situation, "token" | "timestamp">,
  code: number,
  { status, message }: Partial<Omit<Answer & { kind: "code" }, "kind">> = {},
): Reply {
  const usual = usualError(code);
  const words = typeof message === "function" ? message(token) : (message ?? usual.message);
  const body = errorEnvelope(timestamp, code, status === undefined ? usual.status : status, words);
  return { ...xml(String(code), body), code };
}

/** What is sent for an answer. */
export function replyOf(answer: Answer, situation: Situation): Reply {
  switch (answer.kind) {
    case "code":
      return errorReply(situation, answer.code, answer);
    case "html":
      return html("html", answer.status ?? 200, answer.body ?? htmlPage("Log in"));
    case "redirect": {
      const page = html("redirect", answer.status, htmlPage("Moved"));
      return { ...page, headers: { ...page.headers, location: answer.location } };
    }
    case "status":
      return html("status", answer.status, answer.body ?? htmlPage("System maintenance"));
    case "body":
      return {
        ...reply("body", answer.status ?? 200, "text/xml", answer.body),
        ...(answer.headers && { headers: answer.headers }),
      };
    case "empty":
      return xml("empty", "");
    case "csv":
      return reply("csv", 200, "text/csv", CSV);
    case "envelope-as-statement":
      return { ...situation.success(), said: "envelope-as-statement" };
    case "echo-token":
      return echo(answer, situation);
    case "reset":
    case "hang":
      return { ...xml(answer.kind, ""), end: answer.kind };
    case "url":
      return situation.success(answer.url);
    case "wait":
      return { ...situation.usual(), delay: answer.ms };
    default:
      return { ...reshaped(answer, situation.finished()), said: answer.kind };
  }
}

const CSV = `"ClientAccountID","CurrencyPrimary","Symbol","Quantity","TradePrice"
"U1234567","USD","QLMR","100","52.3"
`;

type Shape = Extract<
  Answer,
  { kind: "truncated" | "cut" | "slow" | "gzip" | "gzip-broken" | "bom" | "latin1" | "large" }
>;

function reshaped(shape: Shape, whole: Reply): Reply {
  const { body } = whole;
  switch (shape.kind) {
    case "truncated":
      return { ...whole, body: cutAt(body, shape.at) };
    case "cut":
      return { ...whole, body: cutAt(body, shape.at), length: body.length, end: "cut" };
    case "slow":
      return { ...whole, pieces: { size: shape.chunk, ms: shape.ms } };
    case "gzip":
      return compressed(whole, gzipSync(body));
    case "gzip-broken":
      return compressed(whole, damaged(gzipSync(body)));
    case "bom":
      return { ...whole, body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) };
    case "latin1":
      return { ...whole, body: inLatin1(body) };
    case "large":
      return { ...whole, body: enlarged(body, shape.megabytes * 1_000_000) };
  }
}

const cutAt = (body: Uint8Array, at: number): Uint8Array =>
  body.subarray(0, at < 1 ? body.length * at : at);

const compressed = (whole: Reply, body: Uint8Array): Reply => ({
  ...whole,
  body,
  headers: { ...whole.headers, "content-encoding": "gzip" },
});

/** The last byte but eight: the checksum no longer fits, wherever the change falls. */
function damaged(zipped: Buffer): Uint8Array {
  const at = zipped.length - 8;
  zipped[at] = (zipped[at] ?? 0) ^ 0xff;
  return zipped;
}

/** The comment makes sure that the bytes are no UTF-8 even where the statement is plain ASCII. */
function inLatin1(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString();
  const head = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- relevé de compte -->\n';
  return Buffer.from(head + text, "latin1");
}

function echo(answer: Answer & { kind: "echo-token" }, { token, finished }: Situation): Reply {
  const shown = answer.encoded === true ? encodeURIComponent(token) : token;
  if (answer.in === "html")
    return html("echo-token", 200, htmlPage("Error", `Request failed: GetStatement?t=${shown}`));
  const whole = finished();
  const text = `${Buffer.from(whole.body).toString()}<!-- ${shown} -->\n`;
  return { ...whole, body: Buffer.from(text), said: "echo-token" };
}

/** Sends a reply; ends early where the other side goes away. */
export async function send(response: ServerResponse, reply: Reply): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  try {
    if (reply.delay !== undefined) await pause(reply.delay, undefined, { signal: gone.signal });
    if (reply.end === "hang") return;
    if (reply.end === "reset") response.socket?.resetAndDestroy();
    else await sendBody(response, reply, gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

async function sendBody(
  response: ServerResponse,
  { status, headers, body, length, pieces, end }: Reply,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(status, { ...headers, "content-length": length ?? body.length });
  if (pieces !== undefined)
    for (let at = 0; at < body.length; at += pieces.size) {
      if (at > 0) await pause(pieces.ms, undefined, { signal });
      response.write(body.subarray(at, at + pieces.size));
    }
  else if (end === "cut") {
    response.flushHeaders();
    // Only once the bytes are out: destroying the socket at once would take them along.
    response.write(body, () => response.socket?.destroy());
    return;
  } else response.write(body);
  response.end();
}
