/** What open lots were before corporate actions changed them, in stories. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Amount, isKnown } from "../core/amount.ts";
import { figure, type Line } from "../core/figures.ts";
import type { LotMethod } from "../ledger/lot-methods/method.ts";
import { average, fifo, LOT_METHODS } from "../ledger/lot-methods/methods.ts";
import type { Lot } from "../ledger/lots.ts";
import { bookStory, lines } from "../ledger/play.ts";
import { randomStory } from "../ledger/random-story.ts";
import { storyOf } from "../ledger/story/story.ts";
import { main } from "../ledger/story/told.ts";
import { LotHistory } from "./lot-history.ts";

function booked(method: LotMethod, story: string) {
  const told = storyOf(story);
  const { pools, actions } = bookStory(method, told);
  const holdings = [...pools.values()].map(({ instrument, lots, closings, moves }) => ({
    account: main,
    instrument: instrument.id,
    method: method.name,
    lots,
    closings,
    moves,
  }));
  const history = new LotHistory({ holdings, actions }, told.instruments);
  const open = holdings.flatMap((one) => one.lots);
  return { history, open, nameOf: (lot: Lot) => told.instruments.get(lot.instrument)?.symbol };
}

const text = (amount: Amount): string => (isKnown(amount) ? `${amount}` : "unknown");
const lineText = ({ operator, value, label, rows }: Line): string =>
  `${operator} ${text(value)} ${label} [${rows.map(({ line }) => line).join(" ")}]`;

/** The histories of all open lots of an instrument. */
function histories(name: string, story: string, of: "quantity" | "costBasis", method = fifo) {
  const { history, open, nameOf } = booked(method, story);
  return open
    .filter((lot) => nameOf(lot) === name)
    .flatMap((lot) => history[of](lot).map(lineText));
}

describe("what a lot cost", () => {
  test.each([
    [
      "a spin-off takes a part of the parent's cost, before and after a part is sold",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10 fee 1
       sell 2025-02-03 20 XYZ @ 12
       spin off 2025-03-03 20 KID from XYZ
       decide spin-off fraction 0.25
       sell 2025-04-01 40 XYZ @ 9`,
      `+ 1001 opened 2025-01-02 [1]
       − 200.2 closed 2025-02-03 [2]
       − 200.2 spin-off main/3-20250303 of 2025-03-03 [3]
       − 300.3 closed 2025-04-01 [5]`,
    ],
    [
      "what was spun off has the rest of it",
      "KID",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 20 KID from XYZ
       decide spin-off fraction 0.25`,
      `+ 1000 opened 2025-01-02 as XYZ [1]
       − 750 spin-off main/2-20250303 of 2025-03-03: 20 KID for 100 XYZ [2]`,
    ],
    [
      "a split changes no cost",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10
       split 2025-03-03 200 XYZ 3 for 1`,
      "+ 1000 opened 2025-01-02 [1]",
    ],
    [
      "lots move in a merger, of one lot after the other, and what was paid is added",
      "NEW",
      `buy 2025-01-02 100 OLD @ 10
       buy 2025-01-03 100 OLD @ 11
       exchange 2025-03-03 200 OLD into 100 NEW pays 50`,
      `+ 1000 opened 2025-01-02 as OLD [1]
       + 25 identity change main/3-20250303 of 2025-03-03: 50 NEW for 100 OLD [3]
       + 1100 opened 2025-01-03 as OLD [2]
       + 25 identity change main/3-20250303 of 2025-03-03: 50 NEW for 100 OLD [3]`,
    ],
    [
      "a merger that changes no cost leads to its row all the same",
      "NEW",
      `buy 2025-01-02 100 OLD @ 10
       exchange 2025-03-03 100 OLD into 50 NEW`,
      `+ 1000 opened 2025-01-02 as OLD [1]
       + 0 identity change main/2-20250303 of 2025-03-03: 50 NEW for 100 OLD [2]`,
    ],
    [
      "only a part is tendered: what stays is no part of what came",
      "NEW",
      `buy 2025-01-02 100 OLD @ 10
       exchange 2025-03-03 60 OLD into 30 NEW`,
      `+ 1000 opened 2025-01-02 as OLD [1]
       − 400 open as another lot [1]
       + 0 identity change main/2-20250303 of 2025-03-03: 30 NEW for 60 OLD [2]`,
    ],
    [
      "and what came is no part of what stays",
      "OLD",
      `buy 2025-01-02 100 OLD @ 10
       exchange 2025-03-03 60 OLD into 30 NEW`,
      `+ 1000 opened 2025-01-02 [1]
       − 600 taken by the identity change main/2-20250303 of 2025-03-03 [2]`,
    ],
    [
      "one action after the other",
      "NEW",
      `buy 2025-01-02 100 OLD @ 10
       spin off 2025-03-03 20 KID from OLD
       decide spin-off fraction 0.2
       exchange 2025-04-01 100 OLD into 50 NEW pays 7`,
      `+ 1000 opened 2025-01-02 as OLD [1]
       − 200 spin-off main/2-20250303 of 2025-03-03 [2]
       + 7 identity change main/3-20250401 of 2025-04-01: 50 NEW for 100 OLD [4]`,
    ],
    [
      "a part is transferred out after an action",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10
       split 2025-03-03 100 XYZ 2 for 1
       transfer 2025-04-01 -50 XYZ`,
      `+ 1000 opened 2025-01-02 [1]
       − 250 transferred out [3]`,
    ],
    [
      "nobody has decided: what is known stays told",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 20 KID from XYZ`,
      `+ 1000 opened 2025-01-02 [1]
       + unknown spin-off main/2-20250303 of 2025-03-03 [2]`,
    ],
    [
      "what was received has a cost of its own",
      "KID",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 20 KID from XYZ
       decide stock-dividend basis 60`,
      "+ 60 opened 2025-03-03 [2]",
    ],
    [
      "a lot from before the first statement, whose cost no row gives",
      "XYZ",
      `held 100 XYZ
       split 2025-03-03 100 XYZ 2 for 1`,
      "+ unknown held before the first statement (inferred) [1]",
    ],
    [
      "a delivered lot has the premium apart, whatever comes after",
      "XYZ",
      `sell 2025-01-02 1 XYZ 20 put @ 3
       assign 2025-01-17 1 XYZ 20 put delivers 100
       spin off 2025-03-03 20 KID from XYZ
       decide spin-off fraction 0.5`,
      `+ 2000 opened 2025-01-17, strike and costs [2]
       + -300 premium of the option [2 1]
       − 850 spin-off main/4-20250303 of 2025-03-03 [3]`,
    ],
  ])("%s", (_, name, story, expected) => {
    expect(histories(name, story, "costBasis")).toEqual(lines(expected));
  });

  test("is evened out where all units cost the same", () => {
    const story = `buy 2025-01-02 100 XYZ @ 10
       split 2025-03-03 100 XYZ 2 for 1
       buy 2025-04-01 200 XYZ @ 7`;
    expect(histories("XYZ", story, "costBasis", average)).toEqual(
      lines(`+ 1000 opened 2025-01-02 [1]
       + 200 evened out among the lots []
       + 1200 opened 2025-04-01 [3]`),
    );
  });
});

