/** The error gallery: every code of the table has a smallest input, and that input gives it at the right line. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { IsoDateTime } from "./core/dates.ts";
import { CODES } from "./core/diagnostic-codes.ts";
import { type Code, printed } from "./core/diagnostics.ts";
import { buildReport, readRepository } from "./pipeline.ts";

const GALLERY = "fixtures/errors";
const now = "2026-01-01T00:00:00" as IsoDateTime;
const reportIn = (root: string) =>
  buildReport(readRepository(root, { demo: "never", home: ".", now }));

/** Made by the machine, not by a file that could be committed. */
const NOT_A_FILE: readonly Code[] = ["store/unreadable"];

const cases = readdirSync(GALLERY).flatMap((area) =>
  readdirSync(join(GALLERY, area)).map((name) => `${area}/${name}`),
);

test("every code has a case and every case a code", () => {
  expect(cases.toSorted()).toEqual(
    Object.keys(CODES)
      .filter((code) => !NOT_A_FILE.includes(code as Code))
      .sort(),
  );
});

describe("error gallery", () => {
  test.each(cases)("%s", async (name) => {
    const folder = join(GALLERY, name);
    const found = reportIn(folder).diagnostics.filter(({ code }) => code === name);
    expect(found.length).toBeGreaterThan(0);
    await expect(`${found.map(printed).join("\n")}\n`).toMatchFileSnapshot(
      join("..", folder, "expected.txt"),
    );
  });
});
