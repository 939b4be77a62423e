/** What the log of runs says about today, as diagnostics: the last run of each query, and the days it brought. */
import {
  addDays,
  daysBetween,
  easternDay,
  type IsoDate,
  type IsoDateTime,
} from "../../core/dates.ts";
import type { Code, Diagnostic } from "../../core/diagnostics.ts";
import { type Outcome, succeeded } from "../../core/outcomes.ts";
import { SERVICE_CODES } from "../flex/codes.ts";
import { fellShort, type Run } from "./runs.ts";

/**
 * How the last run of each query ended, where it brought no statement (`fetch/credential`, `fetch/configuration`,
 * `fetch/locked`, `fetch/refused`, `fetch/not-ready`) or fewer days than asked for (`fetch/window-shorter`).
 */
export function runDiagnostics(runs: readonly Run[]): Diagnostic[] {
  return [...Map.groupBy(runs, ({ query }) => query)].flatMap(([, own]) => {
    const last = own.at(-1);
    if (last === undefined) return [];
    return succeeded(last) ? shorter(last, own) : [failed(last, own)];
  });
}

const CODE_OF: Readonly<Record<Exclude<Outcome, "stored" | "unchanged" | "empty">, Code>> = {
  "not ready": "fetch/not-ready",
  credential: "fetch/credential",
  configuration: "fetch/configuration",
  locked: "fetch/locked",
  refused: "fetch/refused",
};

function failed(last: Run, own: readonly Run[]): Diagnostic {
  const known = SERVICE_CODES[last.code ?? ""];
  const code = CODE_OF[last.outcome as keyof typeof CODE_OF];
  const reason =
    known === undefined
      ? REASONS[last.outcome as keyof typeof REASONS]
      : `${known.meaning} (code ${last.code})`;
  const since = own.findLast(succeeded)?.time;
  const before =
    since === undefined ? "none before it" : `the last good run was on ${easternDay(since)}`;
  return {
    code,
    message: `the run of ${easternDay(last.time)} for the query ${last.query} brought no statement: ${reason}; ${before}`,
    at: [{ file: last.file, line: last.line }],
    hint: known?.remedy ?? REMEDIES[last.outcome as keyof typeof REMEDIES],
  };
}

const REASONS = {
  "not ready": "the service did not answer with one in time",
  credential: "the token was refused",
  configuration: "the request was refused",
  locked: "too many failed attempts",
  refused: "what came was no complete statement of the accounts in lotbook.yml",
};
const REMEDIES = {
  "not ready": "nothing to do: fetch again at the next schedule",
  credential: "create a new token in the portal and update the secret IBKR_FLEX_TOKEN",
  configuration: "check the query in the portal and its number in lotbook.yml",
  locked: "do nothing until tomorrow; download the statement in the portal and import it meanwhile",
  refused:
    "download the statement in the portal and look at it: `npm run lotbook -- preview --file FILE`",
};

/** The service was asked for days and sent fewer, or the query's own period is too short to be of use. */
function shorter(last: Run, own: readonly Run[]): Diagnostic[] {
  const { asked, received, query, file, line } = last;
  if (received === null || !fellShort(last, own.slice(0, -1))) return [];
  return [
    {
      code: "fetch/window-shorter",
      message: `the statement of the query ${query} covers fewer days than it should`,
      at: [{ file, line }],
      expected: asked === null ? "a week or more" : `${asked.from} to ${asked.to}`,
      actual: `${received.from} to ${received.to}`,
      hint:
        asked === null
          ? "set the period of the query to Last 365 Calendar Days in the portal (Delivery Configuration > Period)"
          : "fetch with `window: query` under flex: in lotbook.yml, and set the period of the query in the portal",
    },
  ];
}

const WARN_DAYS = 30;

/** Counts down to the day the token expires, from 30 days before: `settings/token-expires`, `settings/token-expired`. */
export function tokenDiagnostics(expires: IsoDate | undefined, now: IsoDateTime): Diagnostic[] {
  if (expires === undefined) return [];
  const left = daysBetween(easternDay(now), expires);
  if (left > WARN_DAYS) return [];
  const hint = `create a new token in the portal, update the secret IBKR_FLEX_TOKEN and set tokenExpires in lotbook.yml (a token lasts a year at most, so not beyond ${addDays(easternDay(now), 365)})`;
  const at = [{ file: "lotbook.yml", line: 1 }];
  if (left < 0)
    return [
      { code: "settings/token-expired", message: `the Flex token expired on ${expires}`, at, hint },
    ];
  const when = left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`;
  return [
    {
      code: "settings/token-expires",
      message: `the Flex token expires ${when}, on ${expires}`,
      at,
      hint,
    },
  ];
}
