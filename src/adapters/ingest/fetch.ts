/**
 * A run: the statement of each query, one after another. First everything is downloaded and checked, then everything is
 * written, so that a statement of another account leaves no trace anywhere. (Design, sections 5 and 8.)
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Days, easternDay, type IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { AccountBook } from "../flex/accounts.ts";
import { readFlexFile } from "../flex/document.ts";
import { appendRun, type Run, readRuns } from "../raw/runs.ts";
import { newestStored } from "../raw/store.ts";
import {
  type Download,
  download,
  type Failure,
  type Service,
  type Status,
} from "../service/client.ts";
import { lostSince } from "./compare.ts";
import { foreignAccounts } from "./guard.ts";
import { type Kept, keep } from "./keep.ts";
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
  readonly service: Omit<Service, "today" | "onStatus">;
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
  | { readonly foreign: readonly Diagnostic[] };

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
  const runs = readRuns(options.root).value;
  const skipped: FetchResult[] = [];
  const asked: Asked[] = [];
  let stop: Failure | null = null;
  for (const [query, queryId] of Object.entries(options.queries)) {
    const plan = stop === null ? planOf(options, runs, query) : notAsked(stop);
    if ("kind" in plan) {
      skipped.push({ query, asked: null, result: { outcome: "not asked", restraint: plan } });
      continue;
    }
    const time = options.now();
    const answer = await download(serviceFor(options, query), { queryId, dates: plan.dates });
    const checked = withoutToken(answer, options);
    asked.push({ query, time, asked: plan.dates, download: checked });
    if ("failure" in checked && checked.failure.ofToken) stop = checked.failure;
  }
  const documents = asked.flatMap(({ download: one }) =>
    "statement" in one ? [one.statement.document] : [],
  );
  const foreign = foreignAccounts(documents, options.accounts);
  if (foreign.length > 0) return { foreign };
  return { results: [...skipped, ...asked.map((one) => written(options.root, one))] };
}

const serviceFor = ({ service, now, onStatus }: FetchOptions, query: string): Service => ({
  ...service,
  today: easternDay(now()),
  onStatus: (status) => onStatus?.(query, status),
});

const notAsked = ({ message }: Failure): Restraint => ({
  kind: "wait",
  why: `the query before it met what every query of this token would meet: ${message}`,
});

function planOf(
  { root, window, gaps, force, now }: FetchOptions,
  runs: readonly Run[],
  query: string,
): { readonly dates: Days | null } | Restraint {
  const held = force ? null : restraint(runs, query, now());
  if (held !== null) return held;
  const own = runs.filter((run) => run.query === query);
  const today = easternDay(now());
  if (gaps !== null) {
    const dates = daysToFill(gaps[query] ?? [], force ? [] : own, today);
    return dates === null ? NOTHING_TO_FILL : { dates };
  }
  const last = newestStored(root, query);
  return { dates: window === "query" ? null : daysToAsk(own, last?.to ?? null, today) };
}

const NOTHING_TO_FILL: Restraint = {
  kind: "done",
  why: "no gap that the service can fill; `lotbook coverage` lists the others, with what closes them",
};

/** An answer that repeats the token is never stored. */
function withoutToken(answer: Download, { service }: FetchOptions): Download {
  if (!("statement" in answer) || !service.token.isIn(answer.statement.bytes)) return answer;
  return {
    datesRefused: answer.datesRefused,
    failure: {
      kind: "refused",
      code: null,
      message: "the statement has the token in it",
      hint: "rename the query or whatever else holds it in the portal, and create a new token",
      ofToken: false,
      generating: false,
    },
  };
}

function written(root: string, { query, time, asked, download: one }: Asked): FetchResult {
  const { datesRefused } = one;
  const base = { query, time, asked: datesRefused ? null : asked, datesRefused };
  if ("failure" in one) {
    const { kind: outcome, code, generating } = one.failure;
    appendRun(root, { ...base, received: null, outcome, code, generating, sha256: null });
    return { query, asked: base.asked, result: { outcome: "failed", failure: one.failure } };
  }
  const { bytes, document } = one.statement;
  const before = newestStored(root, query);
  const older =
    before === null
      ? null
      : readFlexFile({ path: before.path, bytes: readFileSync(join(root, before.path)) }).value;
  const kept = keep(root, query, bytes, document);
  const { outcome, received, sha256 } = kept;
  appendRun(root, { ...base, received, outcome, code: null, generating: false, sha256 });
  return {
    query,
    asked: base.asked,
    result: {
      ...kept,
      notes: older === null || outcome === "empty" ? [] : lostSince(older, document),
    },
  };
}
