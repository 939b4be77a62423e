import { describe, expect, test } from "vitest";
import type { Report } from "../../analytics/report.ts";
import { unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type Cause, type Check, countByRule } from "../../ledger/checks.ts";
import { drawnDays } from "../charts/days.ts";
import { ko, row } from "../fixture/events.ts";
import { held } from "../fixture/positions.ts";
import { check, report } from "../fixture/report.ts";
import { countFollowers, daysOf, followersOf, rootOf, sinceOf } from "./chains.ts";
import { instrumentChecks, instrumentsView } from "./check-instruments.ts";
import { checkHref, differencePaths } from "./check-places.ts";
import { daysPaths, daysView, daysYear, dayView } from "./day.ts";
import { checkedDay, checkedYears, dayHref } from "./days.ts";
import { differenceView } from "./difference.ts";
import { differenceGroups } from "./differences.ts";

const dec = Decimal.of;
const day = (text: string) => text as IsoDate;
const withChecks = (checks: readonly Check[], more: Partial<Report> = {}): Report => ({
  ...report,
  checks,
  summary: countByRule(checks),
  ...more,
});
const cause = (code: Cause["code"], amount: string, more: Partial<Cause> = {}): Cause => ({
  code,
  amount: dec(amount),
  because: "the broker took it off",
  rows: row(6),
  ...more,
});
/** Cash of a currency on a day, off by `by`. */
const cash = (date: string, by: string, more: Partial<Check> = {}): Check =>
  check("R7", dec("10"), dec("10").plus(dec(by)), {
    id: `R7/main/USD/${date}`,
    date: day(date),
    instrument: null,
    field: "endingCash",
    figure: "cash/main/USD/ending" as never,
    ...more,
  });

describe("since when a difference exists", () => {
  const [agreed, first, second] = [
    cash("2026-11-16", "0"),
    cash("2026-11-17", "3"),
    cash("2026-11-18", "5"),
  ];

  test("on several days in a row: since the first of them", () => {
    const own = withChecks([second, agreed, first]);
    expect([sinceOf(own, second), daysOf(own, second)]).toEqual(["2026-11-17", 2]);
    expect([sinceOf(own, first), daysOf(own, first)]).toEqual(["2026-11-17", 1]);
  });

  test("a day that agrees in between ends the run", () => {
    const own = withChecks([first, cash("2026-11-18", "0"), cash("2026-11-19", "3")]);
    expect(sinceOf(own, own.checks[2] as Check)).toBe("2026-11-19");
  });

  test("two payments of one instrument are two figures", () => {
    const paid = (date: string) =>
      check("A1", dec("1"), dec("3"), {
        id: `A1/main/8894/Re/${date}/netAmount`,
        date: day(date),
      });
    const own = withChecks([paid("2026-11-17"), paid("2026-11-18")]);
    expect(sinceOf(own, own.checks[1] as Check)).toBe("2026-11-18");
  });

  test("follows causes to the first of the chain, and counts what hangs on it", () => {
    const root = check("R2", dec("1"), dec("3"), { id: "R2/root", date: day("2026-11-16") });
    const middle = cash("2026-11-18", "2", {
      causes: [cause("FOLLOWS", "2", { from: "R2/root" })],
    });
    const last = check("R5", dec("1"), dec("3"), {
      id: "R5/last",
      causes: [cause("FOLLOWS", "2", { from: middle.id })],
    });
    const own = withChecks([last, middle, root]);
    expect(rootOf(own, last).id).toBe("R2/root");
    expect(followersOf(own, root).map(({ id }) => id)).toEqual([middle.id]);
    expect(countFollowers(own, root)).toBe(2);
  });

  test("a circle of causes, or one that names no check, does no harm", () => {
    const one = cash("2026-11-18", "2", {
      id: "a",
      causes: [cause("FOLLOWS", "2", { from: "b" })],
    });
    const other = cash("2026-11-17", "2", {
      id: "b",
      causes: [cause("FOLLOWS", "1", { from: "a" }), cause("FOLLOWS", "1", { from: "gone" })],
    });
    const own = withChecks([one, other]);
    expect(sinceOf(own, one)).toBe("2026-11-17");
    expect(countFollowers(own, one)).toBe(1);
  });
});

