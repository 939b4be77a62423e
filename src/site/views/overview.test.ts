import { describe, expect, test } from "vitest";
import type { Report } from "../../analytics/report.ts";
import { isKnown, unknown } from "../../core/amount.ts";
import type { IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { figure } from "../../core/figures.ts";
import { countByRule } from "../../ledger/checks.ts";
import { check, report } from "../fixture/report.ts";
import { bannerOf } from "./banner.ts";
import type { Labelled } from "./labelled.ts";
import { overviewView } from "./overview.ts";
import { portfolios } from "./portfolio.ts";
import { titleOf } from "./result.ts";
import { shellOf } from "./shell.ts";

const dec = Decimal.of;
const withChecks = (checks: Report["checks"], more: Partial<Report> = {}): Report => ({
  ...report,
  checks,
  summary: countByRule(checks),
  ...more,
});
const text = ({ label, figure: { value } }: Labelled) =>
  `${label}: ${isKnown(value) ? value : value.unknown}`;
const [view] = overviewView(report).portfolios;

describe("the sentence of the banner", () => {
  const agreeing = check("R2", dec("1"), dec("1"));
  const explained = check("R3", dec("1"), dec("3"), {
    causes: [{ code: "OPTION_PREMIUM_IN_BASIS", amount: dec("2"), because: "a premium", rows: [] }],
  });
  const sentence = (checks: Report["checks"], more?: Partial<Report>) =>
    bannerOf(withChecks(checks, more)).sentence;
  const whole = (checks: Report["checks"], more?: Partial<Report>) => {
    const banner = bannerOf(withChecks(checks, more));
    return [banner.sentence, banner.more].filter((part) => part !== "").join("; ");
  };

  test("says that all ties out, until when, and how complete it is", () => {
    expect(whole([agreeing])).toBe(
      "Ties out to the cent through 20 November 2026; 0 differences explained, 0 unexplained; complete since 16 November 2026",
    );
  });

  test("counts explained differences", () => {
    expect(whole([agreeing, explained])).toBe(
      "Ties out to the cent through 20 November 2026; 1 difference explained, 0 unexplained; complete since 16 November 2026",
    );
  });

  test("goes on in the same way where something is not explained", () => {
    const off = check("R2", dec("1"), dec("3"), { field: "position", currency: "" });
    expect(whole([agreeing, explained, off])).toBe(
      "KO is off by 2 (quantity) since 20 November 2026; 1 difference explained, 1 unexplained; complete since 16 November 2026",
    );
  });

  test("dates a difference from where it began, not from where it was last seen", () => {
    const on = (date: string) =>
      check("R7", dec("1"), dec("3"), { id: `R7/main/USD/${date}`, date: date as never });
    const cause = { code: "FOLLOWS", amount: dec("1"), because: "it does", rows: [] } as const;
    const first = { ...on("2026-11-18"), id: "R2/x", causes: [{ ...cause, amount: dec("2") }] };
    const last = { ...on("2026-11-20"), causes: [{ ...cause, from: first.id }] };
    expect(sentence([first, last])).toMatch(/since 18 November 2026$/);
  });

  test("says what cannot be checked, with explained differences too", () => {
    const unreported = check("R7", unknown("no cash report"), dec("1"));
    expect(whole([agreeing, explained, unreported])).toBe(
      "Ties out to the cent through 20 November 2026 where it can be checked, which 1 figure cannot; 1 difference explained, 0 unexplained; complete since 16 November 2026",
    );
  });

  test("tells gaps in place of completeness", () => {
    const [only] = report.windows;
    const window = only as (typeof report.windows)[number];
    const early = { ...window, from: "2026-11-02" as never, to: "2026-11-06" as never };
    expect(bannerOf(withChecks([agreeing], { windows: [early, window] })).more).toBe(
      "0 differences explained, 0 unexplained; 1 gap since 2 November 2026",
    );
  });

  test("names the one unexplained difference", () => {
    expect(bannerOf(report).sentence).toBe(
      "KO is off by 0.45\u202fUSD (cost basis) since 20 November 2026",
    );
    expect(shellOf(report).pill).toEqual({
      state: "unexplained",
      long: "1 difference unexplained",
      short: "1 difference",
    });
  });

  test("counts several unexplained ones and says since when", () => {
    const off = (date: string) =>
      check("R3", dec("1"), dec("3"), { date: date as never, field: date });
    expect(sentence([off("2026-11-18"), off("2026-11-19")])).toBe(
      "2 figures differ from the broker’s without an explanation, the first on 18 November 2026",
    );
  });

  test("does not claim what could not be checked", () => {
    expect(sentence([check("R7", unknown("no cash report"), dec("1"))])).toMatch(
      /^Nothing to compare with/,
    );
    expect(whole([check("R7", unknown("no cash report"), dec("1"))])).toMatch(
      /hold no figures to check; 1 figure not reported; complete since 16 November 2026$/,
    );
    expect(bannerOf(withChecks([])).state).toBe("unknown");
  });

  test("begins with the age of stale data, but not of the demo account", () => {
    const later = { builtAt: "2026-11-26T05:00:00" as IsoDateTime };
    expect(sentence([agreeing], later)).toBe(
      "Last statement is of 20 November 2026; until then it ties out to the cent",
    );
    expect(sentence([agreeing], { ...later, demo: true })).toMatch(/^Ties out/);
    expect(sentence([agreeing], { builtAt: "2026-11-24T05:00:00" as IsoDateTime })).toMatch(
      /^Ties out/,
    );
  });

  test("does not look well when the data has errors", () => {
    const diagnostics = [{ code: "flex/bad-number" as const, message: "no number", at: [] }];
    const banner = bannerOf(withChecks([agreeing], { diagnostics }));
    expect(banner.sentence).toBe(
      "Ties out to the cent through 20 November 2026, but there is 1 error in the data",
    );
    expect(banner.state).toBe("unexplained");
    expect(sentence([], { asOf: null, diagnostics })).toBe(
      "Nothing can be reported: 1 error in the data",
    );
  });

  test("says so where there is nothing at all", () => {
    expect(whole([], { asOf: null, files: [] })).toMatch(/^Nothing to report yet: [^;]*$/);
  });
});

describe("value and result", () => {
  test("gains leave out what was paid in", () => {
    expect(view?.gains.map(text)).toEqual(["20 Nov 2026: 1000", "Since 16 Nov 2026: 6000"]);
  });

  test("rows and their rest add up to the gain; one unknown row leaves the rest unknown", () => {
    expect(view?.result.rows.map(text)).toEqual([
      "Unrealized: no statement lists the position",
      "Realized: 266.83",
      "Dividends: 122.5",
      "Interest: 0",
      "Fees: 0",
      "Withholding tax: 0",
      "Currency, accruals, other: no statement lists the position",
    ]);
    expect(text(view?.result.total as Labelled)).toBe("Total: 6000");
  });

  test("the title states a share only where it is one", () => {
    const of = (value: string) =>
      figure("x", "USD", () => [
        { operator: "+", label: "", value: dec(value), unit: "USD", rows: [] },
      ]);
    expect(titleOf(of("75"), of("100"))).toBe("75% of the profit is not realized yet");
    expect(titleOf(of("120"), of("100"))).toBe("Profit and loss");
    expect(titleOf(of("-5"), of("100"))).toBe("Profit and loss");
    expect(titleOf(of("-5"), of("-100"))).toBe("A loss so far");
  });

  test("the chart starts with the first value and counts what was there as paid in", () => {
    expect(view?.chart?.dates).toEqual(["2026-11-16", "2026-11-19", "2026-11-20"]);
    expect(view?.chart?.paid).toEqual([100000, 100000, 100000]);
    expect(view?.chart?.value).toEqual([100000, 105000, 106000]);
  });
});

test("allocation: known parts with their share, largest first, what is left named", () => {
  expect(view?.allocation.rows.map((row) => `${text(row)} ${row.share ?? ""}`.trim())).toEqual([
    "Cash: 83824.5 79.1%",
    "Stocks: 17710 16.7%",
    "Accruals: 12 0.0%",
    "ETFs: no statement lists the position",
    "Not in these rows: no statement lists the position",
  ]);
});

describe("several accounts of one currency", () => {
  const [first] = report.accounts;
  const [early, late] = [report.nav.slice(0, -1), report.nav];
  const second = { ...(first as (typeof report.accounts)[number]), account: "second" as never };
  const both = (days: typeof report.nav): Report => ({
    ...report,
    accounts: [...report.accounts, second],
    nav: [...report.nav, ...days.map((day) => ({ ...day, account: second.account }))],
  });

  test("end on the last day that all of them have, never with the value of some", () => {
    const days = portfolios(both(early))[0]?.days ?? [];
    expect(days.at(-1)?.date).toBe(early.at(-1)?.date);
    const [one, two] = [early.at(-1)?.total.value, days.at(-1)?.total.value];
    expect(String(two)).toBe(String(one instanceof Decimal ? one.plus(one) : one));
  });

  test("a day that lacks one of them is unknown", () => {
    const days = portfolios(both(late.filter((_, index) => index !== 1)))[0]?.days ?? [];
    expect(isKnown(days[1]?.total.value ?? unknown(""))).toBe(false);
    expect(isKnown(days[2]?.total.value ?? unknown(""))).toBe(true);
  });
});
