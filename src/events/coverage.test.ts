import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Days, type IsoDate, isWeekday } from "../core/dates.ts";
import type { AccountAlias } from "../core/ids.ts";
import type { Topic, Window } from "./assertion.ts";
import {
  accountCoverage,
  type Gap,
  gapsToFill,
  LEDGER_TOPICS,
  missingDays,
  span,
  stretchesOf,
} from "./coverage.ts";
import { remedyFor } from "./remedy.ts";

const day = (text: string) => text as IsoDate;
const main = "main" as AccountAlias;
const ALL: readonly Topic[] = [...LEDGER_TOPICS, "positions", "net asset value"];

/** A statement of `main`, generated on the day after its last unless said otherwise. */
function window(from: string, to: string, topics: readonly Topic[] = ALL, generated = ""): Window {
  const file = `data/${from}_${to}_${generated}.xml`;
  return {
    account: main,
    from: day(from),
    to: day(to),
    generated: generated === "" ? addDays(day(to), 1) : day(generated),
    file,
    exports: new Set(topics),
    source: { file, line: 3 },
  };
}
const without = (...topics: Topic[]) => ALL.filter((topic) => !topics.includes(topic));
const texts = (some: readonly Days[]) => some.map(({ from, to }) => `${from} to ${to}`);

describe("what proves a day", () => {
  const old = window("2026-01-05", "2026-01-16");
  const bare = window("2026-01-12", "2026-01-23", without("trades"));

  test("is the newest statement that covers it, for each topic the newest that exports it", () => {
    expect(
      stretchesOf([old, bare], main).map(({ from, to, newest, proofs }) => [
        `${from} to ${to}`,
        newest?.file,
        proofs.get("trades")?.file,
        proofs.get("transfers")?.file,
      ]),
    ).toEqual([
      ["2026-01-05 to 2026-01-11", old.file, old.file, old.file],
      ["2026-01-12 to 2026-01-16", bare.file, old.file, bare.file],
      ["2026-01-17 to 2026-01-23", bare.file, undefined, bare.file],
    ]);
  });

  test("does not depend on the order of files", () => {
    expect(stretchesOf([bare, old], main)).toEqual(stretchesOf([old, bare], main));
  });

  test("another account proves nothing", () => {
    expect(span([{ ...old, account: "other" as AccountAlias }], main)).toBe(null);
    expect(accountCoverage([{ ...old, account: "other" as AccountAlias }], main)).toBe(null);
  });
});

describe("gaps", () => {
  test("a weekend between two statements is none", () => {
    const windows = [window("2026-01-05", "2026-01-09"), window("2026-01-12", "2026-01-16")];
    expect(missingDays(windows, main)).toEqual([]);
    expect(accountCoverage(windows, main)?.gaps).toEqual([]);
  });

  test("a weekend does not cut a gap in two, even where a statement covers it", () => {
    const windows = [
      window("2026-01-05", "2026-01-08"),
      window("2026-01-10", "2026-01-11"),
      window("2026-01-13", "2026-01-16"),
    ];
    expect(texts(accountCoverage(windows, main)?.gaps ?? [])).toEqual(["2026-01-09 to 2026-01-12"]);
    expect(texts(gapsToFill(windows, main))).toEqual(["2026-01-09 to 2026-01-12"]);
  });

  test("days that are missing never reach across days that a statement covers", () => {
    const windows = [
      window("2026-01-05", "2026-01-08"),
      window("2026-01-10", "2026-01-11"),
      window("2026-01-13", "2026-01-16", without("trades")),
    ];
    expect(texts(missingDays(windows, main))).toEqual([
      "2026-01-09 to 2026-01-09",
      "2026-01-12 to 2026-01-12",
    ]);
    expect(texts(missingDays(windows, main, "trades"))).toEqual([
      "2026-01-09 to 2026-01-09",
      "2026-01-12 to 2026-01-16",
    ]);
  });

  test("of days and of topics stand in one list, with what they lack", () => {
    const windows = [
      window("2026-01-05", "2026-01-09"),
      window("2026-01-14", "2026-01-16", without("trades", "transfers")),
      window("2026-01-19", "2026-01-23", without("transfers")),
    ];
    expect(
      accountCoverage(windows, main)?.gaps.map(({ from, to, weekdays, topics, toSelect }) => [
        `${from} to ${to}`,
        weekdays,
        topics,
        toSelect,
      ]),
    ).toEqual([
      ["2026-01-12 to 2026-01-13", 2, null, []],
      ["2026-01-14 to 2026-01-16", 3, ["trades", "transfers"], ["transfers"]],
      ["2026-01-19 to 2026-01-23", 5, ["transfers"], ["transfers"]],
    ]);
  });

  test("a topic that no statement exports makes no gap", () => {
    const windows = [window("2026-01-05", "2026-01-09", without("transfers"))];
    const coverage = accountCoverage(windows, main);
    expect(coverage?.gaps).toEqual([]);
    expect(coverage?.topics.has("transfers")).toBe(false);
    expect(coverage?.topics.get("trades")).toBe(5);
  });

  test("to fill: what the newest statement's query would bring", () => {
    const windows = [
      window("2026-01-05", "2026-01-09", without("trades")),
      window("2026-01-14", "2026-01-16", without("corporate actions")),
    ];
    expect(texts(gapsToFill(windows, main))).toEqual(["2026-01-05 to 2026-01-13"]);
    expect(texts(missingDays(windows, main, "corporate actions"))).toEqual([
      "2026-01-12 to 2026-01-16",
    ]);
  });
});

