/**
 * GitHub's REST API for one repository. A failure is an answer and says neither the address nor the token: a notifier
 * that fails must not fail what it reports on.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";

export type Reply =
  | { readonly ok: true; readonly body: unknown; readonly more: boolean }
  | { readonly ok: false; readonly why: string };

export type Api = (method: "GET" | "POST" | "PATCH", path: string, body?: object) => Promise<Reply>;

export interface ApiOptions {
  /** `GITHUB_API_URL`. */
  readonly base: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Where the API is. */
export const apiAddress = (environment: Readonly<Record<string, string | undefined>>): string =>
  environment["GITHUB_API_URL"] || "https://api.github.com";

const ATTEMPTS = 4;
/** Milliseconds; a longer wait than the last is not worth a runner's time. */
const WAITS = [1_000, 4_000, 15_000];
const LONGEST_WAIT = 60;
const TIMEOUT = 20_000;

/** The API below a repository; asks again where the service is busy or down, and at most three times. */
export function apiOf({ base, repository, token, wait = pause }: ApiOptions): Api {
  return async (method, path, body) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(`${base}/repos/${repository}${path}`, method, token, body);
      if (!("again" in answer)) return answer;
      const pauses = answer.after ?? WAITS[attempt - 1] ?? 0;
      if (attempt === ATTEMPTS || pauses > LONGEST_WAIT * 1_000)
        return { ok: false, why: answer.again };
      await wait(pauses);
    }
  };
}

/** Worth asking again, after so many milliseconds where the service says how many. */
interface Again {
  readonly again: string;
  readonly after: number | null;
}

async function once(
  url: string,
  method: string,
  token: string,
  body: object | undefined,
): Promise<Reply | Again> {
  const dispatcher = new Agent({ connect: { timeout: TIMEOUT } });
  try {
    const response = await request(url, {
      dispatcher,
      method: method as "GET",
      signal: AbortSignal.timeout(TIMEOUT * 2),
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": "lotbook",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    return read(response.statusCode, response.headers, text);
  } catch {
    return { again: "the service could not be reached", after: null };
  } finally {
    await dispatcher.destroy();
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function read(status: number, headers: Headers, text: string): Reply | Again {
  if (status < 300) return success(headers, text);
  const after = headers["retry-after"];
  const seconds = typeof after === "string" && /^\d{1,6}$/.test(after) ? +after * 1_000 : null;
  const limited =
    status === 429 ||
    (status === 403 && (after !== undefined || headers["x-ratelimit-remaining"] === "0"));
  if (limited) return { again: "too many requests", after: seconds ?? LONGEST_WAIT * 2_000 };
  if (status >= 500) return { again: `the service answered ${status}`, after: seconds };
  return { ok: false, why: `the service answered ${status}${MEANINGS[status] ?? ""}` };
}

function success(headers: Headers, text: string): Reply {
  try {
    const more = /rel="next"/.test(String(headers["link"] ?? ""));
    return { ok: true, body: text === "" ? null : JSON.parse(text), more };
  } catch {
    return { ok: false, why: "the service answered with something that is no JSON" };
  }
}

const MEANINGS: Readonly<Record<number, string>> = {
  401: ": the token is not valid",
  403: ": the token may not do this (issues: write)",
  404: ": the token does not see the repository",
  410: ": the repository has no issues; turn them on in its settings",
};
