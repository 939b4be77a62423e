import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Report } from "../analytics/report.ts";
import { type Amount, unknown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias, InstrumentId } from "../core/ids.ts";
import { readMetrics } from "../fakes/metrics-reader.ts";
import { type Check, compare } from "../ledger/checks.ts";
import { METRICS, metricsText } from "./metrics.ts";
import { ledgerStatus } from "./status.ts";
import { statusJson, statusJsonSchema, statusSchema } from "./status-json.ts";

const account = "main" as AccountAlias;
const friday = "2026-11-20" as IsoDate;

const check = (
  rule: string,
  day: string,
  broker: string | Amount,
  ours: string | Amount,
  more: Partial<Check> = {},
): Check => ({
  ...compare(
    rule,
    {
      id: `${rule}/${more.account ?? account}/${more.instrument ?? more.currency ?? ""}/${day}`,
      account,
      date: day as IsoDate,
      instrument: null,
      currency: "",
      field: "",
      broker: typeof broker === "string" ? Decimal.of(broker) : broker,
      ours: typeof ours === "string" ? Decimal.of(ours) : ours,
      rows: [],
    },
    Decimal.of("0.01"),
  ),
  ...more,
});
const of = (id: string, more: Partial<Check> = {}) => ({
  instrument: id as InstrumentId,
  ...more,
});
const usd = { currency: "USD" };

const window = (to: string, more: object = {}) => ({
  account,
  to,
  file: `data/flex/main/${to}.xml`,
  exports: new Set(["positions"]),
  ...more,
});
const run = (time: string, outcome = "stored", query = "main") => ({ time, outcome, query });

/** The parts of a report that its state is made of. */
const reportOf = (checks: readonly Check[], more: object = {}): Report =>
  ({
    builtAt: "2026-11-21T11:30:00",
    demo: false,
    accounts: [{ account, to: friday }],
    checks,
    windows: [window(friday)],
    instruments: new Map(
      [
        ["265598", "AAPL"],
        ["8894", 'K"O\\\n'],
      ].map(([id = "", symbol]) => [id, { id, symbol }]),
    ),
    ingestion: { queries: [], runs: [], tokenExpires: null },
    ...more,
  }) as unknown as Report;

const textOf = (report: Report): string => metricsText(ledgerStatus(report));
/** The value of each series, by its name and labels, read strictly. */
const read = (report: Report): Record<string, string> =>
  Object.fromEntries(
    readMetrics(textOf(report)).map(({ name, labels, value }) => [
      [name, ...Object.entries(labels).map(([key, text]) => `${key}=${text}`)].join(" "),
      value,
    ]),
  );

const everything = reportOf(
  [
    check("R2", friday, "10", "7.5", of("265598")),
    check("R2", friday, "3", "3", of("8894")),
    check("R7", friday, "900.00", "899.98", usd),
    check("R7", friday, "5", "5", { currency: "EUR" }),
  ],
  {
    ingestion: {
      queries: ["main"],
      runs: [run("2026-11-21T10:17:04"), run("2026-11-21T16:43:00", "not ready")],
      tokenExpires: "2027-09-30",
    },
  },
);

