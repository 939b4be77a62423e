/** Corporate actions whose rows allow one reading only, in stories. */
import { describe, expect, test } from "vitest";
import { fifo } from "../lot-methods/methods.ts";
import { lines, play, readingsIn } from "../play.ts";

describe("splits", () => {
  test.each([
    [
      "several lots, with fractions",
      `buy 2025-01-02 10 @ 10
       buy 2025-01-03 0.5 @ 12
       split 2025-03-03 5.25 XYZ 3 for 2`,
      `open 15 opened 2025-01-02 basis 100
       open 0.75 opened 2025-01-03 basis 6`,
    ],
    [
      "a short position",
      `sell 2025-01-02 10 @ 10
       split 2025-03-03 -10`,
      `open -20 opened 2025-01-02 basis -100`,
    ],
    [
      "units that cannot be divided evenly add up",
      `buy 2025-01-02 1 @ 10
       buy 2025-01-03 1 @ 10
       buy 2025-01-04 1 @ 10
       split 2025-03-03 1`,
      `open 1.333333333333333333 opened 2025-01-02 basis 10
       open 1.333333333333333333 opened 2025-01-03 basis 10
       open 1.333333333333333334 opened 2025-01-04 basis 10`,
    ],
    [
      "fewer units in one row",
      `buy 2025-01-02 10 @ 10
       buy 2025-01-03 30 @ 12
       split 2025-03-03 -36`,
      `open 1 opened 2025-01-02 basis 100
       open 3 opened 2025-01-03 basis 360`,
    ],
    [
      "what was held before follows from the terms",
      `split 2025-03-03 40 XYZ 5 for 1
       sell 2025-03-04 50 @ 3`,
      `lots/insufficient: closing of 10 XYZ, but only 0 are open
       closed 50 opened before basis unknown realized unknown unknown
       missing 10`,
    ],
    [
      "without terms the holding is unknown from there on",
      `split 2025-03-03 40
       sell 2025-03-04 50 @ 3`,
      `unknown: nothing is open of what the split main/1-20250303 acts on (2025-03-03)`,
    ],
    [
      "a split that would leave nothing is a question",
      `buy 2025-01-02 10 @ 10
       split 2025-03-03 -10`,
      `closed 10 opened 2025-01-02 basis 100 provisional realized unknown short
       case other open: treatment ?`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("exchanges", () => {
  test.each([
    [
      "a reverse split, and its fraction takes the oldest lot",
      `buy 2025-01-02 10 XYZ @ 10
       buy 2025-02-03 15 XYZ @ 12
       exchange 2025-03-03T20:25:00 25 XYZ into 2.5 NEW
       sell 2025-03-03T20:25:00 0.5 NEW @ 80 closes`,
      `closed 0.5 NEW opened 2025-01-02 basis 50 realized -10 short
       open 0.5 NEW opened 2025-01-02 basis 50
       open 1.5 NEW opened 2025-02-03 basis 180`,
    ],
    [
      "a short position",
      `sell 2025-01-02 10 XYZ @ 10
       sell 2025-02-03 15 XYZ @ 12
       exchange 2025-03-03 -25 XYZ into -2.5 NEW`,
      `open -1 NEW opened 2025-01-02 basis -100
       open -1.5 NEW opened 2025-02-03 basis -180`,
    ],
    [
      "both legs of one instrument",
      `buy 2025-01-02 25 XYZ @ 10
       exchange 2025-03-03 25 XYZ into 2.5 XYZ`,
      `open 2.5 opened 2025-01-02 basis 250`,
    ],
    [
      "the target is held already",
      `buy 2025-02-02 5 ABC @ 50
       buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 25 ABC
       sell 2025-03-04 26 ABC @ 60`,
      `closed 25 ABC opened 2025-01-02 basis 1000 realized 500 short
       closed 1 ABC opened 2025-02-02 basis 50 realized 10 short
       open 4 ABC opened 2025-02-02 basis 200`,
    ],
    [
      "units that cannot be divided evenly add up",
      `buy 2025-01-02 1 XYZ @ 10
       buy 2025-01-03 1 XYZ @ 10
       buy 2025-01-04 1 XYZ @ 10
       merge 2025-03-03 3 XYZ into 1 ABC`,
      `open 0.333333333333333333 ABC opened 2025-01-02 basis 10
       open 0.333333333333333333 ABC opened 2025-01-03 basis 10
       open 0.333333333333333334 ABC opened 2025-01-04 basis 10`,
    ],
    [
      "what is paid is added by units, the rest to the last",
      `buy 2025-01-02 1 XYZ @ 10
       buy 2025-01-03 2 XYZ @ 10
       merge 2025-03-03 3 XYZ into 3 ABC pays 10`,
      `open 1 ABC opened 2025-01-02 basis 13.333333333333333333
       open 2 ABC opened 2025-01-03 basis 26.666666666666666667`,
    ],
    [
      "a part of what is held takes the oldest lots",
      `buy 2025-01-02 60 XYZ @ 10
       buy 2025-01-03 60 XYZ @ 11
       tender 2025-03-03 100 XYZ into 100 TMP`,
      `open 20 XYZ opened 2025-01-03 basis 220
       open 60 TMP opened 2025-01-02 basis 600
       open 40 TMP opened 2025-01-03 basis 440`,
    ],
    [
      "rows of one instrument are one leg",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 60 XYZ and 40 XYZ into 30 ABC and 20 ABC`,
      `open 50 ABC opened 2025-01-02 basis 1000`,
    ],
    [
      "the openings are missing",
      `merge 2025-03-03 100 XYZ into 50 ABC`,
      `lots/insufficient: closing of 100 XYZ, but only 0 are open
       missing 100 XYZ
       open 50 ABC opened before basis unknown`,
    ],
    [
      "only a part of the openings is there",
      `buy 2025-01-02 40 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC`,
      `lots/insufficient: closing of 100 XYZ, but only 40 are open
       missing 60 XYZ
       open 30 ABC opened before basis unknown
       open 20 ABC opened 2025-01-02 basis 400`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("sales, removals and purchases", () => {
  test.each([
    [
      "a liquidation that pays once more when nothing is held any more",
      `buy 2025-01-02 100 XYZ @ 10
       cash 2025-03-03 100 XYZ gets 600
       cash 2025-06-03 0 XYZ gets 150`,
      `closed 100 opened 2025-01-02 basis 1000 realized -400 short
       closed 0 opened 2025-06-03 basis 0 realized 150 unknown`,
    ],
    [
      "cash for no units moves no lot while some are held",
      `buy 2025-01-02 100 XYZ @ 10
       cash 2025-03-03 0 XYZ gets 600`,
      `open 100 opened 2025-01-02 basis 1000`,
    ],
    [
      "a merger for cash",
      `buy 2024-01-02 60 XYZ @ 10
       buy 2025-01-02 40 XYZ @ 11
       cash 2025-03-03 100 XYZ gets 2000 realized 960`,
      `closed 60 opened 2024-01-02 basis 600 realized 600 long
       closed 40 opened 2025-01-02 basis 440 realized 360 short`,
    ],
    [
      "a merger for cash of a short position",
      `sell 2025-01-02 100 XYZ @ 10
       cash 2025-03-03 -100 XYZ gets -2000`,
      `closed -100 opened 2025-01-02 basis -1000 realized -1000 short`,
    ],
    [
      "a part is redeemed",
      `buy 2025-01-02 100 XYZ @ 10
       redeem 2025-03-03 40 XYZ gets 500`,
      `closed 40 opened 2025-01-02 basis 400 realized 100 short
       open 60 opened 2025-01-02 basis 600`,
    ],
    [
      "more is redeemed than is open",
      `buy 2025-01-02 100 XYZ @ 10
       redeem 2025-03-03 140 XYZ gets 1400`,
      `lots/insufficient: closing of 140 XYZ, but only 100 are open
       closed 40 opened before basis unknown realized unknown unknown
       closed 100 opened 2025-01-02 basis 1000 realized 0 short
       missing 40`,
    ],
    [
      "a removal of a long and a short position",
      `buy 2025-01-02 100 XYZ @ 10
       sell 2025-01-02 50 ABC @ 4
       remove 2025-03-03 100 XYZ
       remove 2025-03-03 -50 ABC`,
      `closed 100 XYZ opened 2025-01-02 basis 1000 realized -1000 short
       closed -50 ABC opened 2025-01-02 basis -200 realized 200 short`,
    ],
    [
      "a subscription is a purchase",
      `subscribe 2025-03-03 10 ABC pays 80`,
      `open 10 opened 2025-03-03 basis 80`,
    ],
    [
      "a tender that pays out",
      `buy 2025-01-02 100 XYZ @ 10
       tender 2025-03-03 100 XYZ into 100 TMP
       cash 2025-03-20 100 TMP gets 1500`,
      `closed 100 TMP opened 2025-01-02 basis 1000 realized 500 short`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("what was taken back", () => {
  test.each([
    [
      "a split and its correction",
      `buy 2025-01-02 100 @ 10
       split 2025-03-03 100
       cancel 2025-03-04 split 2025-03-03 100
       split 2025-03-04 50`,
      `open 150 opened 2025-01-02 basis 1000`,
    ],
    [
      "a merger",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC
       cancel 2025-03-04 merge 2025-03-03 100 XYZ into 50 ABC`,
      `open 100 XYZ opened 2025-01-02 basis 1000`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

test("each reading is said in a sentence", () => {
  const story = `
    buy 2025-01-02 100 XYZ @ 10
    split 2025-01-03 100
    split 2025-01-04 -50
    tender 2025-01-05 150 XYZ into 150 TMP
    exchange 2025-01-06 50 TMP into 50 ABC pays 10
    cash 2025-01-07 60 TMP gets 600
    remove 2025-01-08 40 TMP
    subscribe 2025-01-09 10 DEF pays 80
    split 2025-01-10 10 GHI`;
  expect(readingsIn(fifo, story)).toEqual([
    "each lot has more units at the same total cost",
    "each lot has fewer units at the same total cost",
    "the lots move to the new instrument with their cost and dates",
    "the lots move to the new instrument with their dates; what was paid is added to their cost",
    "the lots are closed for the cash",
    "the lots are lost",
    "a lot is opened for the cash",
    "not booked: nothing is open of what the split main/9-20250110 acts on (2025-01-10)",
  ]);
});
