/** The invented statements are read without complaint, their books tie out, and their windows agree. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FlexStatement, readFlexFile } from "../adapters/flex/document.ts";
import type { IsoDateTime } from "../core/dates.ts";
import { CODES } from "../core/diagnostic-codes.ts";
import { type Check, isExplained } from "../ledger/checks.ts";
import { buildReport, readRepository } from "../pipeline.ts";
import type { HistoryOptions } from "./history.ts";
import { historySource, SECTIONS, type StatementOptions, statement } from "./statement.ts";

let root = "";
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "lotbook-"));
  await mkdir(join(root, "data"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** The report on statements as they would lie in a store. */
function reportOn(...texts: readonly string[]) {
  for (const [index, text] of texts.entries())
    writeFileSync(join(root, `data/${index + 1}.xml`), text);
  const now = "2026-01-15T08:00:00" as IsoDateTime;
  const report = buildReport(readRepository(root, { demo: "never", home: root, now }));
  const noticed = report.diagnostics.filter(({ code }) => CODES[code].severity !== "info");
  const differing = report.checks.filter(({ status }) => status !== "agrees");
  return { report, noticed: noticed.map(({ code }) => code), differing };
}

const read = (text: string): FlexStatement => {
  const { value, diagnostics } = readFlexFile({ path: "a.xml", bytes: Buffer.from(text) });
  expect(diagnostics).toEqual([]);
  const [first] = value?.statements ?? [];
  if (first === undefined) throw new Error("no statement");
  return first;
};
const rowsIn = (text: string, section: string): readonly string[] =>
  (read(text).sections.get(section)?.rows ?? []).map(({ start, end }) =>
    Buffer.from(text).subarray(start, end).toString(),
  );
const inAttribute = (row: string, name: string): string =>
  new RegExp(` ${name}="([^"]*)"`).exec(row)?.[1] ?? "";
const whole = (options: Partial<StatementOptions> = {}): string =>
  statement({ from: "2025-01-02", to: "2025-06-30", ...options });

describe("an honest account", () => {
  test("has all sections, and its books tie out with nothing to complain about", () => {
    const { sections, from, to, period } = read(whole());
    expect([...sections.keys()].sort()).toEqual([...SECTIONS].sort());
    expect([from, to, period]).toEqual(["2025-01-02", "2025-06-30", ""]);
    const { report, noticed, differing } = reportOn(whole());
    expect([noticed, differing]).toEqual([[], []]);
    expect(report.summary.R2).toMatchObject({ agrees: 1 });
    expect(report.summary.R7).toMatchObject({ agrees: 1 });
    expect(new Set(report.events.map(({ kind }) => kind)).size).toBeGreaterThan(1);
  });

  test("over many overlapping windows, one a day", () => {
    const windows = [10, 11, 12, 13, 14, 17, 18].map((day) =>
      statement({ from: "2025-03-01", to: `2025-03-${day}`, generated: `202503${day};230000` }),
    );
    const before = statement({ from: "2025-01-02", to: "2025-03-07" });
    expect(reportOn(before, ...windows)).toMatchObject({ noticed: [], differing: [] });
  });

  test("several accounts in one response", () => {
    const text = whole({
      accounts: [
        "U1234567",
        { id: "U7654321", deeds: [{ date: "2025-02-03", kind: "deposit", amount: "500" }] },
      ],
    });
    expect(text).toContain('<FlexStatements count="2">');
    const { report, noticed, differing } = reportOn(text);
    expect([noticed, differing]).toEqual([[], []]);
    expect(report.accounts).toHaveLength(2);
  });

  test("deeds of a test's own: a sale, a fee, a withdrawal, the fund", () => {
    const { noticed, differing, report } = reportOn(
      whole({
        deeds: [
          { date: "2025-01-02", kind: "deposit", amount: "10000" },
          { date: "2025-01-03", kind: "buy", quantity: "40", commission: "1.25" },
          { date: "2025-01-03", kind: "buy", quantity: "10.5", symbol: "TFNW" },
          { date: "2025-04-01", kind: "sell", quantity: "15" },
          { date: "2025-04-02", kind: "fee", amount: "4.5" },
          { date: "2025-04-03", kind: "withdraw", amount: "300" },
        ],
      }),
    );
    expect([noticed, differing]).toEqual([[], []]);
    expect(report.positions).toHaveLength(2);
    expect(() => whole({ deeds: [{ date: "2025-01-04", kind: "deposit", amount: "1" }] })).toThrow(
      /weekend/,
    );
  });
});

