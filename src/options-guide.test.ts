/** The guide to options: every message and cause about options is explained, its links and figures hold. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODES } from "./core/diagnostic-codes.ts";
import { fifo } from "./ledger/lot-methods/methods.ts";
import { play } from "./ledger/play.ts";

const guide = readFileSync("docs/options.md", "utf8");

test("every message about options is explained, and each that is explained exists", () => {
  const named = [...guide.matchAll(/^\| `([a-z]+\/[a-z-]+)` \|/gm)].map(([, code = ""]) => code);
  expect(named.filter((code) => !(code in CODES))).toEqual([]);
  expect(Object.keys(CODES).filter((code) => code.startsWith("options/"))).toEqual(
    named.filter((code) => code.startsWith("options/")).toSorted(),
  );
});

test("its figures are those of the ledger", () => {
  const put = play(
    fifo,
    `sell 2025-01-02 1 XYZ 20 put @ 3 fee 1
     assign 2025-01-17 1 XYZ 20 put delivers 100`,
  );
  expect(put).toContain("open 100 XYZ opened 2025-01-17 basis 1701 premium -299");
  for (const figure of ["299.00", "1,701.00", "2,000.00"]) expect(guide).toContain(figure);
});

test("its links lead somewhere, and README leads to it", () => {
  const links = [...guide.matchAll(/\]\(([^)#]+)\)/g)].map(([, file = ""]) => file);
  expect(links.filter((file) => !existsSync(`docs/${file}`))).toEqual([]);
  expect(readFileSync("README.md", "utf8")).toContain("(docs/options.md)");
});
