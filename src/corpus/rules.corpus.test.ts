/** Rules over public statements and planted faults: what differs is known, and nothing else differs. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Check } from "../ledger/checks.ts";
import { reportOfFiles } from "./files.ts";

const CORPUS = "../shared/corpus";
const FAULTS = "../shared/samples/faults";
const RULES = new Set(
  "T5 T6 T8 L1 L2 P1 P2 P3 P4 P5 R5 F1 F2 F3 M1 M2 V1 I1 A1 A2 X1 X2 X3".split(" "),
);

/** Checks that differ, by rule. Each of these files was edited or invented by its authors. (SOURCES.md.) */
const KNOWN: Readonly<Record<string, string>> = {
  "clifton+ib-flex/activity_options.xml": "T6 1",
  "titov-vv+jal/ibkr.xml": "T6 2",
  "vroonhof+opensteuerauszug/vtandchill_2025.xml": "T6 5",
};

/** What one damaged row makes differ: its own identities, and the sums that it is part of. */
const DAMAGE: Readonly<Record<string, string>> = {
  "changed-row": "T6 1",
  "comma-number": "T6 1",
  "drop-row": "M2 2, R5 1",
  "wrong-position": "P1 1, P3 1, P4 1",
};

const xmlUnder = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".xml"))
        .sort()
    : [];

function differing(checks: readonly Check[]): string {
  const own = checks.filter(({ rule, status }) => RULES.has(rule) && status === "differs");
  return [...Map.groupBy(own, ({ rule }) => rule)]
    .map(([rule, { length }]) => `${rule} ${length}`)
    .sort()
    .join(", ");
}

describe("public statements", () => {
  test.each(xmlUnder(CORPUS))("%s", (name) => {
    const { checks } = reportOfFiles([join(CORPUS, name)]);
    expect(differing(checks)).toBe(KNOWN[name] ?? "");
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });
});

describe("planted faults turn only the rules of their row red", () => {
  test.each(xmlUnder(FAULTS))("%s", (name) => {
    const { checks } = reportOfFiles([join(FAULTS, name)], "accounts: { main: { id: U1234567 } }");
    expect(differing(checks)).toBe(DAMAGE[name.split("/")[0] ?? ""] ?? "");
  });
});