test("files: newest last day first, with the days that no newer one covers", () => {
  const files = accountCoverage(
    [
      window("2026-01-05", "2026-01-16"),
      window("2026-01-12", "2026-01-23"),
      window("2026-01-13", "2026-01-14"),
    ],
    main,
  )?.files;
  expect(files?.map(({ from, newestFor }) => [from, newestFor])).toEqual([
    ["2026-01-12", 10],
    ["2026-01-05", 5],
    ["2026-01-13", 0],
  ]);
});

describe("the remedy", () => {
  const gap = (from: string, to: string, toSelect: readonly Topic[] = []): Gap => ({
    account: main,
    from: day(from),
    to: day(to),
    weekdays: 1,
    topics: toSelect.length === 0 ? null : toSelect,
    toSelect,
  });
  const now = day("2026-11-21");

  test("is to fetch where the service reaches back and a query is set up", () => {
    expect(remedyFor(gap("2022-01-03", "2022-01-03"), { now, hasQuery: true })).toEqual({
      kind: "fetch",
      text: "npm run lotbook -- fetch --fill-gaps",
    });
  });

  test("is the portal where no query is set up, or the days are too old", () => {
    expect(remedyFor(gap("2022-01-03", "2022-01-05"), { now, hasQuery: false })).toEqual({
      kind: "portal",
      text: "run the query for 2022-01-03 to 2022-01-05 in the portal (Performance & Reports, Flex Queries, a custom date range) and import the XML: `npm run lotbook -- import FILE`",
    });
    const old = remedyFor(gap("2019-06-03", "2022-01-05"), { now, hasQuery: true });
    expect(old.kind).toBe("portal");
    expect(old.text).toContain("at most 365 days at a time");
    expect(old.text).toContain("days before 2022-01-01 may no longer be there");
  });

  test("begins with the section to select where the query leaves it out", () => {
    const one = gap("2026-01-05", "2026-01-05", ["transfers"]);
    expect(remedyFor(one, { now, hasQuery: true })).toEqual({
      kind: "fetch",
      text: "select the section Transfers in the query first, fetch once with `npm run lotbook -- fetch`, then run `npm run lotbook -- fetch --fill-gaps`",
    });
    const two = gap("2026-01-05", "2026-01-05", ["transfers", "corporate actions"]);
    expect(remedyFor(two, { now, hasQuery: false }).text).toMatch(
      /^select the sections Transfers and Corporate Actions in the query first, then run the query for 2026-01-05 in the portal/,
    );
  });
});

