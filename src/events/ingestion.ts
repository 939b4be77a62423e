/** What the log of ingestion runs says: one attempt to get a statement, and how it ended. */
import type { Days, IsoDate, IsoDateTime } from "../core/dates.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { Outcome } from "../core/outcomes.ts";
import type { Window } from "./assertion.ts";

export interface IngestionRun {
  /** In UTC. */
  readonly time: IsoDateTime;
  /** Alias of the query. */
  readonly query: string;
  /** Days asked for; null: the query's own period. */
  readonly asked: Days | null;
  readonly received: Days | null;
  readonly outcome: Outcome;
  /** Error code of the service, where it gave one. */
  readonly code: string | null;
  readonly file: string;
  readonly line: number;
}

/** How fetching stands: the log, and when the token ends. */
export interface Ingestion {
  /** Oldest first. */
  readonly runs: readonly IngestionRun[];
  /** Aliases of the queries that a fetch asks for; empty where none is set up. */
  readonly queries: readonly string[];
  /** The day the token expires, as lotbook.yml says it. */
  readonly tokenExpires: IsoDate | null;
}

/** The accounts of a query: those of the statements in its folder; a single query is taken to cover all. */
export function accountsOf(
  query: string,
  queries: readonly string[],
  windows: readonly Window[],
): readonly AccountAlias[] {
  const isOnly = queries.length === 1 && queries[0] === query;
  const own = windows.filter(
    ({ account, file }) => isOnly || account === query || file.startsWith(`data/flex/${query}/`),
  );
  return [...new Set(own.map(({ account }) => account))];
}
