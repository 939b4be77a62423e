/** Simulated accounts beside the repository against their ground truth; every fault against its diagnostic. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportJson } from "../exports/json.ts";
import { isExplained } from "../ledger/checks.ts";
import { reportOfFiles } from "./files.ts";
import { differencesFromTruth, type Truth } from "./truth.ts";

const SAMPLES = "../shared/samples";
const samples = existsSync(SAMPLES)
  ? readdirSync(SAMPLES).filter((name) => !/\.|faults/.test(name))
  : [];

interface Planted {
  readonly kind: string;
  readonly line?: number;
}

type Sample = Truth & {
  readonly faults: readonly Planted[];
  readonly twr: { readonly startOfDayFlows: string };
  readonly xirr: number;
};

const read = (folder: string): Sample =>
  JSON.parse(readFileSync(join(folder, "statement.truth.json"), "utf8")) as Sample;

describe("simulated accounts equal their ground truth", () => {
  test.each(samples)("%s", (name) => {
    const truth = read(join(SAMPLES, name));
    const report = reportOfFiles(xmlIn(join(SAMPLES, name)));
    const { wrong, unknown } = differencesFromTruth(reportJson(report, { trace: false }), truth);
    expect(wrong).toEqual([]);
    expect(unknown).toEqual([]);
    const [{ twr, mwr } = { twr: null, mwr: null }] = reportJson(report, { trace: false }).returns;
    expect(Number(twr)).toBeCloseTo(Number(truth.twr.startOfDayFlows), 7);
    expect(Number(mwr)).toBeCloseTo(truth.xirr, 7);
    expect(
      report.checks.filter((check) => check.status === "differs" && !isExplained(check)),
    ).toEqual([]);
  });
});

/** The code that each planted fault must raise, and whether it stands at the planted line. */
const FAULTS: Readonly<Record<string, readonly [code: string, line: boolean]>> = {
  "drop-row": ["reconcile/differs", false],
  "dup-row": ["flex/repeated-row", true],
  "changed-row": ["reconcile/differs", true],
  "unknown-attr": ["flex/unknown-attribute", false],
  "rename-attr": ["flex/missing-attribute", false],
  "missing-attr": ["flex/missing-attribute", false],
  truncate: ["flex/malformed", true],
  "bad-number": ["flex/bad-number", true],
  "comma-number": ["flex/thousands-separator", true],
  "bad-date": ["flex/bad-date", true],
  "wrong-account": ["accounts/not-listed", false],
  "wrong-rate": ["reconcile/differs", true],
  "wrong-position": ["reconcile/differs", true],
  "wrong-cash": ["reconcile/differs", true],
  "drop-section": ["flex/missing-section", false],
  "unknown-section": ["flex/unknown-section", true],
  "wrong-count": ["flex/statement-count", false],
  doctype: ["flex/doctype", true],
  "error-response": ["flex/error-response", false],
  empty: ["flex/empty", false],
};

const faults = existsSync(SAMPLES) ? readdirSync(join(SAMPLES, "faults")) : [];

describe("planted faults are named, at their line, and make no wrong figure", () => {
  const clean = reportOfFiles(xmlIn(join(SAMPLES, "faults/none")));

  test.each(faults.filter((name) => name !== "none"))("%s", (name) => {
    const [code = "", atLine] = FAULTS[name] ?? [];
    const folder = join(SAMPLES, "faults", name);
    const truth = read(folder);
    const listed = "accounts: { main: { id: U1234567 } }";
    const report = reportOfFiles(xmlIn(folder), listed);
    const found = report.diagnostics.filter((one) => one.code === code);
    expect(found.length).toBeGreaterThan(0);
    if (atLine) expect(found.map(({ at }) => at[0]?.line)).toContain(truth.faults[0]?.line);
    expect(clean.diagnostics.filter((one) => one.code === code)).toEqual([]);
    if (report.files.every(({ refused }) => refused) || name === "drop-row") return;
    expect(differencesFromTruth(reportJson(report, { trace: false }), truth).wrong).toEqual([]);
  });
});

const xmlIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".xml"))
    .map((file) => join(folder, file));

test("there are samples to compare with", () => {
  expect(samples.length).toBeGreaterThan(0);
  expect(faults.length).toBeGreaterThan(20);
});
