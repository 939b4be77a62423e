import { describe, expect, test } from "vitest";
import { isKnown } from "../../core/amount.ts";
import { FILE, report } from "../fixture/report.ts";
import { maskOf } from "../raw/mask.ts";
import { aboutView } from "./about.ts";
import { cashView, currencyView } from "./cash.ts";
import { diagnosticsView } from "./diagnostics.ts";
import { instrumentView } from "./instrument.ts";
import { worstState } from "./lookup.ts";
import { navYear } from "./nav.ts";
import { positionsView } from "./positions.ts";
import { maskedBytes, rawPage } from "./raw.ts";
import { rawList } from "./raw-list.ts";
import { reconciliationView, ruleView } from "./reconciliation.ts";

const mask = maskOf(report.accountNumbers);

describe("positions", () => {
  const [table] = positionsView(report, "class").tables;

  test("stand in groups, each with its sum, unknown ones included", () => {
    expect(
      table?.groups.map(({ name, value: { value } }) => [
        name,
        isKnown(value) ? `${value}` : value.unknown,
      ]),
    ).toEqual([
      ["Stocks", "17710"],
      ["ETFs", "no statement lists the position"],
    ]);
  });

  test("state gain and check; a quantity column has room for its decimals", () => {
    const row = table?.groups[0]?.rows[0];
    expect([row?.gain, row?.state, table?.decimals]).toEqual(["+14.2%", "unexplained", 1]);
  });
});

describe("an instrument", () => {
  const view = instrumentView(report, "8894");

  test("has lots and closings in words", () => {
    const [holding] = view.holdings;
    expect(holding?.lots[0]).toMatchObject({
      opened: "17 Nov 2026",
      unit: "62.04",
      origin: "booked",
      held: "since 17 Nov 2026",
    });
    expect(holding?.closings[0]).toMatchObject({
      date: "17 Nov 2026",
      quantity: "50",
      lots: "lot of 17 Nov 2026",
      term: "short",
    });
  });

  test("lists what does not agree first", () => {
    expect(view.checks.map(({ what, state }) => [what, state])).toEqual([
      ["Cost basis", "unexplained"],
      ["Quantity", "agrees"],
    ]);
    expect(view.stateText).toBe("1 figure differs, unexplained");
  });
});

test("what could be checked and agrees is not marked for what could not", () => {
  const of = (status: "agrees" | "not-reported") =>
    ({ ...report.checks[0], status }) as (typeof report.checks)[number];
  expect(worstState([of("not-reported"), of("agrees")])).toBe("agrees");
  expect(worstState([of("not-reported")])).toBe("unknown");
  expect(worstState([])).toBeNull();
});

test("cash: kinds down, currencies across; a kind that totals do not list has a figure of its own", () => {
  const [account] = cashView(report).accounts;
  expect(account?.columns.map(({ text }) => text)).toEqual(["USD", "All, in USD"]);
  expect(account?.lines[0]?.label).toBe("Deposits");
  expect(currencyView(report, "main", "USD").rows.map(({ label }) => label)).toEqual([
    "Deposits",
    "Dividends",
  ]);
});

test("net asset value: a cell that repeats one row leads to it", () => {
  const view = navYear(report, "2026");
  expect(view.rows.map(({ date }) => date)).toEqual([
    "20 Nov 2026",
    "19 Nov 2026",
    "16 Nov 2026",
    "13 Nov 2026",
  ]);
  expect(view.rows[0]?.cells[0]?.row).toMatch(/#L15$/);
  expect(view.traced).toEqual([]);
});

describe("reconciliation", () => {
  const view = reconciliationView(report);

  test("counts by rule and names the largest difference", () => {
    const r3 = view.rules.find(({ name }) => name === "R3");
    expect([r3?.counts.unexplained, r3?.largest, r3?.state]).toEqual([1, "+0.45", "unexplained"]);
    expect(view.groups.map(({ title, rows }) => [title, rows[0]?.since])).toEqual([
      ["One difference without an explanation", "20 Nov 2026"],
    ]);
  });

  test("groups what cannot be checked by reason", () => {
    expect(view.reasons).toEqual(
      [{ why: "the query has no such section", count: 1, rules: ["R7"] }].map((one) => ({
        ...one,
        why: "the query has no cash report",
      })),
    );
  });

  test("the page of a rule has its formula", () => {
    expect(ruleView(report, "R2").formula).not.toBe("");
    expect(ruleView(report, "R2").summary).toBe("1 figure agrees, 0 differ, 0 not reported");
  });
});

describe("raw files", () => {
  test("are listed with what they cover", () => {
    expect(rawList(report, mask).files[0]).toMatchObject({
      covers: "16 Nov 2026 to 20 Nov 2026",
      used: true,
    });
  });

  test("are shown line by line, as received but for personal data, with links to events", () => {
    const { lines } = rawPage(report, mask, FILE, 1);
    expect(lines).toContain(`<li id="L6">`);
    expect(lines).toContain(`<a class="ev" href="/activity/2026/#trade/main/1006">booked, KO</a>`);
    expect(lines).toContain('<b>tradePrice</b>="62.04"');
    expect(lines).toContain("KO DIVIDEND &amp;amp; MORE");
    expect(lines).not.toMatch(/U7654321|Jane|Example Street/);
  });

  test("a masked copy is as long as the original, line by line", () => {
    const masked = new TextDecoder().decode(maskedBytes(report, mask, FILE));
    const original = new TextDecoder().decode(report.files[0]?.bytes);
    expect(masked.split("\n").map(({ length }) => length)).toEqual(
      original.split("\n").map(({ length }) => length),
    );
    expect(masked).not.toMatch(/U7654321|Jane/);
  });
});

test("diagnostics: errors first, with the meaning of their code", () => {
  const view = diagnosticsView(report);
  expect(view.summary).toBe("1 error, 1 warning, 0 good to know");
  expect(view.groups[0]?.rows[0]).toMatchObject({
    code: "reconcile/differs",
    expected: "15510.38",
  });
  expect(view.groups[0]?.rows[0]?.meaning).not.toBe("");
});

test("about: what the build is made of, unknown commits named as such", () => {
  const view = aboutView(report, { commit: "", lotbook: "0.1.0", node: "v24" });
  expect(view.facts.find(({ name }) => name === "From commit")?.value).toMatch(/^unknown/);
});
