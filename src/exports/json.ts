/** Report → the JSON of section 7 of the design. Prints figures, computes none. */
import type { PositionReport, Report } from "../analytics/report.ts";
import { type Amount, isKnown, unknown } from "../core/amount.ts";
import { type Diagnostic, severityOf } from "../core/diagnostics.ts";
import type { Figure } from "../core/figures.ts";
import type { InstrumentId, RowRef } from "../core/ids.ts";
import type { Instrument } from "../events/instrument.ts";
import { isOptionClass } from "../events/option-terms.ts";
import type { Check } from "../ledger/checks.ts";
import type { Holding } from "../ledger/ledger.ts";
import { openedText } from "../ledger/lots.ts";
import { actionJson, caseJson, casesOf } from "./cases.ts";
import { restatementJson } from "./restatements.ts";
import {
  type CheckJson,
  type ChecksJson,
  type DiagnosticJson,
  type ReportJson,
  SCHEMA_VERSION,
} from "./schema.ts";

type AmountJson = string | { unknown: string };

/** An amount as it is, or why it is unknown. */
export const amountJson = (amount: Amount): AmountJson =>
  isKnown(amount) ? amount.toString() : { unknown: amount.unknown };
const rowJson = ({ file, line }: RowRef) => ({ file, line });

/** Adds the raw rows behind each figure of an entry where they are asked for. */
type Trace = <T extends string>(figures: Readonly<Record<T, Figure>>) => Traced<T>;

/** The whole report. With `trace`, every entry names the rows behind each of its figures. */
export function reportJson(report: Report, options: { trace: boolean }): ReportJson {
  const trace: Trace = (figures) => traced(report, figures, options.trace);
  return {
    schemaVersion: SCHEMA_VERSION,
    asOf: report.asOf,
    demo: report.demo,
    accounts: report.accounts.map(({ account, baseCurrency, from, to }) => ({
      account,
      baseCurrency:
        baseCurrency === "" ? unknown("no row gives the account's base currency") : baseCurrency,
      from,
      to,
    })),
    positions: report.positions.map((position) => positionJson(position, trace)),
    realized: report.realized.map(
      ({
        account,
        instrument,
        holding,
        closedLots,
        realized,
        realizedBase,
        shortTerm,
        longTerm,
      }) => ({
        ...named(account, instrument),
        ...trace({ realized, realizedBase, shortTerm, longTerm }),
        closedLots,
        ...provisionalJson(holding),
      }),
    ),
    daily: report.daily.map(
      ({ account, date, instrument, realized, income, costs, unrealized, total }) => ({
        account,
        date,
        conid: instrument.id,
        ...trace({ realized, income, costs, unrealized, total }),
      }),
    ),
    cash: report.cash.map(({ account, currency, ending }) => ({
      account,
      currency,
      ...trace({ ending }),
    })),
    totals: report.totals.map(({ account, currency, lines }) => ({
      account,
      currency,
      ...trace(lines),
    })),
    nav: report.nav.map(({ account, date, ...figures }) => ({ account, date, ...trace(figures) })),
    returns: report.returns.map(({ twr, mwr, ...one }) => ({ ...one, ...trace({ twr, mwr }) })),
    labels: [],
    corporateActions: report.ledger.actions.map((one) => actionJson(one, report)),
    restatements: report.restatements.map((one) => restatementJson(one, report.instruments)),
    ...checksJson(report, { all: false }),
  };
}

type Traced<T extends string> = { [K in T]: AmountJson } & {
  trace?: Record<string, { file: string; line: number }[]>;
};

function traced<T extends string>(
  report: Report,
  figures: Readonly<Record<T, Figure>>,
  withRows: boolean,
): Traced<T> {
  const entries = Object.entries<Figure>(figures);
  const values = Object.fromEntries(entries.map(([name, of]) => [name, amountJson(of.value)]));
  if (!withRows) return values as Traced<T>;
  const rows = entries.map(([name, of]) => [name, report.figures.rowsOf(of).map(rowJson)]);
  return { ...values, trace: Object.fromEntries(rows) } as Traced<T>;
}

