/** Since when missing lots stand: LOTS.md, "Missing lots". */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId, InstrumentId } from "../core/ids.ts";
import type { Assertion, Window } from "../events/assertion.ts";
import { fifo, LOT_METHODS } from "./lot-methods/methods.ts";
import { MissingOpenings } from "./missing-openings.ts";
import { bookStory, lines, play } from "./play.ts";
import { Pool } from "./pool.ts";
import { storyOf } from "./story/story.ts";
import { main, Told } from "./story/told.ts";

const day = (text: string): IsoDate => text as IsoDate;

/** The lines of a played story that say what is missing. */
const missingIn = (story: string): string[] =>
  lines(play(fifo, story)).filter((line) => line.startsWith("missing"));

describe("lists of positions", () => {
  test.each([
    ["no list: held before", "", "missing 5"],
    ["a list after the closing says nothing", "broker position 2025-06-30 0 basis 0", "missing 5"],
    ["a list of the day of the closing, too", "broker position 2025-03-03 0 basis 0", "missing 5"],
    ["a list that has it", "broker position 2025-01-31 15 basis 0", "missing 5"],
    ["a list that has a part", "broker position 2025-01-31 12 basis 0", "missing 5"],
    [
      "a list that has what is booked",
      "broker position 2025-01-31 10 basis 0",
      "missing 5 from 2025-02-01",
    ],
    [
      "a list that has less than is booked",
      "broker position 2025-01-31 9 basis 0",
      "missing 5 from 2025-02-01",
    ],
    [
      "the last list that does not have it",
      `broker position 2025-01-31 10 basis 0
       broker position 2025-02-28 10 basis 0`,
      "missing 5 from 2025-03-01",
    ],
    [
      "lists before and after it came",
      `broker position 2025-01-31 10 basis 0
       broker position 2025-02-28 15 basis 0`,
      "missing 5 from 2025-02-01",
    ],
    [
      "one list of many that is wrong",
      `broker position 2025-01-30 15 basis 0
       broker position 2025-01-31 15 basis 0
       broker position 2025-02-03 10 basis 0
       broker position 2025-02-28 15 basis 0`,
      "missing 5",
    ],
    [
      "as many lists for it as against it",
      `broker position 2025-01-31 15 basis 0
       broker position 2025-02-28 10 basis 0`,
      "missing 5 from 2025-03-01",
    ],
  ])("%s", (_, lists, missing) => {
    const story = `
      buy 2025-01-15 10 @ 10
      ${lists}
      sell 2025-03-03 15 @ 12 closes`;
    expect(missingIn(story)).toEqual([missing]);
  });

  test("each closing has its own: what an earlier one lacked is gone by then", () => {
    expect(
      missingIn(`
        broker position 2025-01-31 5 basis 0
        sell 2025-02-03 5 @ 12 closes
        broker position 2025-02-28 0 basis 0
        buy 2025-03-10 3 @ 12 closes
        broker position 2025-03-31 0 basis 0
        sell 2025-04-03 2 @ 12 closes`),
    ).toEqual(["missing 5", "missing -3 from 2025-03-01", "missing 2 from 2025-04-01"]);
  });

  test("an option that is assigned, a transfer and an exchange lack lots, too", () => {
    expect(
      missingIn(`
        broker position 2025-01-31 0 XYZ 20 put basis 0
        assign 2025-02-21 1 XYZ 20 put delivers 100
        broker position 2025-02-28 0 ABC basis 0
        buy 2025-03-03 1 ABC @ 10
        transfer 2025-03-10 -4 ABC
        broker position 2025-03-31 0 OLD basis 0
        exchange 2025-04-03 10 OLD into 5 NEW`),
    ).toEqual([
      "missing -1 XYZ 20 put from 2025-02-01",
      "missing 3 ABC from 2025-03-01",
      "missing 10 OLD from 2025-04-01",
    ]);
  });

  test("a lot that goes on after an exchange is no older than that", () => {
    const played = play(
      fifo,
      `buy 2025-01-02 5 NEW @ 10
       broker position 2025-01-31 0 OLD basis 0
       exchange 2025-04-03 10 OLD into 5 NEW
       sell 2025-05-05 6 NEW @ 20`,
    );
    expect(lines(played)).toContain("closed 5 NEW opened 2025-01-02 basis 50 realized 50 short");
    expect(lines(played)).toContain("open 4 NEW opened 2025-02-01 or later basis unknown");
  });
});

