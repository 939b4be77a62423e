import { describe, expect, test } from "vitest";
import { digestText, readDigest } from "../exports/digest.ts";
import type { Digest } from "./digest.ts";
import { DigestIndex } from "./digest-index.ts";
import { type Move, movesBetween } from "./moves.ts";

/** A digest of one account that covers January 2025, or other days. */
const digest = (lines: readonly string[], days = "2025-01-01\t2025-01-31"): Digest => {
  const read = readDigest(
    [
      `lotbook digest 1, as of ${days.slice(-10)}`,
      `covered\tmain\t${days}`,
      ...lines.map((line) => line.replaceAll(" = ", "\t")),
      "",
    ].join("\n"),
  );
  if ("refused" in read) throw new Error(read.refused);
  return read;
};
const between = (before: Digest, after: Digest) =>
  movesBetween(new DigestIndex(before), new DigestIndex(after));
const texts = (moves: readonly Move[]) =>
  moves.map(({ id, before, after }) => `${id}: ${before} → ${after}`);

describe("what differs between two digests", () => {
  test("a value that is another one; what a digest leaves out of a day is zero", () => {
    const { moved, known } = between(
      digest(["daily/main/2025-01-03/8894/income = 5", "nav/main/2025-01-03/total = 100"]),
      digest([
        "daily/main/2025-01-03/8894/income = 5.5",
        "daily/main/2025-01-06/8894/costs = -1",
        "nav/main/2025-01-03/flow = 7",
        "nav/main/2025-01-03/total = 100",
      ]),
    );
    expect(texts(moved)).toEqual([
      "daily/main/2025-01-03/8894/income: 5 → 5.5",
      "nav/main/2025-01-03/flow: 0 → 7",
      "daily/main/2025-01-06/8894/costs: 0 → -1",
    ]);
    expect(known).toEqual([]);
  });

  test("a level holds until the day that states the next one", () => {
    const { moved } = between(
      digest(["balance/main/USD/2025-01-02 = 10", "balance/main/USD/2025-01-20 = 30"]),
      digest([
        "balance/main/USD/2025-01-02 = 10",
        "balance/main/USD/2025-01-09 = 15",
        "balance/main/USD/2025-01-20 = 35",
      ]),
    );
    expect(texts(moved)).toEqual([
      "balance/main/USD/2025-01-09: 10 → 15",
      "balance/main/USD/2025-01-20: 30 → 35",
    ]);
  });

  test("a level that is stated on one side alone, and is the same, did not move", () => {
    const { moved } = between(
      digest(["held/main/8894/2025-01-02/quantity = 5"]),
      digest([
        "held/main/8894/2025-01-02/quantity = 5",
        "held/main/8894/2025-01-09/quantity = 6",
        "held/main/8894/2025-01-10/quantity = 5",
      ]),
    );
    expect(texts(moved)).toEqual(["held/main/8894/2025-01-09/quantity: 5 → 6"]);
  });

  test("new days are counted, not listed; days that are not covered any more are told apart", () => {
    const [january, more] = [
      digest(["nav/main/2025-01-31/total = 1"]),
      digest(
        ["nav/main/2025-01-31/total = 1", "nav/main/2025-02-03/total = 2"],
        "2025-01-01\t2025-02-03",
      ),
    ];
    expect(between(january, more)).toMatchObject({ moved: [], fresh: 1, days: 1, gone: [] });
    const back = between(more, january);
    expect([back.moved, back.fresh, texts(back.gone)]).toEqual([
      [],
      0,
      ["nav/main/2025-02-03/total: 2 → null"],
    ]);
  });

  test("becoming known is no move; becoming unknown, or a closing that appears, is one", () => {
    const { moved, known } = between(
      digest([
        "daily/main/2025-01-03/1/unrealized = ?no price",
        "daily/main/2025-01-03/2/unrealized = 3",
      ]),
      digest([
        "closings/main/trade/9 = 12 = 2025-01-08",
        "daily/main/2025-01-03/1/unrealized = 4",
        "daily/main/2025-01-03/2/unrealized = ?a split",
        "daily/main/2025-01-06/2/unrealized = 8",
      ]),
    );
    expect(texts(known)).toEqual([
      "daily/main/2025-01-03/1/unrealized: ?no price → 4",
      "daily/main/2025-01-06/2/unrealized: null → 8",
    ]);
    expect(texts(moved)).toEqual([
      "daily/main/2025-01-03/2/unrealized: 3 → ?a split",
      "closings/main/trade/9: null → 12",
    ]);
  });

  test("one unknown in the stead of another is no move", () => {
    const of = (why: string) => digest([`balance/main/USD/2025-01-02 = ?${why}`]);
    expect(between(of("a"), of("b"))).toMatchObject({ moved: [], known: [] });
  });

  test("names of instruments may hold slashes", () => {
    const of = (quantity: string) =>
      digest([`held/main/symbol:BRK/B/2025-01-03/quantity = ${quantity}`]);
    expect(between(of("1"), of("2")).moved.map(({ date }) => date)).toEqual(["2025-01-03"]);
  });

  test("figures of no single day", () => {
    const { last } = between(
      digest(["positions/main/1/quantity = 5", "totals/main/USD/deposits = 3"]),
      digest(["positions/main/2/quantity = 5", "totals/main/USD/deposits = 3"]),
    );
    expect(texts(last)).toEqual([
      "positions/main/1/quantity: 5 → null",
      "positions/main/2/quantity: null → 5",
    ]);
  });
});

describe("reading a digest", () => {
  const text = digestText(
    digest(["closings/main/trade/9 = 12 = 2025-01-08", "nav/main/2025-01-31/total = ?why not"]),
  );

  test("gives the bytes that were read", () => {
    const read = readDigest(text);
    expect("refused" in read ? read.refused : digestText(read)).toBe(text);
  });

  test.each([
    ["another version", text.replace("digest 1", "digest 2"), "line 1"],
    ["a file that was cut off", text.slice(0, -4), "the last line is cut off"],
    ["a value that is no decimal", text.replace("\t12\t", "\tabc\t"), "line 3"],
    ["days that are none", text.replace("2025-01-31\ncl", "2025-02-31\ncl"), "line 2"],
    ["a line without a value", text.replace("\t?why not", ""), "line 4"],
  ])("refuses %s", (_, damaged, where) => {
    expect(damaged).not.toBe(text);
    expect(readDigest(damaged)).toEqual({ refused: expect.stringContaining(where) });
  });
});