test("differences stand in groups: unexplained first, then explained, consequences, accepted ones", () => {
  const open = cash("2026-11-18", "2");
  const explained = check("R3", dec("1"), dec("3"), { causes: [cause("LOT_METHOD", "2")] });
  const follows = check("R5", dec("1"), dec("3"), {
    causes: [cause("FOLLOWS", "2", { from: open.id })],
  });
  const waived = check("R6", dec("1"), dec("3"), { causes: [cause("WAIVED", "2")] });
  const groups = differenceGroups(withChecks([waived, follows, explained, open]));
  expect(groups.map(({ id, title, rows }) => [id, title, rows.map(({ rule }) => rule)])).toEqual([
    ["unexplained", "One difference without an explanation", ["R7"]],
    ["explained", "One difference explained", ["R3"]],
    ["follows", "One difference that follows from others", ["R5"]],
    ["waived", "One difference that you accepted", ["R6"]],
  ]);
  expect(groups[0]?.rows[0]?.extent).toEqual(["1 other difference follows from it"]);
  expect(groups[1]?.meanings.map(({ code }) => code)).toEqual(["LOT_METHOD"]);
  expect(groups[1]?.rows[0]?.because).toBe("The broker took it off (LOT_METHOD, +2.00)");
  expect(groups[2]?.rows[0]?.since).toBe("18 Nov 2026");
});