test("units that are transferred out are told apart from cost that is evened out", () => {
  const story = `buy 2025-01-02 100 XYZ @ 10
     split 2025-03-03 100 XYZ 2 for 1
     transfer 2025-04-01 -50 XYZ
     buy 2025-05-01 150 XYZ @ 7`;
  expect(histories("XYZ", story, "costBasis", average).slice(0, 2)).toEqual([
    "+ 1000 opened 2025-01-02 [1]",
    "− 100 transferred out and evened out among the lots [3]",
  ]);
  expect(histories("XYZ", story, "quantity", average).slice(0, 3)).toEqual([
    "+ 100 opened 2025-01-02 [1]",
    "+ 100 split main/2-20250303 of 2025-03-03 [2]",
    "− 50 transferred out [3]",
  ]);
});

describe("how many units a lot has", () => {
  test.each([
    [
      "a split adds some",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10
       sell 2025-02-03 20 XYZ @ 12
       split 2025-03-03 160 XYZ 3 for 1
       sell 2025-04-01 40 XYZ @ 9`,
      `+ 100 opened 2025-01-02 [1]
       − 20 closed 2025-02-03 [2]
       + 160 split main/3-20250303 of 2025-03-03 [3]
       − 40 closed 2025-04-01 [4]`,
    ],
    [
      "a reverse split takes some",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10
       split 2025-03-03 -90 XYZ 1 for 10`,
      `+ 100 opened 2025-01-02 [1]
       − 90 split main/2-20250303 of 2025-03-03 [2]`,
    ],
    [
      "a spin-off changes none",
      "XYZ",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 20 KID from XYZ`,
      "+ 100 opened 2025-01-02 [1]",
    ],
    [
      "units of another instrument begin anew, with the row that opened the old ones",
      "NEW",
      `buy 2025-01-02 100 OLD @ 10
       sell 2025-02-03 20 OLD @ 12
       exchange 2025-03-03 80 OLD into 40 NEW
       sell 2025-04-01 10 NEW @ 20`,
      `+ 40 identity change main/3-20250303 of 2025-03-03: 40 NEW for 80 OLD, opened 2025-01-02 [3 1]
       − 10 closed 2025-04-01 [4]`,
    ],
  ])("%s", (_, name, story, expected) => {
    expect(histories(name, story, "quantity")).toEqual(lines(expected));
  });
});

test.each(Object.values(LOT_METHODS))("histories add up to the lots, with $name", (method) => {
  fc.assert(
    fc.property(randomStory(), (story) => {
      const { history, open } = booked(method, story);
      for (const lot of open)
        for (const of of ["quantity", "costBasis"] as const)
          expect(text(figure("lot", "", () => history[of](lot)).value)).toBe(text(lot[of]));
    }),
  );
});
