/**
 * The state of the ledger for machines that watch it: how far it is from the broker's figures, how new the statements
 * are, when the token ends. What `lotbook check --metrics` and status.json of the site print. Computes nothing but signs.
 */
import type { Report } from "../analytics/report.ts";
import { type Amount, negate } from "../core/amount.ts";
import { type IsoDate, type IsoDateTime, isWeekday, previousWeekday } from "../core/dates.ts";
import type { AccountAlias, InstrumentId } from "../core/ids.ts";
import { succeeded } from "../core/outcomes.ts";
import { accountsOf } from "../events/ingestion.ts";
import { type Check, countByRule } from "../ledger/checks.ts";

export interface PositionDrift {
  readonly instrument: InstrumentId;
  readonly symbol: string;
  /** The broker's quantity minus ours, in units. */
  readonly drift: Amount;
}

export interface CashDrift {
  readonly currency: string;
  /** The broker's cash minus ours, in the currency. */
  readonly drift: Amount;
}

export interface Fetched {
  /** Alias of the query. */
  readonly query: string;
  /** When its last run was that brought a statement, new or not; in UTC. */
  readonly time: IsoDateTime;
}

export interface AccountStatus {
  readonly account: AccountAlias;
  /** The last day that a statement covers. */
  readonly statementTo: IsoDate;
  readonly fetched: readonly Fetched[];
  /** Figures that could be compared, and how many of them differ with and without an explanation. */
  readonly compared: number;
  readonly explained: number;
  readonly unexplained: number;
  /** Of the newest day for which the broker lists positions, one for each that either side holds. */
  readonly positions: readonly PositionDrift[];
  /** Of the newest day for which the broker reports cash, one for each currency. */
  readonly cash: readonly CashDrift[];
}

export interface LedgerStatus {
  readonly accounts: readonly AccountStatus[];
  /** The day the token ends, as lotbook.yml says it. */
  readonly tokenExpires: IsoDate | null;
}

/** The state of every account of which there is a statement. */
export const ledgerStatus = (report: Report): LedgerStatus => ({
  accounts: report.accounts.map(({ account, to }) => accountStatus(report, account, to)),
  tokenExpires: report.ingestion.tokenExpires,
});

function accountStatus(report: Report, account: AccountAlias, to: IsoDate): AccountStatus {
  const checks = report.checks.filter((check) => check.account === account);
  return {
    account,
    statementTo: to,
    fetched: fetchedOf(report, account),
    ...countsOf(checks),
    positions: positionsOf(report, account, checks),
    cash: newestOf("R7", checks).map((check) => ({
      currency: check.currency,
      drift: driftOf(check),
    })),
  };
}

function countsOf(checks: readonly Check[]) {
  const counts = { compared: 0, explained: 0, unexplained: 0 };
  for (const { agrees, explained, unexplained } of Object.values(countByRule(checks))) {
    counts.compared += agrees + explained + unexplained;
    counts.explained += explained;
    counts.unexplained += unexplained;
  }
  return counts;
}

/** The other way round than a check: a check says by how much ours is off. */
const driftOf = ({ difference }: Check): Amount => negate(difference);

/**
 * What both sides hold on the newest day for which the broker lists positions. A day on which nothing is held has no
 * checks, so the day is taken from the windows, too: what was sold long ago must not keep its last drift for ever.
 */
function positionsOf(
  { windows, instruments }: Report,
  account: AccountAlias,
  checks: readonly Check[],
): PositionDrift[] {
  const listed = windows
    .filter((window) => window.account === account && window.exports.has("positions"))
    .map(({ to }) => (isWeekday(to) ? to : previousWeekday(to)))
    .sort()
    .at(-1);
  return newestOf("R2", checks).flatMap((check) =>
    check.instrument === null || (listed !== undefined && check.date < listed)
      ? []
      : [
          {
            instrument: check.instrument,
            symbol: instruments.get(check.instrument)?.symbol ?? check.instrument,
            drift: driftOf(check),
          },
        ],
  );
}

/** The checks of a rule on the newest day on which it made any. */
function newestOf(rule: string, checks: readonly Check[]): readonly Check[] {
  const own = checks.filter((check) => check.rule === rule);
  const newest = own.reduce<string>((latest, { date }) => (date > latest ? date : latest), "");
  return own.filter(({ date }) => date === newest);
}

/** The last good run of each query of the account; a query that lotbook.yml no longer lists is not asked any more. */
function fetchedOf({ ingestion, windows }: Report, account: AccountAlias): Fetched[] {
  const { runs, queries: listed } = ingestion;
  const queries = listed.length > 0 ? listed : [...new Set(runs.map(({ query }) => query))];
  return queries.flatMap((query) => {
    if (!accountsOf(query, queries, windows).includes(account)) return [];
    const last = runs.findLast((run) => run.query === query && succeeded(run));
    return last === undefined ? [] : [{ query, time: last.time }];
  });
}
