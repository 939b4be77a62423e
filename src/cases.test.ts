/**
 * Golden cases: a directory is a test. `fixtures/cases/<name>/` holds a root with data/ and a README that says what must
 * come out and why; `npm test -- -u` writes expected.txt anew.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "./analytics/report.ts";
import { type Amount, isKnown } from "./core/amount.ts";
import type { IsoDateTime } from "./core/dates.ts";
import { printed, severityOf } from "./core/diagnostics.ts";
import type { MovedField, Restatement } from "./events/restatement.ts";
import type { Cause } from "./ledger/checks.ts";
import { buildReport, readRepository } from "./pipeline.ts";

const CASES = "fixtures/cases";
const now = "2026-01-01T00:00:00" as IsoDateTime;

describe("golden cases", () => {
  test.each(readdirSync(CASES))("%s", async (name) => {
    const report = buildReport(
      readRepository(join(CASES, name), { demo: "never", home: ".", now }),
    );
    await expect(textOf(report)).toMatchFileSnapshot(join("..", CASES, name, "expected.txt"));
  });
});

const amount = (value: Amount): string =>
  isKnown(value) ? value.toString() : `unknown (${value.unknown})`;

const causeText = ({ code, because, from, rows }: Cause): string =>
  `${code} ${from ?? because} (${rows.map(({ file, line }) => `${file}:${line}`).join(", ")})`;
function restatementText(entry: Restatement): string {
  const value = (one: MovedField["before"]): string =>
    one === null ? "none" : typeof one === "string" ? one || "blank" : amount(one);
  const { kind, what, account, instrument, date, known, moved, currency, rows } = entry;
  const fields = moved.map(
    ({ field, before, after }) => `${field} ${value(before)} → ${value(after)}`,
  );
  const places = rows.map(({ file, line }) => `${file}:${line}`);
  return [
    `restated ${kind} ${what} ${account} ${instrument ?? ""} ${date} known ${known}`.replace(
      "  ",
      " ",
    ),
    `  ${fields.join(", ")}; cash ${amount(entry.amount)} ${currency}; ${places.join(" and ")}`,
  ].join("\n");
}

/** Everything that a case may change, in a form that a reader checks with a pencil. */
function textOf(report: Report): string {
  const {
    positions,
    realized,
    cash,
    totals,
    nav,
    checks,
    events,
    diagnostics,
    summary,
    restatements,
  } = report;
  return [
    ...report.accounts.map(
      ({ account, baseCurrency, from, to }) =>
        `account ${account} ${baseCurrency} ${from} to ${to}`,
    ),
    ...positions.flatMap(({ account, instrument, quantity, costBasis, lots }) => [
      `position ${account} ${instrument.symbol} ${amount(quantity.value)} basis ${amount(costBasis.value)}`,
      ...lots.map(
        ({ lot }) =>
          `  lot ${lot.quantity} opened ${lot.opened ?? "before"} basis ${amount(lot.costBasis)} ${lot.origin}`,
      ),
    ]),
    ...realized.map(
      ({ account, instrument, realized: own, realizedBase, shortTerm, longTerm }) =>
        `realized ${account} ${instrument.symbol} ${amount(own.value)} base ${amount(realizedBase.value)} short ${amount(shortTerm.value)} long ${amount(longTerm.value)}`,
    ),
    ...cash.map(
      ({ account, currency, ending }) => `cash ${account} ${currency} ${amount(ending.value)}`,
    ),
    ...totals.flatMap(({ account, currency, lines }) =>
      Object.entries(lines)
        .filter(([, { value }]) => !isKnown(value) || !value.isZero)
        .map(([line, { value }]) => `total ${account} ${currency} ${line} ${amount(value)}`),
    ),
    ...nav.map(
      ({ account, date, total, flow }) =>
        `nav ${account} ${date} ${amount(total.value)} flow ${amount(flow.value)}`,
    ),
    `events ${events.length}, of them not booked ${events.filter(({ kind }) => kind === "unbooked").length}`,
    ...Object.entries(summary).map(
      ([rule, { agrees, explained, unexplained, notReported }]) =>
        `rule ${rule} agrees ${agrees} ${explained === 0 ? "" : `explained ${explained} `}differs ${unexplained} not reported ${notReported}`,
    ),
    ...checks
      .filter(({ status }) => status === "differs")
      .flatMap(({ id, broker, ours, causes }) => [
        `differs ${id} broker ${amount(broker)} ours ${amount(ours)}`,
        ...causes.map((cause) => `  ${amount(cause.amount)} ${causeText(cause)}`),
      ]),
    ...restatements.map(restatementText),
    ...diagnostics.filter((one) => severityOf(one) !== "info").map(printed),
    "",
  ].join("\n");
}