test("the whole text", () => {
  expect(
    textOf(everything),
  ).toBe(`# HELP ibkr_position_drift_shares Broker quantity minus target quantity, in units of the instrument.
# TYPE ibkr_position_drift_shares gauge
ibkr_position_drift_shares{account="main",symbol="AAPL",conid="265598",target="ledger"} 2.5
ibkr_position_drift_shares{account="main",symbol="K\\"O\\\\\\n",conid="8894",target="ledger"} 0
# HELP ibkr_cash_drift Broker cash minus target cash, in units of the currency.
# TYPE ibkr_cash_drift gauge
ibkr_cash_drift{account="main",currency="USD",target="ledger"} 0.02
ibkr_cash_drift{account="main",currency="EUR",target="ledger"} 0
# HELP ibkr_reconciliation_compared_figures Figures of the broker that could be compared with ours.
# TYPE ibkr_reconciliation_compared_figures gauge
ibkr_reconciliation_compared_figures{account="main"} 4
# HELP ibkr_reconciliation_explained_differences Figures that differ by more than the tolerance for a known cause or with a waiver.
# TYPE ibkr_reconciliation_explained_differences gauge
ibkr_reconciliation_explained_differences{account="main"} 0
# HELP ibkr_reconciliation_unexplained_differences Figures that differ by more than the tolerance and nothing explains it.
# TYPE ibkr_reconciliation_unexplained_differences gauge
ibkr_reconciliation_unexplained_differences{account="main"} 2
# HELP ibkr_sync_last_success_timestamp_seconds Time of the last run of the query that brought a statement, new or not.
# TYPE ibkr_sync_last_success_timestamp_seconds gauge
ibkr_sync_last_success_timestamp_seconds{account="main",query="main"} 1795256224
# HELP ibkr_statement_to_date_timestamp_seconds Start (UTC) of the last day that a stored statement covers.
# TYPE ibkr_statement_to_date_timestamp_seconds gauge
ibkr_statement_to_date_timestamp_seconds{account="main"} 1795132800
# HELP ibkr_flex_token_expiry_timestamp_seconds Start (UTC) of the day on which the Flex token expires, as lotbook.yml says it.
# TYPE ibkr_flex_token_expiry_timestamp_seconds gauge
ibkr_flex_token_expiry_timestamp_seconds 1822262400
`);
});

test("is what a strict reader takes, and has every metric", () => {
  const samples = readMetrics(textOf(everything));
  expect(new Set(samples.map(({ name }) => name))).toEqual(new Set(Object.keys(METRICS)));
  expect(samples.find(({ labels }) => labels["conid"] === "8894")?.labels["symbol"]).toBe(
    'K"O\\\n',
  );
});

describe("drift", () => {
  const drift = (...checks: Check[]) =>
    Object.entries(read(reportOf(checks)))
      .filter(([name]) => name.includes("drift"))
      .map(([name, value]) => `${name.split(" ").slice(1, -1).join(" ")} ${value}`);

  test("is positive where the broker has more, and digits stay as they are", () => {
    expect(drift(check("R2", friday, "-0.00000001", "0", of("265598")))).toEqual([
      "account=main symbol=AAPL conid=265598 -0.00000001",
    ]);
    expect(drift(check("R7", friday, "12345678901234567.89", "0", usd))).toEqual([
      "account=main currency=USD 12345678901234567.89",
    ]);
  });

  test("is of the newest day alone, so that what is no longer held has none", () => {
    expect(
      drift(
        check("R2", "2026-11-19", "5", "0", of("8894")),
        check("R2", friday, "1", "1", of("265598")),
        check("R7", "2026-11-19", "5", "0", { currency: "EUR" }),
        check("R7", friday, "1", "1", usd),
      ),
    ).toEqual(["account=main symbol=AAPL conid=265598 0", "account=main currency=USD 0"]);
  });

  test("of a day on which nothing is held there is none; a Sunday stands for its Friday", () => {
    const sold = check("R2", "2026-11-19", "5", "0", of("8894"));
    expect(drift(sold)).toEqual([]);
    const held = check("R2", friday, "1", "1", of("265598"));
    const sunday = { accounts: [{ account, to: "2026-11-22" }], windows: [window("2026-11-22")] };
    expect(ledgerStatus(reportOf([held], sunday)).accounts[0]?.positions).toHaveLength(1);
  });

  test("that is unknown has no line, and says why in JSON", () => {
    const checks = [
      check("R2", friday, "5", unknown("an option is not booked"), of("8894")),
      check("R7", friday, unknown("no cash report"), "5", usd),
    ];
    expect(drift(...checks)).toEqual([]);
    expect(statusJson(reportOf(checks)).accounts[0]).toMatchObject({
      unexplained: { unknown: "no figure could be compared" },
      positions: [{ conid: "8894", drift: { unknown: "an option is not booked" } }],
      cash: [{ currency: "USD", drift: { unknown: "no cash report" } }],
    });
  });

  test("of two instruments with one symbol, and of two accounts, is told apart", () => {
    const other = "other" as AccountAlias;
    const report = reportOf(
      [
        check("R2", friday, "1", "1", of("265598")),
        check("R2", friday, "1", "2", of("265598", { account: other })),
        check("R2", friday, "1", "3", of("symbol:AAPL")),
      ],
      {
        accounts: [
          { account, to: friday },
          { account: other, to: friday },
        ],
        windows: [window(friday), window(friday, { account: other })],
        instruments: new Map([
          ["265598", { symbol: "AAPL" }],
          ["symbol:AAPL", { symbol: "AAPL" }],
        ]),
      },
    );
    const values = readMetrics(textOf(report)).filter(({ name }) => /position_drift/.test(name));
    expect(values.map(({ value }) => value)).toEqual(["0", "-2", "-1"]);
  });
});

