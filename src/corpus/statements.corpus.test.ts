/** Real statements beside the repository: nothing crashes, nothing is lost in silence. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sectionOf } from "../adapters/flex/catalogue.ts";
import { type FlexRow, readFlexFile } from "../adapters/flex/document.ts";
import type { Report } from "../analytics/report.ts";
import { exitCodeOf } from "../cli/run.ts";
import { isKnown } from "../core/amount.ts";
import { reportJson } from "../exports/json.ts";
import { reportSchema } from "../exports/schema.ts";
import { mappedOf, reportOfFiles } from "./files.ts";

const FOLDERS = ["../shared/corpus", "../shared/samples"];
const paths = FOLDERS.filter(existsSync).flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(xml|csv)$/.test(name))
    .map((name) => join(folder, name))
    .sort(),
);

test("there are statements to read", () => {
  expect(paths.length).toBeGreaterThan(80);
});

describe.each(paths)("%s", (path) => {
  test("builds a report that keeps its contract", () => {
    const report = reportOfFiles([path]);
    const printed = JSON.parse(JSON.stringify(reportJson(report, { trace: false })));
    expect(reportSchema.safeParse(printed).error).toBe(undefined);
    const { value } = readFlexFile({ path, bytes: readFileSync(path) });
    expect(exitCodeOf(report.diagnostics)).toBe(value === null ? 6 : 0);
    expect(untraced(report)).toEqual([]);
  });

  test("no row of a known section is lost in silence", () => {
    expect(lostRows(path)).toEqual([]);
  });
});

/** Known figures, not zero, that lead to no row. */
const untraced = (report: Report): string[] =>
  [...report.figures.all.values()]
    .filter(({ value }) => isKnown(value) && !value.isZero)
    .filter((figure) => report.figures.rowsOf(figure).length === 0)
    .map(({ id }) => id);

/** Rows that became no event, assertion or reference data, repeat no such row, and stand in no diagnostic. */
function lostRows(path: string): string[] {
  const { value: document } = readFlexFile({ path, bytes: readFileSync(path) });
  if (document === null) return [];
  const { mapped, diagnostics } = mappedOf([path]);
  const used = new Set([
    ...mapped.events.flatMap(({ sources }) => sources.map(({ line }) => line)),
    ...mapped.assertions.map(({ source }) => source.line),
    ...[...mapped.instruments.values()].flatMap(({ sources }) => sources.map(({ line }) => line)),
    ...mapped.prices.map(({ source }) => source.line),
    ...diagnostics.flatMap(({ at }) => at.map(({ line }) => line)),
  ]);
  const named = new Set(
    diagnostics.flatMap(({ code, message }) =>
      code === "flex/not-compared" || code === "flex/unknown-section"
        ? [message.split(/[: ]/)[0]]
        : [],
    ),
  );
  return document.statements
    .flatMap(({ sections }) => [...sections.values()])
    .filter(({ container }) => sectionOf(container) !== undefined && !named.has(container))
    .flatMap(({ rows }) =>
      rows.filter((row) => !used.has(row.place.line) && !isReference(row) && !repeats(row)),
    )
    .map((row) => `${row.section} ${row.element} line ${row.place.line}`);
}

/** Rows that describe instruments, accounts and rates: each is looked up, not all of them are news. */
const isReference = ({ section }: FlexRow): boolean =>
  ["SecuritiesInfo", "ConversionRates", "AccountInformation", "PriorPeriodPositions"].includes(
    section,
  );

/** Rows of a coarser level, and copies of what is already in the trade: they restate money that other rows carry. */
function repeats(row: FlexRow): boolean {
  const level = row.attributes().get("levelOfDetail") ?? "";
  if (
    [
      "ORDER",
      "SYMBOL_SUMMARY",
      "ASSET_SUMMARY",
      "SUMMARY",
      "LOT",
      "CLOSED_LOT",
      "WASH_SALE",
    ].includes(level)
  )
    return true;
  if (row.element === "TransferLot" || row.attributes().get("accountId") === "-") return true;
  if (row.section === "TransactionTaxes") return row.attributes().get("source") !== "STANDALONE";
  return row.section === "CorporateActions" && (row.attributes().get("transactionID") ?? "") === "";
}
