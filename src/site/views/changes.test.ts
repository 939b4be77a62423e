import { expect, test } from "vitest";
import type { DiffJson } from "../../exports/diff.ts";
import { report } from "../fixture/report.ts";
import { changesLine, changesView } from "./changes.ts";

const diff: DiffJson = {
  before: { name: "HEAD~1 (1a2b3c4)", asOf: "2026-11-19" },
  after: { name: "the work tree", asOf: "2026-11-20" },
  remarks: ["The code of HEAD~1 could not be run: it has other dependencies."],
  moved: [
    {
      figure: "nav/main/2026-11-16/total",
      date: "2026-11-16",
      before: "100000",
      after: "100012.5",
      difference: "12.5",
      reasons: [{ kind: "code" }],
    },
    {
      figure: "closings/main/trade/1",
      date: "2026-11-17",
      before: null,
      after: { unknown: "a split" },
      difference: null,
      reasons: [{ kind: "none" }],
    },
  ],
  known: [],
  gone: [],
  newDays: 1,
  newFigures: 7,
  settings: [],
  last: { count: 3, because: ["newer days"], moved: [] },
};

test("moved figures by reason, each linked to where it is explained", () => {
  const { compared, lines, groups } = changesView(report, diff);
  expect(compared).toBe(
    "HEAD~1 (1a2b3c4), through 19 Nov 2026, against this build, through 20 Nov 2026",
  );
  expect(lines).toContain("2 past figures moved.");
  expect(lines.at(-1)).toContain("could not be run");
  expect(groups.map(({ title, because }) => `${title}: ${because}`)).toEqual([
    "1 past figure moved: because the code of Lotbook changed",
    "1 past figure moved: no reason found",
  ]);
  expect(groups[0]?.rows[0]).toMatchObject({
    href: "/nav/2026/#nav/main/2026-11-16/total",
    date: "16 Nov 2026",
  });
  expect(String(groups[0]?.rows[0]?.difference)).toBe("12.5");
  expect(groups[1]?.rows[0]).toMatchObject({ href: null, after: { unknown: "a split" } });
});

test("long groups are cut, and say how much", () => {
  const moved = Array.from({ length: 130 }, (_, index) => ({
    ...(diff.moved[0] as DiffJson["moved"][number]),
    figure: `nav/main/${index}`,
  }));
  const [group] = changesView(report, { ...diff, moved }).groups;
  expect([group?.rows.length, group?.more]).toEqual([100, 30]);
});

test("the line of the overview", () => {
  expect(changesLine(diff)).toBe("Since the commit before: 1 new day, 2 past figures moved");
  expect(changesLine({ ...diff, moved: [], newDays: 0 })).toBe(
    "Since the commit before: no past figure moved",
  );
});

test("nothing to compare with is said on the page, and leaves the overview alone", () => {
  const why = "This is the first commit.";
  expect(changesView(report, { why })).toEqual({ compared: why, lines: [], groups: [] });
  expect(changesLine({ why })).toBeNull();
});