describe("what nobody knows has no line", () => {
  test("without statements there is nothing", () => {
    expect(textOf(reportOf([], { accounts: [], windows: [] }))).toBe("");
  });

  test("where nothing could be compared there are no counts", () => {
    expect(Object.keys(read(reportOf([])))).toEqual([
      "ibkr_statement_to_date_timestamp_seconds account=main",
    ]);
  });
});

describe("the last success", () => {
  const other = "other" as AccountAlias;
  const successes = (ingestion: object, windows = [window(friday)]) =>
    Object.entries(
      read(
        reportOf([], {
          accounts: [...new Set(windows.map((one) => one.account))].map((one) => ({
            account: one,
            to: friday,
          })),
          windows,
          ingestion: { queries: [], tokenExpires: null, ...ingestion },
        }),
      ),
    )
      .filter(([name]) => name.includes("sync"))
      .map(([name, value]) => `${name.split(" ").slice(1).join(" ")} ${value}`);

  test("is that of a run that brought a statement, new or not", () => {
    const runs = [
      run("2026-11-20T10:17:00"),
      run("2026-11-21T10:17:00", "unchanged"),
      run("2026-11-24T10:17:00", "not ready"),
      run("2026-11-25T10:17:00", "credential"),
    ];
    expect(successes({ runs })).toEqual(["account=main query=main 1795256220"]);
    expect(successes({ runs: runs.slice(2) })).toEqual([]);
  });

  test("is of the accounts of each query, and of listed queries alone", () => {
    const windows = [
      window(friday, { file: "data/flex/one/a.xml" }),
      window(friday, { file: "data/flex/two/a.xml", account: other }),
    ];
    const runs = [
      run("2026-11-20T10:17:00", "stored", "one"),
      run("2026-11-20T10:17:00", "stored", "two"),
      run("2026-01-01T10:17:00", "stored", "retired"),
    ];
    expect(successes({ queries: ["one", "two"], runs }, windows)).toEqual([
      "account=main query=one 1795169820",
      "account=other query=two 1795169820",
    ]);
  });

  test("of a query whose account is not known is not told", () => {
    expect(successes({ runs: [run("2026-11-20T10:17:00")] }, [])).toEqual([]);
  });
});

test("status.json keeps its schema, with the same numbers", () => {
  const json = statusJson(everything);
  expect(statusSchema.safeParse(JSON.parse(JSON.stringify(json))).error).toBe(undefined);
  expect(json).toMatchObject({
    builtAt: "2026-11-21T11:30:00Z",
    tokenExpires: "2027-09-30",
    accounts: [
      {
        account: "main",
        statementTo: "2026-11-20",
        fetched: [{ query: "main", lastSuccess: "2026-11-21T10:17:04Z" }],
        compared: 4,
        explained: 0,
        unexplained: 2,
        positions: [
          { conid: "265598", symbol: "AAPL", drift: "2.5" },
          { conid: "8894", drift: "0" },
        ],
        cash: [
          { currency: "USD", drift: "0.02" },
          { currency: "EUR", drift: "0" },
        ],
      },
    ],
  });
});

test("the committed schema of status.json is current (npm run schema:generate)", () => {
  const committed = JSON.parse(readFileSync("schemas/status.schema.json", "utf8"));
  expect(committed).toEqual(statusJsonSchema());
});
