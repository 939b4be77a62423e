/** What commands that ask the Flex service share: the token and the address from the environment, time, progress. */
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { FailureKind } from "../adapters/flex/codes.ts";
import type { FetchOptions } from "../adapters/ingest/fetch.ts";
import type { Status } from "../adapters/service/client.ts";
import { baseOf } from "../adapters/service/endpoint.ts";
import type { Failure } from "../adapters/service/failure.ts";
import { Pace } from "../adapters/service/pace.ts";
import { readToken } from "../adapters/service/token.ts";
import type { Settings } from "../adapters/yaml/settings.ts";
import { EXIT, print } from "./run.ts";

/**
 * Ends a command before it did anything: the reasons on standard error, and with `--json` as
 * `{ error: { exit, messages } }` on standard output. Answers the exit code.
 */
export function refuse(
  exit: number,
  messages: readonly string[],
  json: boolean | undefined,
): number {
  for (const message of messages) console.error(message);
  if (json === true) print(JSON.stringify({ error: { exit, messages } }));
  return exit;
}

const clock = {
  now: () => performance.now(),
  sleep: (milliseconds: number) => sleep(milliseconds),
};

/**
 * The service as the environment describes it: `IBKR_FLEX_TOKEN` or `IBKR_FLEX_TOKEN_FILE`, and `IBKR_FLEX_BASE_URL`.
 * Answers what is wrong with them otherwise.
 */
export function serviceOf(env: NodeJS.ProcessEnv): FetchOptions["service"] | string {
  const token = readToken(env);
  const base = baseOf(env["IBKR_FLEX_BASE_URL"]);
  if (typeof token === "string") return token;
  if (typeof base === "string") return base;
  if (token.isUnusual)
    console.error(
      "warning: the token has other characters than digits; was all of it pasted, and nothing else?",
    );
  return { token, base, clock, pace: new Pace(clock) };
}

/**
 * The queries to ask for, by alias: those of lotbook.yml, else the one in `IBKR_FLEX_QUERY_ID` under the alias of the
 * first account (`main` where none is listed). Answers a sentence where there is none to ask for.
 */
export function queriesOf(
  { accounts, flex }: Settings,
  env: NodeJS.ProcessEnv,
  only?: string,
): Readonly<Record<string, string>> | string {
  const [first = "main"] = Object.keys(accounts);
  const number = (env["IBKR_FLEX_QUERY_ID"] ?? "").trim();
  if (number !== "" && !/^[\w-]+$/.test(number))
    return "IBKR_FLEX_QUERY_ID is not the number of a query";
  const listed =
    Object.keys(flex.queries).length > 0 ? flex.queries : number === "" ? {} : { [first]: number };
  const names = Object.keys(listed);
  if (names.length === 0)
    return "no query: set IBKR_FLEX_QUERY_ID to its number in the portal, or list it under flex: queries: in lotbook.yml";
  if (only === undefined) return listed;
  const id = Object.hasOwn(listed, only) ? listed[only] : undefined;
  return id === undefined
    ? `there is no query ${only}; there is ${names.join(", ")}`
    : { [only]: id };
}

/** Says on standard error what is being done: on a terminal one line that changes, else a line each. */
export function statusPrinter(
  mask: (text: string) => string,
): (query: string, status: Status) => void {
  const terminal = process.stderr.isTTY === true;
  return (query, status) => {
    const rest = status.name === "waiting" ? ` ${status.seconds} s: ${status.why}` : "";
    const line = stripVTControlCharacters(mask(`${query}: ${status.name}${rest}`));
    process.stderr.write(
      terminal ? `\r\u001b[K${line}${status.name === "done" ? "\n" : ""}` : `${line}\n`,
    );
  };
}

/** The exit code of each kind of failure. (Design, section 6.) */
export const EXIT_OF: Readonly<Record<FailureKind, number>> = {
  credential: EXIT.credential,
  configuration: EXIT.settings,
  locked: EXIT.notReady,
  "not ready": EXIT.notReady,
  refused: EXIT.refused,
};

export const exitOfFailure = ({ kind }: Failure): number => EXIT_OF[kind];

/** What went wrong and what to do, a line each. */
export const failureLines = (query: string, { message, hint }: Failure): string[] => [
  `${query}: ${message}`,
  ...(hint === "" ? [] : [`  hint: ${hint}`]),
];