describe("windows", () => {
  test("are moved to weekdays and to the start of the history", () => {
    const { from, to } = read(statement({ from: "2024-06-01", to: "2025-03-09" }));
    expect([from, to]).toEqual(["2025-01-02", "2025-03-07"]);
    expect(() => statement({ from: "2025-03-08", to: "2025-03-09" })).toThrow(/no weekday/);
  });

  test("say the same of the same days", () => {
    for (const section of ["Trades", "CashTransactions", "ConversionRates"]) {
      const all = new Set(rowsIn(whole(), section));
      const part = rowsIn(statement({ from: "2025-02-03", to: "2025-04-10" }), section);
      expect(part.length).toBeGreaterThan(0);
      expect(part.filter((row) => !all.has(row))).toEqual([]);
    }
  });

  test("a quiet one has its sections, and nothing in those of what happened", () => {
    const quiet = statement({ from: "2025-03-13", to: "2025-03-27" });
    for (const section of ["Trades", "CashTransactions", "Transfers"])
      expect(rowsIn(quiet, section)).toEqual([]);
    expect([...read(quiet).sections.keys()].sort()).toEqual([...SECTIONS].sort());
    expect(rowsIn(quiet, "OpenPositions").length).toBeGreaterThan(0);
    const before = statement({ from: "2025-01-02", to: "2025-03-12" });
    expect(reportOn(before, quiet)).toMatchObject({ noticed: [], differing: [] });
  });

  test("a query without a section leaves it out", () => {
    const { sections } = read(whole({ sections: ["Trades", "CashReport"] }));
    expect([...sections.keys()]).toEqual(["CashReport", "Trades"]);
  });
});

