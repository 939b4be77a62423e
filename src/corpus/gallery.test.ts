/** The error gallery: every code of the table has a smallest input, and that input gives it at the right line. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CODES, type Code, printed } from "../core/diagnostics.ts";
import { buildReport, readRepository } from "../pipeline.ts";
import type { IsoDateTime } from "../core/dates.ts";

const GALLERY = "fixtures/errors";
const now = "2026-01-01T00:00:00" as IsoDateTime;
const reportIn = (root: string) => buildReport(readRepository(root, { demo: "never", home: ".", now }));

/** Made by the machine, not by a file that could be committed. */
const NOT_A_FILE: readonly Code[] = ["store/unreadable"];

test("every code has a case and every case a code", () => {
  const cases = readdirSync(GALLERY).flatMap((area) => readdirSync(join(GALLERY, area)).map((name) => `${area}/${name}`));
  expect(cases.sort()).toEqual(Object.keys(CODES).filter((code) => !NOT_A_FILE.includes(code as Code)).sort());
});

const cases = existsSync(GALLERY)
  ? readdirSync(GALLERY).flatMap((area) => readdirSync(join(GALLERY, area)).map((name) => `${area}/${name}`))
  : [];

describe("error gallery", () => {
  test.each(cases)("%s", (name) => {
    const folder = join(GALLERY, name);
    const expected = readFileSync(join(folder, "expected.txt"), "utf8");
    const actual = reportIn(folder)
      .diagnostics.filter(({ code }) => code === name)
      .map(printed)
      .join("\n");
    expect(`${actual}\n`).toBe(expected);
  });
});
