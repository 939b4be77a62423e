import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isKnown } from "./core/amount.ts";
import type { IsoDateTime } from "./core/dates.ts";
import { checksJson, reportJson } from "./exports/json.ts";
import { isExplained } from "./ledger/checks.ts";
import { buildReport, type ReportInput, readRepository } from "./pipeline.ts";

const now = "2026-11-21T05:00:00" as IsoDateTime;
const demo = readRepository(".", { demo: "only", home: ".", now });
const report = buildReport(demo);
const printed = (input: ReportInput): string =>
  JSON.stringify(reportJson(buildReport(input), { trace: true }));

describe("the demo account", () => {
  test("reconciles apart from its two planted differences", () => {
    const differing = report.checks.filter(({ status }) => status === "differs");
    const translated = differing.filter(({ rule }) => rule === "N5");
    expect(translated.every(isExplained)).toBe(true);
    expect(new Set(translated.flatMap(({ causes }) => causes.map(({ code }) => code)))).toEqual(
      new Set(["FX_TRANSLATION"]),
    );
    const others = differing.filter(({ rule }) => rule !== "N5");
    expect(others.map(({ rule, difference }) => `${rule} ${difference}`)).toEqual([
      "P5 86.29755", // the premium of an assigned put, in the basis of its shares
      "R4 0.37",
      "R6 12.5", // the line that the fee of R7 stands on
      "R7 12.5",
      "C8 -15.20250000045", // the same in base currency
    ]);
    const silent = report.checks.filter(({ status }) => status === "not-reported");
    const rules = Object.entries(Object.groupBy(silent, ({ rule }) => rule));
    expect(rules.map(([rule, checks]) => `${rule} ${checks?.length}`).sort()).toEqual([
      "C4 6", // options were settled in cash: on which line that is,
      "R6 10",
      "R9 3", // in which row; and a merger, whose result is in no row that the rule reads
      "T5 3", // and where their result is, is not settled
    ]);
  });

  test("has no diagnostics but those of its differences", () => {
    const codes = new Set(report.diagnostics.map(({ code }) => code));
    // The spin-off is answered by the broker's own lots, which is told.
    expect([...codes].sort()).toEqual(["corporate-actions/from-broker", "reconcile/differs"]);
  });

  test("every known figure leads to raw rows, or says that nothing happened", () => {
    const untraced = [...report.figures.all.values()].filter(
      (figure) =>
        isKnown(figure.value) && !figure.value.isZero && report.figures.rowsOf(figure).length === 0,
    );
    expect(untraced.map(({ id }) => id)).toEqual([]);
  });

  test("every figure that a check or a line names exists", () => {
    const named = [
      ...report.checks.flatMap(({ figure }) => figure ?? []),
      ...[...report.figures.all.values()].flatMap((one) =>
        one.lines().flatMap(({ figure }) => figure ?? []),
      ),
    ];
    const held = new Set(
      report.positions.map(({ account, instrument }) => `positions/${account}/${instrument.id}/`),
    );
    const missing = [...new Set(named)].filter((id) => report.figures.get(id) === undefined);
    expect(missing.filter((id) => !id.startsWith("positions/"))).toEqual([]);
    expect(missing.filter((id) => [...held].some((prefix) => id.startsWith(prefix)))).toEqual([]);
  });
});

describe("laws of building", () => {
  test("the same files give the same bytes", () => {
    expect(printed(demo)).toBe(printed(demo));
  });

  test("the order of files does not matter", () => {
    expect(printed({ ...demo, files: demo.files.toReversed() })).toBe(printed(demo));
  });

  test("adding a file again changes no figure", () => {
    const [first] = demo.files;
    if (first === undefined) throw new Error("the demo account has files");
    const again = buildReport({
      ...demo,
      files: [...demo.files, { ...first, path: "data/again.xml" }],
    });
    const figures = (of: typeof report) => ({
      ...reportJson(of, { trace: false }),
      diagnostics: [],
    });
    expect(figures(again)).toEqual(figures(report));
    expect(checksJson(again, { all: true }).summary).toEqual(report.summary);
  });

  test("a file alone, cut off, is refused and the others are still read", () => {
    const [first, ...others] = demo.files;
    if (first === undefined) throw new Error("the demo account has files");
    const bytes = first.bytes.slice(0, first.bytes.length - 500);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const partial = buildReport({
      ...demo,
      files: [{ path: "data/cut.xml", bytes, sha256 }, ...others],
    });
    expect(partial.diagnostics[0]).toMatchObject({
      code: "flex/malformed",
      at: [{ file: "data/cut.xml" }],
    });
    expect(partial.files.find(({ path }) => path === "data/cut.xml")?.refused).toBe(true);
    expect(partial.positions.length).toBeGreaterThan(5);
  });
});