describe("late corrections", () => {
  const known = "2025-04-07";
  const early = { from: "2025-03-03", to: "2025-04-03", generated: "20250404;041530" };
  const late = { from: "2025-03-06", to: "2025-04-04", generated: "20250407;041530" };
  const first = statement({ from: "2025-01-02", to: "2025-03-07" });

  /** Rows of the days that both windows cover, before and after the correction. */
  const compared = (section: string, history: HistoryOptions) => {
    const before = rowsIn(statement({ ...early, from: late.from, ...history }), section);
    const after = rowsIn(statement({ ...late, to: early.to, ...history }), section);
    return {
      gone: before.filter((row) => !after.includes(row)),
      come: after.filter((row) => !before.includes(row)),
    };
  };

  const named = (checks: readonly Check[]): string[] =>
    checks.map(({ rule, date, field }) => `${rule} ${date} ${field}`).sort();

  /**
   * The newest statement ties out; the one before said another cash, and the broker has changed its mind since. Of what
   * that one says exactly the figures that the change reaches do not agree: `lines` of its cash report, and all that
   * contains its cash. Each is explained to the last digit by what was changed.
   */
  const expectOnlyTheOldEndToDiffer = (
    { report, noticed, differing: open }: ReturnType<typeof reportOn>,
    lines: readonly string[],
  ): void => {
    const old = ["C9 endingCash", "N2 endingValue", "R11 twr", "R7 endingCash"].concat(
      lines.flatMap((line) => [`R6 ${line}`, `R6 ${line}`, `R11b ${line}`]),
    );
    const [before, newest] = ["2025-04-03", "2025-04-04"];
    expect(named(open)).toEqual(old.map((one) => one.replace(" ", ` ${before} `)).sort());
    for (const check of open)
      expect([check.causes.map(({ code }) => code), isExplained(check)]).toEqual([
        ["ROW_CHANGED"],
        true,
      ]);
    expect(open.find(({ rule }) => rule === "R7")?.status).toBe("differs");
    const agreeing = named(report.checks.filter(({ status }) => status === "agrees"));
    for (const one of old) expect(agreeing).toContain(one.replace(" ", ` ${newest} `));
    expect(noticed).not.toContain("reconcile/differs");
  };

  test("what was changed explains no other fault", () => {
    const corrections = [
      { known, date: "2025-03-31", kind: "dividend", perShare: "0.45" },
    ] as const;
    const texts = [early, late].map((window) => statement({ ...window, corrections }));
    const wrong = (texts[0] ?? "").replace(
      /(<CashReportCurrency [^>]*currency="USD"[^>]* endingCash=")(\d)/,
      "$19$2",
    );
    expect(wrong).not.toBe(texts[0]);
    const { report, noticed } = reportOn(first, wrong, texts[1] ?? "");
    const [cash] = report.checks.filter(({ rule, date }) => rule === "R7" && date === "2025-04-03");
    const [changed, broken] = cash?.causes ?? [];
    expect([changed?.code, String(changed?.amount)]).toEqual(["ROW_CHANGED", "3.27"]);
    expect(broken?.from).toMatch(/^C1\//);
    const unexplained = report.checks.filter(
      (check) => check.status === "differs" && !isExplained(check),
    );
    expect(named(unexplained)).toContain("C1 2025-04-03 endingCash");
    expect(noticed).toContain("reconcile/differs");
  });

  test("a dividend that is booked again: two more rows, and all the others as they were", () => {
    const corrections = [
      { known, date: "2025-03-31", kind: "dividend", perShare: "0.45" },
    ] as const;
    const { gone, come } = compared("CashTransactions", { corrections });
    expect(gone).toEqual([]);
    expect(come).toHaveLength(2);
    expect(come.every((row) => row.includes('reportDate="20250331"'))).toBe(true);
    const texts = [early, late].map((window) => statement({ ...window, corrections }));
    expectOnlyTheOldEndToDiffer(reportOn(first, ...texts), ["dividends"]);
  });

  test("a dividend that is booked again later: everything agrees, on all days", () => {
    const corrections = [
      { known, date: "2025-03-31", kind: "dividend", perShare: "0.45", booked: "2025-04-04" },
    ] as const;
    expect(compared("CashTransactions", { corrections })).toEqual({ gone: [], come: [] });
    const texts = [early, late].map((window) => statement({ ...window, corrections }));
    const again = rowsIn(texts[1] ?? "", "CashTransactions").slice(-2);
    expect(again.map((row) => inAttribute(row, "reportDate"))).toEqual(["20250404", "20250404"]);
    expect(again.map((row) => inAttribute(row, "settleDate"))).toEqual(["20250331", "20250331"]);
    expect(reportOn(first, ...texts)).toMatchObject({ noticed: [], differing: [] });
  });

  test("a commission that is another: the row with the same number changes, and no other", () => {
    const corrections = [
      { known, date: "2025-03-06", kind: "commission", commission: "1.75" },
    ] as const;
    const deeds = [
      { date: "2025-01-02", kind: "deposit", amount: "9000" },
      { date: "2025-03-06", kind: "buy", quantity: "20" },
      { date: "2025-03-06", kind: "buy", quantity: "5" },
    ] as const;
    const { gone, come } = compared("Trades", { deeds, corrections });
    expect([gone.length, come.length]).toEqual([1, 1]);
    const [before = "", after = ""] = [...gone, ...come];
    expect(after).toContain('ibCommission="-1.75"');
    expect(inAttribute(after, "transactionID")).toBe(inAttribute(before, "transactionID"));
    expect(compared("CashTransactions", { deeds, corrections })).toEqual({ gone: [], come: [] });
    const texts = [early, late].map((window) => statement({ ...window, deeds, corrections }));
    const opening = statement({ from: "2025-01-02", to: "2025-03-05", deeds });
    expectOnlyTheOldEndToDiffer(reportOn(opening, ...texts), ["commissions"]);
  });
});

describe("a source for the fake service", () => {
  const source = historySource({ today: () => "2025-03-17", accounts: ["U1234567"] });
  const answer = (ask: { from?: string; to?: string; days?: number }, attempt = 1) => {
    if (typeof source !== "function") throw new Error("the source is a function");
    const made = source({ queryId: "1", attempt, ...ask });
    return typeof made === "string" ? read(made) : made;
  };

  test("answers the saved period, days back and chosen dates", () => {
    expect(answer({})).toMatchObject({
      from: "2025-02-17",
      to: "2025-03-14",
      period: "Last30CalendarDays",
      generated: "2025-03-17T04:15:01",
    });
    expect(answer({ days: 4 }, 2)).toMatchObject({
      from: "2025-03-13",
      to: "2025-03-14",
      period: "",
      generated: "2025-03-17T04:15:02",
    });
    expect(answer({ from: "20250301", to: "20250309" })).toMatchObject({
      from: "2025-03-03",
      to: "2025-03-07",
    });
  });

  test.each([
    ["today", { from: "20250310", to: "20250317" }],
    ["a weekend", { from: "20250315", to: "20250316" }],
    ["before the account", { from: "20240301", to: "20240401" }],
  ])("has nothing for %s", (_, window) => {
    expect(answer(window)).toEqual({ kind: "code", code: 1003 });
  });
});