test("the diagnostic says where to look", () => {
  const hintsOf = (list: string): string[] => {
    const hints: string[] = [];
    const told = storyOf(`${list}\nsell 2025-03-03 5 @ 12 closes`);
    bookStory(fifo, told, ({ hint }) => hints.push(hint ?? ""));
    return hints;
  };
  expect(hintsOf("broker position 2025-01-31 0 basis 0")).toEqual([
    "no row opens it on 2025-02-01 or later: is a statement missing there, or did it come in by transfer?",
  ]);
  expect(hintsOf("broker position 2025-01-31 5 basis 0")).toEqual([
    "is an earlier statement missing, or did the position come in by transfer?",
  ]);
});

describe("rows of closed lots", () => {
  const sold = (rows: string): string[] =>
    missingIn(`
      buy 2025-01-15 10 @ 10
      broker position 2025-01-31 10 basis 0
      sell 2025-03-03 15 @ 12 closes
      ${rows}`);

  test.each([
    [
      "of what is missing alone",
      `broker closed 2025-03-03 10 basis 100 opened 2025-01-15
       broker closed 2025-03-03 2 basis 20 opened 2025-02-10
       broker closed 2025-03-03 3 basis 30 opened 2025-02-11`,
      ["missing 2 from 2025-02-10", "missing 3 from 2025-02-11"],
    ],
    [
      "older than a list that does not have the lot: it came by a transfer",
      `broker closed 2025-03-03 10 basis 100 opened 2025-01-15
       broker closed 2025-03-03 5 basis 20 opened 2025-01-10`,
      ["missing 5 from 2025-02-01"],
    ],
    [
      "younger than a list that has the lot",
      `broker closed 2025-03-03 10 basis 100 opened 2025-01-15
       broker position 2025-02-07 15 basis 0
       broker closed 2025-03-03 5 basis 20 opened 2025-02-10`,
      ["missing 5 from 2025-02-01"],
    ],
    [
      "of two days, with a list in between that has one of them",
      `broker closed 2025-03-03 10 basis 100 opened 2025-01-15
       broker closed 2025-03-03 2 basis 20 opened 2025-02-05
       broker position 2025-02-07 12 basis 0
       broker closed 2025-03-03 3 basis 20 opened 2025-02-10`,
      ["missing 2 from 2025-02-05", "missing 3 from 2025-02-10"],
    ],
    [
      "that are of other units",
      "broker closed 2025-03-03 4 basis 40 opened 2025-02-10",
      ["missing 5 from 2025-02-01"],
    ],
    [
      "opened after they were closed",
      "broker closed 2025-03-03 5 basis 40 opened 2025-04-10",
      ["missing 5 from 2025-02-01"],
    ],
  ])("%s", (_, rows, missing) => expect(sold(rows)).toEqual(missing));

  test("a lot that is booked, and that another closing took, is not there twice", () => {
    expect(
      missingIn(`
        broker position 2025-01-31 0 basis 0
        buy 2025-03-03 5 @ 10
        sell 2025-03-10 5 @ 12 closes
        broker closed 2025-03-10 5 basis 50 opened 2025-02-10
        sell 2025-03-17 5 @ 12 closes
        broker closed 2025-03-17 5 basis 50 opened 2025-03-03`),
    ).toEqual(["missing 5 from 2025-02-01"]);
  });
});