describe("laws, over any statements", () => {
  const windows = fc.array(
    fc
      .record({
        from: fc.integer({ min: 0, max: 60 }),
        length: fc.integer({ min: 0, max: 25 }),
        generated: fc.option(fc.integer({ min: 0, max: 90 })),
        topics: fc.subarray([...ALL]),
      })
      .map(({ from, length, generated, topics }): Window => {
        const first = addDays(day("2025-12-01"), from);
        return {
          ...window(first, addDays(first, length), topics),
          generated: generated === null ? null : addDays(day("2025-12-01"), generated),
          file: `data/${from}-${length}-${generated}-${topics.join()}.xml`,
        };
      }),
    { minLength: 1, maxLength: 8 },
  );
  const within = (date: string, list: readonly Days[]) =>
    list.filter(({ from, to }) => from <= date && date <= to).length;
  const eachWeekday = (some: readonly Window[], look: (date: IsoDate) => void) => {
    const whole = span(some, main) as Days;
    for (let date = whole.from; date <= whole.to; date = addDays(date, 1))
      if (isWeekday(date)) look(date);
  };
  /** Ledger topics that some statement of the day exports, by looking at all of them. */
  const provenOn = (some: readonly Window[], date: IsoDate) =>
    LEDGER_TOPICS.filter((topic) =>
      some.some(({ from, to, exports }) => from <= date && date <= to && exports.has(topic)),
    );

  test("every day is in one stretch, every weekday proven or in one gap", () => {
    fc.assert(
      fc.property(windows, (some) => {
        const coverage = accountCoverage(some, main);
        const exported = LEDGER_TOPICS.filter((topic) =>
          some.some((one) => one.exports.has(topic)),
        );
        eachWeekday(some, (date) => {
          expect(within(date, coverage?.stretches ?? [])).toBe(1);
          const isCovered = within(date, some) > 0;
          const isProven = isCovered && provenOn(some, date).length === exported.length;
          expect(within(date, coverage?.gaps ?? [])).toBe(isProven ? 0 : 1);
          expect(within(date, missingDays(some, main))).toBe(isCovered ? 0 : 1);
        });
      }),
    );
  });

  test("weekdays add up", () => {
    fc.assert(
      fc.property(windows, (some) => {
        const coverage = accountCoverage(some, main);
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
        const uncovered = coverage?.gaps.filter(({ topics }) => topics === null) ?? [];
        expect(
          sum((coverage?.files ?? []).map((file) => file.newestFor)) +
            sum(uncovered.map((gap) => gap.weekdays)),
        ).toBe(coverage?.weekdays);
        expect(sum((coverage?.stretches ?? []).map((one) => one.weekdays))).toBe(
          coverage?.weekdays,
        );
      }),
    );
  });

  test("the newest statement of a day is the newest of all that cover it", () => {
    fc.assert(
      fc.property(windows, (some) => {
        for (const { from, newest } of stretchesOf(some, main)) {
          const all = some.filter((one) => one.from <= from && from <= one.to);
          expect(newest === null).toBe(all.length === 0);
          for (const { generated } of all)
            expect((newest?.generated ?? "") >= (generated ?? "")).toBe(true);
        }
      }),
    );
  });

  test("days to fill: never one that is covered and proven, never a weekend at an end, every one that no file covers", () => {
    fc.assert(
      fc.property(windows, (some) => {
        const fill = gapsToFill(some, main);
        eachWeekday(some, (date) => {
          const isCovered = within(date, some) > 0;
          if (!isCovered) expect(within(date, fill)).toBe(1);
          if (isCovered && provenOn(some, date).length === LEDGER_TOPICS.length)
            expect(within(date, fill)).toBe(0);
        });
        for (const { from, to } of fill) expect(isWeekday(from) && isWeekday(to)).toBe(true);
      }),
    );
  });
});

test("ten years of daily statements that each cover a year are quick", () => {
  const start = day("2016-01-04");
  const daily = Array.from({ length: 2600 }, (_, index) => {
    const to = addDays(start, index + 365);
    return window(addDays(to, -364), to);
  });
  const before = performance.now();
  expect(accountCoverage(daily, main)?.gaps).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1000);
});
