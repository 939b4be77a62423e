/**
 * One request to the Flex service, with a limit on every wait and on the size of the answer. Whatever goes wrong is an
 * answer too, by what may be done next: nothing of the library's errors goes further, because they may hold the URL.
 */
import { gunzipSync } from "node:zlib";
import { Agent, type Dispatcher, request } from "undici";
import { trusted } from "./endpoint.ts";
import type { Pace } from "./pace.ts";
import type { Token } from "./token.ts";

export type Reply =
  | { readonly kind: "body"; readonly status: number; readonly bytes: Uint8Array }
  /** The request never reached the service. */
  | { readonly kind: "unreachable"; readonly why: string }
  /** The request may have reached the service. */
  | { readonly kind: "failed"; readonly why: string }
  /** It was answered with a redirect that is not followed. */
  | { readonly kind: "elsewhere"; readonly why: string }
  /** The answer began and did not end. */
  | { readonly kind: "cut"; readonly why: string }
  | { readonly kind: "too large"; readonly why: string };

/** Milliseconds, except for the last. */
export interface Limits {
  readonly connect: number;
  /** From the request to the first byte, and between two pieces of the answer. */
  readonly silence: number;
  /** The whole request. */
  readonly total: number;
  /** Bytes of an answer: what git hosts accept as one file. */
  readonly bytes: number;
}

/** Where a request goes and what it needs; the parameters stand in the query string. */
export interface Wire {
  readonly base: URL;
  readonly token: Token;
  readonly pace: Pace;
}

const REDIRECTS = 3;
/** The service refuses requests without it; any product and version will do. */
const USER_AGENT = "Lotbook/1";

/**
 * Gets an address, following redirects by hand and only to addresses that the token may be sent to. `parameters` are
 * those besides the token; `onSend` is told when the request goes out.
 */
export async function get(
  wire: Wire,
  address: URL,
  parameters: Readonly<Record<string, string>>,
  limits: Limits,
  onSend?: () => void,
): Promise<Reply> {
  const agent = new Agent({ connect: { timeout: limits.connect }, pipelining: 0 });
  try {
    let url = address;
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const target = withParameters(url, { t: wire.token.reveal(), ...parameters, v: "3" });
      const answer = await wire.pace.take(() => {
        onSend?.();
        return once(agent, target, limits);
      });
      if (answer.kind !== "redirect") return answer;
      const next = trusted(URL.parse(answer.location, url), wire.base);
      if (next === null)
        return {
          kind: "elsewhere",
          why: "the service redirected to another host, where the token is never sent",
        };
      url = next;
    }
    return { kind: "elsewhere", why: "the service redirected too often" };
  } finally {
    await agent.destroy();
  }
}

function withParameters(url: URL, parameters: Readonly<Record<string, string>>): URL {
  const target = new URL(url.origin + url.pathname);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target;
}

type Answer = Reply | { readonly kind: "redirect"; readonly location: string };

async function once(agent: Agent, url: URL, limits: Limits): Promise<Answer> {
  const signal = AbortSignal.timeout(limits.total);
  let response: Dispatcher.ResponseData;
  try {
    response = await request(url, {
      dispatcher: agent,
      signal,
      headersTimeout: limits.silence,
      bodyTimeout: limits.silence,
      headers: { "user-agent": USER_AGENT, accept: "*/*", "accept-encoding": "gzip" },
    });
  } catch (error) {
    return unanswered(error);
  }
  const { statusCode: status, headers, body } = response;
  const location = headers["location"];
  if (status >= 300 && status < 400 && typeof location === "string") {
    body.destroy();
    body.on("error", () => {});
    return { kind: "redirect", location };
  }
  return received(status, body, limits);
}

async function received(
  status: number,
  body: AsyncIterable<Uint8Array>,
  limits: Limits,
): Promise<Reply> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > limits.bytes) return TOO_LARGE;
      pieces.push(piece);
    }
  } catch (error) {
    if (isTimeout(error)) return { kind: "failed", why: "the answer took too long" };
    return { kind: "cut", why: "the connection ended in the middle of the answer" };
  }
  return unpacked(status, Buffer.concat(pieces), limits);
}

const TOO_LARGE: Reply = { kind: "too large", why: "the answer is larger than 100 MB" };

/** The bytes of the statement, also where they were packed for the way. */
function unpacked(status: number, bytes: Uint8Array, limits: Limits): Reply {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { kind: "body", status, bytes };
  try {
    return { kind: "body", status, bytes: gunzipSync(bytes, { maxOutputLength: limits.bytes }) };
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") return TOO_LARGE;
    return { kind: "cut", why: "the packed answer is incomplete or damaged" };
  }
}

const NEVER_REACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOST|ENET|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

function unanswered(error: unknown): Reply {
  if (isTimeout(error)) return { kind: "failed", why: "the service did not answer in time" };
  const code = codeOf(error);
  if (NEVER_REACHED.test(code)) return { kind: "unreachable", why: `no connection (${code})` };
  return {
    kind: "failed",
    why: `the connection broke before an answer came (${code || "no reason given"})`,
  };
}

const isTimeout = (error: unknown): boolean =>
  (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) ||
  /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(codeOf(error));

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[A-Z_0-9]+$/.test(code) ? code : "";
};
