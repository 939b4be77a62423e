/**
 * A run: the statement of each query, one after another. First everything is downloaded and checked, then everything is
 * written, so that a statement of another account leaves no trace anywhere. (Design, sections 5 and 8.)
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Days, easternDay, type IsoDate, type IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { AccountBook } from "../flex/accounts.ts";
import { type FlexDocument, readFlexFile } from "../flex/document.ts";
import { appendRun, assertLog, fellShort, type Run, readRuns } from "../raw/runs.ts";
import { newestStored } from "../raw/store.ts";
import {
  type Download,
  download,
  type Receipt,
  resume,
  type Service,
  type Status,
} from "../service/client.ts";
import type { Failure } from "../service/failure.ts";
import { lostSince } from "./compare.ts";
import { foreignAccounts } from "./guard.ts";
import { type Kept, keep } from "./keep.ts";
import { type Pending, readPending, removePending, writePending } from "./pending.ts";
import { daysToAsk, daysToFill, type Restraint, restraint } from "./request.ts";

export interface FetchOptions {
  readonly root: string;
  /** Alias → number in the portal. */
  readonly queries: Readonly<Record<string, string>>;
  readonly window: "incremental" | "query";
  /** Days that are missing, by alias of the query: then only these are asked for. */
  readonly gaps: Readonly<Record<string, readonly Days[]>> | null;
  /** Asks also where the log of runs says to wait. */
  readonly force: boolean;
  readonly accounts: AccountBook;
  readonly service: Omit<Service, "today" | "onStatus" | "onBegin" | "onReceipt">;
  readonly now: () => IsoDateTime;
  readonly onStatus?: (query: string, status: Status) => void;
}

export interface FetchResult {
  readonly query: string;
  readonly asked: Days | null;
  readonly result:
    | (Kept & { readonly notes: readonly string[] })
    | { readonly outcome: "not asked"; readonly restraint: Restraint }
    | { readonly outcome: "failed"; readonly failure: Failure };
}

/** What a run came to: the results by query, or why nothing at all was written. */
export type Fetched =
  | { readonly results: readonly FetchResult[] }
  | {
      readonly foreign: readonly Diagnostic[];
      /** What other queries met meanwhile; it is not in the log either. */
      readonly failures: readonly { readonly query: string; readonly failure: Failure }[];
    };

interface Asked {
  readonly query: string;
  readonly time: IsoDateTime;
  readonly asked: Days | null;
  readonly download: Download;
}

/**
 * Asks for each query, unless the log of runs says to wait. Answers `accounts/not-listed` diagnostics, and writes
 * nothing, where a statement or a row is of another account.
 */
export async function fetchAll(options: FetchOptions): Promise<Fetched> {
  const { root, queries, accounts } = options;
  const runs = readRuns(root).value;
  const all: (Asked | FetchResult)[] = [];
  let stop: Failure | null = null;
  for (const [query, queryId] of Object.entries(queries)) {
    assertLog(root, query);
    const one: Asked | Restraint =
      stop === null ? await ask(options, runs, query, queryId) : notAsked(stop);
    if ("kind" in one) {
      all.push({ query, asked: null, result: { outcome: "not asked", restraint: one } });
      continue;
    }
    all.push(one);
    if ("failure" in one.download && one.download.failure.ofToken) stop = one.download.failure;
    if (!("statement" in one.download)) continue;
    const foreign = foreignAccounts([one.download.statement.document], accounts);
    if (foreign.length === 0) continue;
    for (const name of Object.keys(queries)) removePending(root, name);
    return { foreign, failures: all.flatMap(failureOf) };
  }
  return { results: all.map((one) => ("download" in one ? written(root, one, runs) : one)) };
}

const failureOf = (one: Asked | FetchResult): { query: string; failure: Failure }[] =>
  "download" in one && "failure" in one.download
    ? [{ query: one.query, failure: one.download.failure }]
    : [];

const notAsked = ({ message }: Failure): Restraint => ({
  kind: "other",
  why: `the query before it met what every query of this token would meet: ${message}`,
});

