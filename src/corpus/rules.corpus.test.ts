/** Rules over public statements and planted faults: what differs is known, and nothing else differs. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Check, isExplained } from "../ledger/checks.ts";
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

/** What one damaged row leaves unexplained: the break itself; all that follows from it says so. */
const DAMAGE: Readonly<Record<string, string>> = {
  "changed-row": "T1 1",
  "comma-number": "T1 1",
  "drop-row": "R2 1",
  "wrong-cash": "C1 1",
  "wrong-position": "R2 1",
  "wrong-rate": "X4 1",
};

const xmlUnder = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".xml"))
        .sort()
    : [];

const differing = (checks: readonly Check[]): string =>
  byRule(checks.filter(({ rule, status }) => RULES.has(rule) && status === "differs"));

function byRule(own: readonly Check[]): string {
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

describe("planted faults leave their own row unexplained, and nothing else", () => {
  test.each(xmlUnder(FAULTS))("%s", (name) => {
    const { checks } = reportOfFiles([join(FAULTS, name)], "accounts: { main: { id: U1234567 } }");
    const open = checks.filter((check) => check.status === "differs" && !isExplained(check));
    expect(byRule(open)).toBe(DAMAGE[name.split("/")[0] ?? ""] ?? "");
    const ids = new Set(open.map(({ id }) => id));
    const roots = checks.flatMap(({ causes }) => causes.flatMap(({ from }) => from ?? []));
    const all = new Map(checks.map((check) => [check.id, check]));
    for (const root of roots) {
      let id = root;
      for (let next = fromOf(all.get(id)); next !== undefined; next = fromOf(all.get(id)))
        id = next;
      expect(ids).toContain(id);
    }
  });
});

const fromOf = (check: Check | undefined): string | undefined =>
  check?.causes.find(({ from }) => from !== undefined)?.from;
