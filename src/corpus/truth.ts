/** Compares a report with the ground truth of a simulated account, row by row within 5e-7. */

import { TOTALS } from "../analytics/report.ts";
import { Decimal } from "../core/decimal.ts";
import type { ReportJson } from "../exports/schema.ts";

/** The parts of a `*.truth.json` that are compared. */
export interface Truth {
  readonly positions: readonly (Record<string, string> & {
    lots: readonly Record<string, string>[];
  })[];
  readonly realized: readonly Record<string, string>[];
  readonly cash: Readonly<Record<string, string>>;
  readonly totals: Readonly<
    Record<string, { byCurrency: Readonly<Record<string, string>>; base: string }>
  >;
  readonly nav: readonly Record<string, string>[];
}

type Compare = (what: string, ours: unknown, truth: string | undefined, rows?: number) => void;

export interface Differences {
  /** Figures that are not what the truth has, one line each. */
  readonly wrong: readonly string[];
  /** Figures that are unknown, with the reason; they are not wrong. */
  readonly unknown: readonly string[];
}

/** Every figure of the truth against ours. */
export function differencesFromTruth(report: ReportJson, truth: Truth): Differences {
  const lines: string[] = [];
  const unknown: string[] = [];
  const compare: Compare = (what, ours, expected = "0", rows = 1) => {
    if (typeof ours === "object" && ours !== null && "unknown" in ours) {
      unknown.push(`${what}: ${ours.unknown}`);
      return;
    }
    const tolerance = Decimal.of("0.0000005").times(Decimal.of(String(rows)));
    const value = typeof ours === "string" ? Decimal.parse(ours) : null;
    if (value === null || value.minus(Decimal.of(expected)).abs().compare(tolerance) > 0)
      lines.push(`${what}: ${JSON.stringify(ours)}, truth ${expected}`);
  };
  comparePositions(report, truth, compare);
  compareRealized(report, truth, compare);
  compareCash(report, truth, compare);
  for (const day of truth.nav) {
    const ours = report.nav.find(({ date }) => date === day["date"]);
    for (const name of ["total", "cash", "stock", "options", "dividendAccruals", "flow"] as const)
      compare(`nav ${day["date"]} ${name}`, ours?.[name], day[name]);
  }
  return { wrong: lines, unknown };
}

function comparePositions(report: ReportJson, truth: Truth, compare: Compare): void {
  const ids = new Set([
    ...truth.positions.map(({ conid }) => conid ?? ""),
    ...report.positions.map(({ conid }) => conid),
  ]);
  for (const conid of ids) {
    const theirs = truth.positions.find((one) => one["conid"] === conid);
    const ours = report.positions.find((one) => one.conid === conid);
    const what = `position ${ours?.symbol ?? theirs?.["symbol"]}`;
    const fields = {
      quantity: "quantity",
      costBasis: "costBasis",
      markPrice: "markPrice",
      marketValue: "value",
      unrealized: "unrealized",
    } as const;
    for (const [name, name2] of Object.entries(fields))
      compare(`${what} ${name}`, ours?.[name as keyof typeof fields], theirs?.[name2]);
    for (const name of ["costBasisBase", "marketValueBase", "unrealizedBase"] as const)
      compare(`${what} ${name}`, ours?.[name], theirs?.[name], 4);
    if (typeof ours?.quantity === "object") continue;
    for (
      let index = 0;
      index < Math.max(theirs?.lots.length ?? 0, ours?.lots.length ?? 0);
      index++
    ) {
      const [lot, expected] = [ours?.lots[index], theirs?.lots[index]];
      compare(`${what} lot ${index + 1} quantity`, lot?.quantity, expected?.["quantity"]);
      compare(`${what} lot ${index + 1} cost`, lot?.costBasis, expected?.["cost"]);
      const opened = String(lot?.openDateTime).replaceAll(/[-:]/g, "").replace("T", ";");
      if (opened !== expected?.["openDateTime"])
        compare(
          `${what} lot ${index + 1} opened ${opened}, not ${expected?.["openDateTime"]}`,
          null,
          "0",
        );
    }
  }
}

function compareRealized(report: ReportJson, truth: Truth, compare: Compare): void {
  for (const theirs of truth.realized) {
    const ours = report.realized.find(({ conid }) => conid === theirs["conid"]);
    compare(`realized ${theirs["symbol"]}`, ours?.realized, theirs["realized"]);
    compare(`realized base ${theirs["symbol"]}`, ours?.realizedBase, theirs["realizedBase"]);
    if (typeof ours?.realized === "object") continue;
    compare(
      `closed lots ${theirs["symbol"]}`,
      String(ours?.closedLots),
      String(theirs["closedLots"]),
    );
  }
}

function compareCash(report: ReportJson, truth: Truth, compare: Compare): void {
  for (const [currency, ending] of Object.entries(truth.cash))
    compare(
      `cash ${currency}`,
      report.cash.find((one) => one.currency === currency)?.ending,
      ending,
    );
  for (const line of TOTALS) {
    const theirs = truth.totals[line];
    for (const ours of report.totals)
      compare(
        `total ${line} ${ours.currency}`,
        ours[line],
        ours.currency === "BASE" ? theirs?.base : theirs?.byCurrency[ours.currency],
      );
  }
}