/** Goes on with what an earlier run had begun, else asks for days of its own. */
async function ask(
  options: FetchOptions,
  runs: readonly Run[],
  query: string,
  queryId: string,
): Promise<Asked | Restraint> {
  const { root, force, gaps, now } = options;
  const held = force ? null : restraint(runs, query, now());
  const begun = force || gaps !== null ? null : readPending(root, query, queryId, now());
  const isFree = held === null || held.kind === "begun";
  if (begun !== null && isFree) {
    if (begun.receipt === null && held === null) return INTERRUPTED;
    const going = begun.receipt === null ? null : await goOn(options, query, begun);
    if (going !== null) return going;
  }
  // Where the service no longer knows what was begun, nothing is at work any more.
  const isGone = begun?.receipt != null && isFree;
  if (held !== null && !isGone) return held;
  const plan = planOf(options, runs, query);
  if ("kind" in plan) return plan;
  const time = now();
  const note = (receipt: Receipt | null) =>
    writePending(root, query, queryId, { time, asked: plan.dates, receipt });
  const service = {
    ...serviceFor(options, query),
    onBegin: () => note(null),
    onReceipt: note,
  };
  const order = { queryId, dates: plan.dates, orOwnPeriod: gaps === null };
  return { query, time, asked: plan.dates, download: await download(service, order) };
}

const INTERRUPTED: Restraint = {
  kind: "begun",
  why: "an earlier run was interrupted right after it had asked, so a statement may be at work; asking again within 4 hours may lock the token (--force asks all the same)",
};

/** Null where the service does not know the reference code any more. */
async function goOn(options: FetchOptions, query: string, begun: Pending): Promise<Asked | null> {
  if (begun.receipt === null) return null;
  const time = options.now();
  const answer = await resume(serviceFor(options, query), begun.receipt);
  if ("failure" in answer && answer.failure.code === "1017") return null;
  return { query, time, asked: begun.asked, download: answer };
}

const serviceFor = ({ service, now, onStatus }: FetchOptions, query: string): Service => ({
  ...service,
  today: easternDay(now()),
  onStatus: (status) => onStatus?.(query, status),
});

function planOf(
  { root, window, gaps, force, now }: FetchOptions,
  runs: readonly Run[],
  query: string,
): { readonly dates: Days | null } | Restraint {
  const own = runs.filter((run) => run.query === query);
  const today = easternDay(now());
  if (gaps !== null) {
    const dates = daysToFill(gaps[query] ?? [], force ? [] : own, today);
    return dates === null ? NOTHING_TO_FILL : { dates };
  }
  return {
    dates: window === "query" ? null : daysToAsk(own, lastCovered(root, query, own), today),
  };
}

const NOTHING_TO_FILL: Restraint = {
  kind: "done",
  why: "there is no gap that the service can fill; `npm run lotbook -- coverage` lists the others, with what closes them",
};

/** By the store, or by the log where the same figures are stored under another name. */
function lastCovered(root: string, query: string, own: readonly Run[]): IsoDate | null {
  const stored = newestStored(root, query)?.to ?? null;
  return own.reduce(
    (last, { received }) =>
      received !== null && (last === null || received.to > last) ? received.to : last,
    stored,
  );
}

function written(
  root: string,
  { query, time, asked, download: one }: Asked,
  runs: readonly Run[],
): FetchResult {
  // Where the service refused the dates, what it was asked for in the end was the query's own period.
  const used = one.datesRefused ? null : asked;
  const base = { query, time, asked: used };
  if ("failure" in one) {
    const { kind: outcome, code, generating, resumable } = one.failure;
    appendRun(root, {
      ...base,
      datesRefused: false,
      received: null,
      outcome,
      code,
      generating,
      sha256: null,
    });
    if (!resumable) removePending(root, query);
    return { query, asked: used, result: { outcome: "failed", failure: one.failure } };
  }
  const { bytes, document } = one.statement;
  const older = olderOf(root, query);
  const kept = keep(root, query, bytes, document);
  const { outcome, received, sha256 } = kept;
  appendRun(root, {
    ...base,
    datesRefused: one.datesRefused,
    received,
    outcome,
    code: null,
    generating: false,
    sha256,
  });
  removePending(root, query);
  const own = runs.filter((run) => run.query === query);
  const notes = [
    ...(fellShort({ asked: used, received }, own) ? [shortNote(used)] : []),
    ...(older === null || outcome === "empty" ? [] : lostSince(older, document)),
  ];
  return { query, asked: used, result: { ...kept, notes } };
}

const shortNote = (asked: Days | null): string =>
  asked === null
    ? "that is less than a week: set the period of the query to Last 365 Calendar Days in the portal"
    : `asked for ${asked.from} to ${asked.to}`;

/** The newest statement that is stored for the query, before this one joins it. */
function olderOf(root: string, query: string): FlexDocument | null {
  const before = newestStored(root, query);
  if (before === null) return null;
  return readFlexFile({ path: before.path, bytes: readFileSync(join(root, before.path)) }).value;
}