function positionJson(position: PositionReport, trace: Trace): ReportJson["positions"][number] {
  const { account, instrument, holding, lots, ...figures } = position;
  return {
    ...named(account, instrument),
    multiplier: instrument.multiplier.toString(),
    ...optionJson(instrument),
    ...trace(figures),
    lots: lots.map(({ lot, quantity, costBasis }) => ({
      openDateTime: lot.opened ?? unknown(`opened ${openedText(lot)}`),
      quantity: amountJson(quantity.value),
      costBasis: amountJson(costBasis.value),
      openedBy:
        lot.transaction === ""
          ? unknown("no row gives the transaction that opened it")
          : lot.transaction,
      origin: lot.origin,
      ...(isKnown(lot.premium) && lot.premium.isZero ? {} : { premium: amountJson(lot.premium) }),
      ...(lot.provisional === null ? {} : { provisional: lot.provisional }),
    })),
    ...provisionalJson(holding),
  };
}

/** The undecided actions that cost or results of a holding rest on; nothing where there are none. */
const provisionalJson = ({ provisional }: Holding) =>
  provisional.length === 0 ? {} : { provisional: [...provisional] };

/** The terms of an option; nothing for what is none. */
function optionJson({ option, assetCategory }: Instrument) {
  if (!isOptionClass(assetCategory)) return {};
  const terms = unknown("no row gives the option's right, strike and expiry");
  if (option === null) return { underlying: terms, strike: terms, expiry: terms, putCall: terms };
  return {
    underlying: option.underlying ?? unknown("no row gives the conid of the underlying"),
    strike: option.strike.toString(),
    expiry: option.expiry,
    putCall: option.right === "call" ? ("C" as const) : ("P" as const),
  };
}

const named = (account: string, { id, symbol, assetCategory, currency }: Instrument) => ({
  account,
  conid: id as string,
  symbol,
  assetCategory,
  currency,
});

/** `{ summary, checks, cases, diagnostics }`: the checks that do not agree, or all of them. */
export function checksJson(report: Report, options: { all: boolean }): ChecksJson {
  const checks = options.all
    ? report.checks
    : report.checks.filter(({ status }) => status !== "agrees");
  return {
    summary: report.summary,
    checks: checks.map((check) => checkJson(check, report.instruments)),
    cases: casesOf(report).map((one) => caseJson(one, report.instruments)),
    diagnostics: report.diagnostics.map(diagnosticJson),
  };
}

export function checkJson(
  check: Check,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): CheckJson {
  const { rule, id, account, date, currency, field, status } = check;
  const instrument = check.instrument === null ? undefined : instruments.get(check.instrument);
  return {
    rule,
    id,
    account,
    date,
    instrument:
      instrument === undefined ? null : { conid: instrument.id, symbol: instrument.symbol },
    currency,
    field,
    broker: amountJson(check.broker),
    ours: amountJson(check.ours),
    difference: amountJson(check.difference),
    status,
    causes: check.causes.map(({ code, amount, because, rows, from }) => ({
      code,
      amount: amountJson(amount),
      because,
      rows: rows.map(rowJson),
      ...(from === undefined ? {} : { from }),
    })),
    rows: check.rows.map(rowJson),
  };
}

export function diagnosticJson(diagnostic: Diagnostic): DiagnosticJson {
  const [place] = diagnostic.at;
  return {
    code: diagnostic.code,
    severity: severityOf(diagnostic),
    file: place?.file ?? null,
    line: place?.line ?? null,
    message: diagnostic.message,
    expected: diagnostic.expected ?? null,
    actual: diagnostic.actual ?? null,
    hint: diagnostic.hint ?? null,
  };
}
