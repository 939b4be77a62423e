/**
 * The state of the ledger as Prometheus reads it (text format 0.0.4): for node_exporter's textfile collector or a
 * Pushgateway. Figures as decimal text and without timestamps; what is unknown has no line, because there is no number
 * that would not be taken for one. (Integration notes, section 4.)
 */
import { type Amount, isKnown } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import type { AccountStatus, LedgerStatus } from "./status.ts";

/** Every metric that is written, with its help text. All are gauges. */
export const METRICS = {
  ibkr_position_drift_shares: "Broker quantity minus target quantity, in units of the instrument.",
  ibkr_cash_drift: "Broker cash minus target cash, in units of the currency.",
  ibkr_reconciliation_compared_figures: "Figures of the broker that could be compared with ours.",
  ibkr_reconciliation_explained_differences:
    "Figures that differ by more than the tolerance for a known cause or with a waiver.",
  ibkr_reconciliation_unexplained_differences:
    "Figures that differ by more than the tolerance and nothing explains it.",
  ibkr_sync_last_success_timestamp_seconds:
    "Time of the last run of the query that brought a statement, new or not.",
  ibkr_statement_to_date_timestamp_seconds:
    "Start (UTC) of the last day that a stored statement covers.",
  ibkr_flex_token_expiry_timestamp_seconds:
    "Start (UTC) of the day on which the Flex token expires, as lotbook.yml says it.",
} as const;

export type MetricName = keyof typeof METRICS;

interface Sample {
  readonly name: MetricName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** With what the broker is compared: other programs may hold the same positions one day. */
const TARGET = "ledger";

/** The whole file: empty where nothing is known, else every line ends with a line feed. */
export function metricsText(status: LedgerStatus): string {
  const samples = [...status.accounts.flatMap(samplesOf), ...tokenSamples(status)];
  return (Object.keys(METRICS) as MetricName[])
    .map((name) =>
      familyText(
        name,
        samples.filter((one) => one.name === name),
      ),
    )
    .join("");
}

function samplesOf(status: AccountStatus): Sample[] {
  const { account, positions, cash, fetched, statementTo } = status;
  return [
    ...positions.flatMap(({ instrument, symbol, drift }) =>
      known("ibkr_position_drift_shares", drift, {
        account,
        symbol,
        // Two instruments may have one symbol.
        conid: instrument,
        target: TARGET,
      }),
    ),
    ...cash.flatMap(({ currency, drift }) =>
      known("ibkr_cash_drift", drift, { account, currency, target: TARGET }),
    ),
    ...countSamples(status),
    ...fetched.map(({ query, time }): Sample => {
      const name = "ibkr_sync_last_success_timestamp_seconds";
      return { name, labels: { account, query }, value: secondsOf(time) };
    }),
    {
      name: "ibkr_statement_to_date_timestamp_seconds",
      labels: { account },
      value: secondsOf(statementTo),
    },
  ];
}

/** Where nothing could be compared, no difference is no good news: there are no counts. */
function countSamples({ account, compared, explained, unexplained }: AccountStatus): Sample[] {
  if (compared === 0) return [];
  const counts = {
    ibkr_reconciliation_compared_figures: compared,
    ibkr_reconciliation_explained_differences: explained,
    ibkr_reconciliation_unexplained_differences: unexplained,
  } as const;
  return Object.entries(counts).map(([name, count]) => ({
    name: name as MetricName,
    labels: { account },
    value: String(count),
  }));
}

const tokenSamples = ({ tokenExpires }: LedgerStatus): Sample[] =>
  tokenExpires === null
    ? []
    : [
        {
          name: "ibkr_flex_token_expiry_timestamp_seconds",
          labels: {},
          value: secondsOf(tokenExpires),
        },
      ];

const known = (name: MetricName, amount: Amount, labels: Sample["labels"]): Sample[] =>
  isKnown(amount) ? [{ name, labels, value: amount.toString() }] : [];

/** Seconds since 1970 of a moment in UTC, or of the start of a day. */
function secondsOf(moment: IsoDate | IsoDateTime): string {
  const text = moment.length === 10 ? `${moment}T00:00:00Z` : `${moment}Z`;
  return String(Date.parse(text) / 1000);
}

function familyText(name: MetricName, samples: readonly Sample[]): string {
  if (samples.length === 0) return "";
  const lines = [`# HELP ${name} ${METRICS[name]}`, `# TYPE ${name} gauge`];
  for (const { labels, value } of samples) lines.push(`${name}${labelText(labels)} ${value}`);
  return `${lines.join("\n")}\n`;
}

function labelText(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