describe("statements", () => {
  const source = { file: "statement.xml", line: 1 };
  const window = (from: string, to: string): Window => ({
    ...{ account: main, from: day(from), to: day(to), generated: null, file: "statement.xml" },
    ...{ exports: new Set(["trades", "positions"] as const), source },
  });
  const told = new Told();
  const xyz = told.instrument("XYZ");
  const other = "2" as InstrumentId;
  const closing = { id: "main/trade/1" as EventId, date: day("2025-05-05") };
  const closed = (opened: string): Assertion =>
    ({
      ...{ kind: "closed lot", account: main, source, date: closing.date, instrument: xyz.id },
      ...{ closing: closing.id, quantity: Decimal.of("5"), opened: day(opened), transaction: "" },
    }) as Assertion;
  const since = (windows: readonly Window[], assertions: readonly Assertion[]) =>
    new MissingOpenings({ account: main, assertions, windows, events: [] })
      .of(closing, new Pool(xyz, fifo, []), Decimal.of("5"))
      .map(({ from, row }) => [from, row?.opened ?? null]);

  test("a lot from before the first one stays there, unless a list has nothing of it", () => {
    const windows = [{ ...window("2025-01-01", "2025-12-31"), exports: new Set([]) }];
    expect(since(windows, [closed("2024-06-03")])).toEqual([[null, null]]);
    expect(since(windows, [closed("2025-01-01")])).toEqual([["2025-01-01", "2025-01-01"]]);
  });

  test("a list is of all instruments, and an empty section lists nothing", () => {
    const row = {
      ...{ kind: "position", account: main, source, date: day("2025-03-31"), instrument: other },
      quantity: Decimal.of("7"),
    } as Assertion;
    const windows = [window("2025-01-01", "2025-03-31")];
    expect(since(windows, [row])).toEqual([["2025-04-01", null]]);
    expect(since(windows, [])).toEqual([["2025-04-01", null]]);
    expect(since([{ ...(windows[0] as Window), exports: new Set([]) }], [])).toEqual([
      [null, null],
    ]);
  });

  test("lists of other accounts say nothing", () => {
    const windows = [{ ...window("2025-01-01", "2025-03-31"), account: "second" as typeof main }];
    expect(since(windows, [])).toEqual([[null, null]]);
  });
});

/** A purchase or a sale of each day, never of more than is held. */
const trades = fc
  .array(fc.record({ isSale: fc.boolean(), units: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 2,
    maxLength: 30,
  })
  .map((draws) => {
    let held = 0;
    return draws.map(({ isSale, units }, index) => {
      const change = isSale && held > 0 ? -Math.min(units, held) : units;
      held += change;
      return { date: addDays(day("2025-01-01"), 2 * index), change, held };
    });
  });

test.each(Object.values(LOT_METHODS))(
  "days before a purchase that is missing stay exact: $name",
  (method) => {
    let revealed = 0;
    fc.assert(
      fc.property(trades, fc.nat(), (all, index) => {
        const purchases = all.filter(({ change }) => change > 0);
        const lost = purchases[index % purchases.length];
        const story = all.flatMap(({ date, change, held }, place) => [
          ...(all[place]?.date === lost?.date
            ? []
            : [
                `${change > 0 ? "buy" : "sell"} ${date} ${Math.abs(change)} @ 10 ${change > 0 ? "opens" : "closes"}`,
              ]),
          `broker position ${date} ${held} basis 0`,
        ]);
        const [pool] = bookStory(method, storyOf(story.join("\n"))).pools.values();
        const moves = pool?.moves ?? [];
        if (moves.some(({ missing }) => missing)) revealed++;
        if (lost !== all[0]) expect(pool?.missing.toString()).toBe("0");
        for (const { date, held } of all) {
          if (lost === undefined || date >= lost.date) break;
          const own = moves.filter((move) => move.date <= date).map(({ quantity }) => quantity);
          expect(Decimal.sum(own).toString()).toBe(String(held));
        }
      }),
    );
    expect(revealed).toBeGreaterThan(10);
  },
);
