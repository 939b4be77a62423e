/** Simulated accounts beside the repository against their ground truth; every fault against its diagnostic. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Decimal } from "../core/decimal.ts";
import { reportJson } from "../exports/json.ts";
import { reportOfFiles } from "./files.ts";
import { differencesFromTruth, type Truth } from "./truth.ts";

const SAMPLES = "../shared/samples";
const samples = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((name) => !/\.|faults/.test(name)) : [];

describe("simulated accounts equal their ground truth", () => {
  test.each(samples)("%s", (name) => {
    const folder = join(SAMPLES, name);
    const truth = JSON.parse(readFileSync(join(folder, "statement.truth.json"), "utf8")) as Truth;
    const report = reportOfFiles(xmlIn(folder));
    expect(differencesFromTruth(reportJson(report, { trace: false }), truth)).toEqual([]);
  });
});

const xmlIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".xml"))
    .map((file) => join(folder, file));

test("there are samples to compare with", () => {
  expect(samples.length).toBeGreaterThan(0);
  expect(Decimal.one.toString()).toBe("1");
});
