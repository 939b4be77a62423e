/** Statements added one by one in the order of time: no figure of the past moves without an entry in the log. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportOfBytes } from "./files.ts";
import { moves, unaccounted } from "./past.ts";

const SAMPLE = "../shared/samples/full-gbp-overlap";
const files = (existsSync(SAMPLE) ? readdirSync(SAMPLE) : [])
  .filter((name) => name.endsWith(".xml"))
  .sort()
  .map((name) => ({ path: name, text: readFileSync(join(SAMPLE, name), "utf8") }));

const reportOf = (some: typeof files) =>
  reportOfBytes(some.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })));

test("as they are, nothing moves and the log is empty", () => {
  expect(files.length).toBe(6);
  const reports = files.map((_, index) => reportOf(files.slice(0, index + 1)));
  for (const [index, report] of reports.entries()) {
    expect(report.restatements).toEqual([]);
    const older = reports[index - 1];
    if (older !== undefined) expect(moves(older, report)).toEqual([]);
  }
});

/** The days that the first two statements share. */
const [FROM, TO] = ["20240201", "20240301"];

const attribute = (row: string, name: string): string =>
  new RegExp(` ${name}="([^"]*)"`).exec(row)?.[1] ?? "";
const replaced = (row: string, name: string, value: string): string =>
  row.replace(new RegExp(` ${name}="[^"]*"`), ` ${name}="${value}"`);
/** The row with digits put before a number: 12.5 becomes 112.5. */
const raised = (row: string, ...names: readonly string[]): string =>
  names.reduce(
    (text, name) =>
      replaced(
        text,
        name,
        attribute(text, name).replace(/^-?/, (sign) => `${sign}1`),
      ),
    row,
  );
const isTrade = (row: string): boolean =>
  row.startsWith("<Trade ") && attribute(row, "levelOfDetail") === "EXECUTION";
const isStock = (row: string): boolean => isTrade(row) && attribute(row, "assetCategory") === "STK";

/** What the second statement may say otherwise about one row of the shared days. */
const EDITS: Readonly<
  Record<string, { readonly of: (row: string) => boolean; readonly edit: (row: string) => string }>
> = {
  "another commission": {
    of: isStock,
    edit: (row) => raised(row, "ibCommission", "netCash", "cost"),
  },
  "another price": { of: isStock, edit: (row) => raised(row, "tradePrice", "proceeds", "netCash") },
  "another quantity": { of: isStock, edit: (row) => raised(row, "quantity", "proceeds") },
  "another exchange of currencies": {
    of: (row) => isTrade(row) && attribute(row, "assetCategory") === "CASH",
    edit: (row) => raised(row, "quantity", "proceeds"),
  },
  "a trade withdrawn": { of: isTrade, edit: () => "" },
  "a later day": { of: isStock, edit: (row) => replaced(row, "reportDate", TO ?? "") },
  "another rate": {
    of: (row) => row.startsWith("<CashTransaction ") && attribute(row, "conid") !== "",
    edit: (row) => raised(row, "fxRateToBase"),
  },
  "another amount": {
    of: (row) => row.startsWith("<CashTransaction "),
    edit: (row) => raised(row, "amount"),
  },
  "a payment added": {
    of: (row) => row.startsWith("<CashTransaction "),
    edit: (row) => `${row}\n${raised(row, "transactionID")}`,
  },
  "a payment withdrawn": { of: (row) => row.startsWith("<CashTransaction "), edit: () => "" },
  "another net asset value": {
    of: (row) => row.startsWith("<EquitySummaryByReportDateInBase "),
    edit: (row) => raised(row, "total", "cash"),
  },
};

describe.each(Object.entries(EDITS))("%s", (_, { of, edit }) => {
  const [first, second] = files;
  if (first === undefined || second === undefined) return;
  const lines = second.text.split("\n");
  const candidates = lines.flatMap((line, index) => {
    const date = attribute(line, "reportDate").slice(0, 8);
    return of(line.trim()) && date >= FROM && date <= TO ? [index] : [];
  });
  const older = reportOf([first]);

  test("every figure that it moves is accounted for, and without the log none is", () => {
    expect(candidates.length).toBeGreaterThan(0);
    let moved = 0;
    for (const place of spread(candidates, 6)) {
      const text = lines.map((line, index) => (index === place ? edit(line) : line)).join("\n");
      const newer = reportOf([first, { ...second, text }]);
      const count = moves(older, newer).length;
      moved += count;
      expect(unaccounted(older, newer)).toEqual([]);
      expect(unaccounted(older, { ...newer, restatements: [] }).length).toBe(count);
    }
    expect(moved).toBeGreaterThan(0);
  });
});

/** Some of many, from the first to the last. */
const spread = <T>(all: readonly T[], count: number): T[] =>
  all.filter(
    (_, index) =>
      all.length <= count ||
      Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
  );