describe("by day", () => {
  const none = check("R6", unknown("no cash report"), dec("1"), { field: "other" });
  const on = (date: string, one: Check): Check => ({
    ...one,
    id: `${one.id}/${date}`,
    date: day(date),
  });
  const agrees = cash("2026-11-16", "0");
  const own = withChecks([
    agrees,
    on("2026-11-17", agrees),
    on("2026-11-17", none),
    on("2026-11-18", none),
    on("2026-11-19", agrees),
    on("2026-11-19", check("R3", dec("1"), dec("3"), { causes: [cause("LOT_METHOD", "2")] })),
    on("2026-11-20", none),
    on("2026-11-20", check("R3", dec("1"), dec("3"))),
    on("2026-11-24", agrees),
  ]);

  test("a day ties out, in part, not at all, or differs with or without causes", () => {
    const states = ["16", "17", "18", "19", "20", "21", "23", "24"].map(
      (date) => checkedDay(own, day(`2026-11-${date}`))?.state ?? null,
    );
    expect(states).toEqual([
      "agrees",
      "partial",
      "unknown",
      "explained",
      "unexplained",
      null,
      null,
      "agrees",
    ]);
  });

  test("days that do not tie out have a page, the others a place in their month", () => {
    expect(daysPaths(own).map(({ params: { page } }) => page)).toEqual([
      "2026",
      "2026-11-20",
      "2026-11-19",
      "2026-11-18",
      "2026-11-17",
    ]);
    expect(dayHref(own, day("2026-11-20"))).toBe("/reconciliation/days/2026-11-20/");
    expect(dayHref(own, day("2026-11-16"))).toBe("/reconciliation/days/2026/#month-2026-11");
    expect(dayHref(own, day("2026-11-23"))).toBeNull();
    expect(daysYear(own, "2026").months).toMatchObject([
      { id: "month-2026-11", tied: 2, partial: 1, explained: 1, unexplained: 1, unknown: 1 },
    ]);
  });

  test("the calendar has every day of the compared span once", () => {
    const [year] = checkedYears(own);
    expect(year?.agreeing).toEqual(["2026-11-16", "2026-11-24"]);
    expect(year?.notable.map(({ date }) => date.slice(8))).toEqual(["17", "18", "19", "20"]);
    expect([year?.empty, year?.weekends]).toEqual([["2026-11-23"], ["2026-11-21", "2026-11-22"]]);
    expect(year?.label).toBe(
      "2026: 2 days tie out, 1 tie out where they can be checked, 1 with explained differences, 1 with unexplained differences, 1 cannot be checked",
    );
  });

  test("shapes differ, not only colors", () => {
    const [year] = checkedYears(own);
    const drawn = drawnDays(year as NonNullable<typeof year>);
    expect(drawn.differing.map(({ shape }) => shape.replace(/[\d. -]+/g, ""))).toEqual([
      "Maaz",
      "Mlhz",
    ]);
    expect(drawn.unknown.map(({ shape, half }) => [shape.slice(0, 1), half !== ""])).toEqual([
      ["M", true],
      ["M", false],
    ]);
    expect(drawn.agreeing.match(/z/g)?.length).toBe(2);
  });

  test("a day lists what differs, why something cannot be checked, and its neighbors", () => {
    const view = dayView(own, day("2026-11-20"));
    expect(view.summary).toBe("1 difference unexplained, 1 cannot be checked");
    expect(view.differences.map(({ rule }) => rule)).toEqual(["R3"]);
    expect(view.reasons).toEqual([{ why: "no cash report", count: 1, rules: ["R6"] }]);
    expect(view.near.map(({ text }) => text)).toEqual(["Before: 19 Nov 2026"]);
    expect(view.nav).toMatch(/^\/nav\/2026\/#/);
  });

  test("the title says how many days tie out", () => {
    expect(daysView(own).title).toBe("3 of 6 days tie out, 2 differ");
    expect(daysView(withChecks([agrees])).title).toBe("Every compared day ties out");
    expect(daysView(withChecks([])).title).toBe("No day is compared");
  });
});

describe("by instrument", () => {
  test("what differs comes first, with its counts and its largest difference", () => {
    const view = instrumentsView(report);
    expect(view.title).toBe("One instrument of 1 has differences");
    expect(view.rows).toMatchObject([
      {
        symbol: "KO",
        state: "unexplained",
        largest: "+0.45",
        counts: { agrees: 1, unexplained: 1 },
      },
    ]);
  });

  test("an instrument lists what differs and counts what agrees, with the newest figures", () => {
    const view = instrumentChecks(report, ko.id);
    expect(view.differences.map(({ rule }) => rule)).toEqual(["R3"]);
    const [r2] = view.counts;
    expect([r2?.name, r2?.counts.agrees, `${r2?.newest?.broker}`]).toEqual(["R2", 1, "250"]);
  });
});

describe("a difference", () => {
  const root = check("R2", dec("1"), dec("3"), { id: "R2/main/8894/x", date: day("2026-11-17") });
  const one = check("R3", dec("10"), dec("15"), {
    id: "R3/main/8894",
    causes: [
      cause("LOT_METHOD", "2", { rows: [...row(6), ...row(7)] }),
      cause("FOLLOWS", "1", { from: root.id, because: "the quantity of 2026-11-17 is off" }),
    ],
  });
  const own = withChecks([one, root]);
  const view = differenceView(own, one.id);

  test("has both figures, what is explained, and what is left", () => {
    expect(view.title).toBe("KO cost basis differs by +5.00\u00a0USD");
    expect(view.summary).toBe("main, 20 November 2026; it differs since 17 November 2026");
    expect(view.explained).toBe("Explained in part: +2.00 is not explained");
    expect(`${view.rest}`).toBe("2");
    expect(view.rule.formula).not.toBe("");
    expect(
      view.causes.map(({ code, because, from }) => [code, because, from?.href ?? null]),
    ).toEqual([
      ["LOT_METHOD", "The broker took it off", null],
      [
        "FOLLOWS",
        "The quantity of 17 Nov 2026 is off",
        "/reconciliation/differences/R2-main-8894-x/",
      ],
    ]);
  });

  test("names what it follows from, and there what follows from it", () => {
    expect(view.preceding.map(({ id }) => id)).toEqual([root.id]);
    expect(view.root?.id).toBe(root.id);
    expect(differenceView(own, root.id).followers.map(({ id }) => id)).toEqual([one.id]);
  });

  test("has its lots, events and every raw row once", () => {
    expect(view.lots.open.map(({ opened }) => opened)).toEqual(["17 Nov 2026"]);
    expect(view.eventsTitle).toBe("The last events before 20 Nov 2026");
    expect(view.events.map(({ what }) => what)).toContain("Sold 50 at 67.40");
    expect(view.rows.map(({ line }) => line)).toEqual(["line 14", "line 6", "line 7"]);
  });

  test("of a closing has the lots that the trade closed", () => {
    const [closing] = held.holding.closings;
    const id = closing?.by.id as NonNullable<Check["event"]>;
    const realized = check("R4", dec("1"), dec("2"), { id: `R4/${id}`, event: id });
    const { lots } = differenceView(withChecks([realized]), realized.id);
    expect([lots.closed.map(({ opened }) => opened), lots.open]).toEqual([["17 Nov 2026"], []]);
  });

  test("has a page up to a bound; beyond it, it stands on the page of its rule", () => {
    const many = Array.from({ length: 1001 }, (_, index) =>
      check("R7", dec("1"), dec("2"), {
        id: `R7/${String(index).padStart(4, "0")}`,
        instrument: null,
      }),
    );
    const big = withChecks([...many, check("R3", dec("1"), dec("2"), { date: day("2026-11-21") })]);
    expect(differencePaths(big)).toHaveLength(1000);
    expect(checkHref(big, many[0] as Check)).toBe("/reconciliation/differences/R7-0000/");
    expect(checkHref(big, many[999] as Check)).toBe("/reconciliation/R7/#R7/0999");
  });
});
