/** Options that end: what happens to their premium, in stories. */
import { describe, expect, test } from "vitest";
import { fifo } from "./lot-methods/methods.ts";
import { lines, play } from "./play.ts";

describe("premiums move into what options deliver", () => {
  test.each([
    [
      "a short put that is assigned makes the shares cheaper",
      `sell 2025-01-02 1 XYZ 20 put @ 3 fee 1
       assign 2025-01-17 1 XYZ 20 put delivers 100 fee 2`,
      `closed -1 XYZ 20 put opened 2025-01-02 basis -299 realized 0 short
       open 100 XYZ opened 2025-01-17 basis 1703 premium -299`,
    ],
    [
      "a short put that is assigned covers a short position",
      `sell 2025-01-02 100 XYZ @ 22
       sell 2025-01-02 1 XYZ 20 put @ 3
       assign 2025-01-17 1 XYZ 20 put delivers 100 closes`,
      `closed -100 XYZ opened 2025-01-02 basis -2200 realized 500 with premium 300 short
       closed -1 XYZ 20 put opened 2025-01-02 basis -300 realized 0 short`,
    ],
    [
      "a short call that is assigned with nothing held opens a short position",
      `sell 2025-01-02 1 XYZ 20 call @ 3
       assign 2025-01-17 1 XYZ 20 call delivers 100 opens
       buy 2025-02-03 100 XYZ @ 25`,
      `closed -1 XYZ 20 call opened 2025-01-02 basis -300 realized 0 short
       closed -100 XYZ opened 2025-01-17 basis -2300 premium -300 realized -200 short`,
    ],
    [
      "a call that is exercised makes the shares dearer",
      `buy 2025-01-02 1 XYZ 20 call @ 3 fee 1
       exercise 2025-01-17 1 XYZ 20 call delivers 100`,
      `closed 1 XYZ 20 call opened 2025-01-02 basis 301 realized 0 short
       open 100 XYZ opened 2025-01-17 basis 2301 premium 301`,
    ],
    [
      "a put that is exercised makes the result worse",
      `buy 2025-01-02 100 XYZ @ 15
       buy 2025-01-02 1 XYZ 20 put @ 3
       exercise 2025-01-17 1 XYZ 20 put delivers 100 closes`,
      `closed 100 XYZ opened 2025-01-02 basis 1500 realized 200 with premium -300 short
       closed 1 XYZ 20 put opened 2025-01-02 basis 300 realized 0 short`,
    ],
    [
      "a put that is exercised with nothing held opens a short position",
      `buy 2025-01-02 1 XYZ 20 put @ 3
       exercise 2025-01-17 1 XYZ 20 put delivers 100`,
      `closed 1 XYZ 20 put opened 2025-01-02 basis 300 realized 0 short
       open -100 XYZ opened 2025-01-17 basis -1700 premium 300`,
    ],
    [
      "the costs of an exercise are part of the premium",
      `buy 2025-01-02 1 XYZ 20 call @ 3
       exercise 2025-01-17 1 XYZ 20 call fee 5 delivers 100`,
      `closed 1 XYZ 20 call opened 2025-01-02 basis 300 realized 0 short
       open 100 XYZ opened 2025-01-17 basis 2305 premium 305`,
    ],
    [
      "the premium is spread over the lots that the delivery closes",
      `buy 2025-01-02 40 XYZ @ 10
       buy 2025-01-03 60 XYZ @ 11
       sell 2025-01-03 1 XYZ 12 call @ 2
       assign 2025-01-17 1 XYZ 12 call delivers 100`,
      `closed 40 XYZ opened 2025-01-02 basis 400 realized 160 with premium 80 short
       closed 60 XYZ opened 2025-01-03 basis 660 realized 180 with premium 120 short
       closed -1 XYZ 12 call opened 2025-01-03 basis -200 realized 0 short`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("several options at once", () => {
  test.each([
    [
      "two strikes of one day",
      `sell 2025-01-02 1 XYZ 20 put @ 3
       sell 2025-01-02 1 XYZ 22 put @ 4
       assign 2025-01-17T16:20:00 1 XYZ 20 put delivers 100
       assign 2025-01-17T16:20:00 1 XYZ 22 put delivers 100`,
      `closed -1 XYZ 20 put opened 2025-01-02 basis -300 realized 0 short
       closed -1 XYZ 22 put opened 2025-01-02 basis -400 realized 0 short
       open 100 XYZ opened 2025-01-17T16:20:00 basis 1700 premium -300
       open 100 XYZ opened 2025-01-17T16:20:00 basis 1800 premium -400`,
    ],
    [
      "two assignments of one option take its oldest lots first",
      `sell 2025-01-02 1 XYZ 20 put @ 3
       sell 2025-01-03 2 XYZ 20 put @ 4
       assign 2025-01-17T16:20:00 1 XYZ 20 put delivers 100
       assign 2025-01-17T16:20:00 1 XYZ 20 put delivers 100`,
      `closed -1 XYZ 20 put opened 2025-01-02 basis -300 realized 0 short
       closed -1 XYZ 20 put opened 2025-01-03 basis -400 realized 0 short
       open -1 XYZ 20 put opened 2025-01-03 basis -400
       open 100 XYZ opened 2025-01-17T16:20:00 basis 1700 premium -300
       open 100 XYZ opened 2025-01-17T16:20:00 basis 1600 premium -400`,
    ],
    [
      "what is not assigned expires",
      `sell 2025-01-02 3 XYZ 20 put @ 3
       assign 2025-01-10 1 XYZ 20 put delivers 100
       expire 2025-01-17 -2 XYZ 20 put`,
      `closed -1 XYZ 20 put opened 2025-01-02 basis -300 realized 0 short
       closed -2 XYZ 20 put opened 2025-01-02 basis -600 realized 600 short
       open 100 XYZ opened 2025-01-10 basis 1700 premium -300`,
    ],
    [
      "shares that a put brings leave by a call of the same second",
      `sell 2025-01-02 1 XYZ 22 put @ 3
       sell 2025-01-02 1 XYZ 18 call @ 4
       assign 2025-01-17T16:20:00 1 XYZ 22 put delivers 100 opens
       assign 2025-01-17T16:20:00 1 XYZ 18 call delivers 100 closes`,
      `closed -1 XYZ 22 put opened 2025-01-02 basis -300 realized 0 short
       closed -1 XYZ 18 call opened 2025-01-02 basis -400 realized 0 short
       closed 100 XYZ opened 2025-01-17T16:20:00 basis 1900 premium -300 realized 300 with premium 400 short`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("rows in any order, and rows that are missing", () => {
  test.each([
    [
      "the row of the shares comes first",
      `buy 2025-01-02 100 XYZ @ 10
       sell 2025-01-03 1 XYZ 12 call @ 2
       assign 2025-01-17T16:20:00 1 XYZ 12 call delivers 100 first`,
      `closed 100 XYZ opened 2025-01-02 basis 1000 realized 400 with premium 200 short
       closed -1 XYZ 12 call opened 2025-01-03 basis -200 realized 0 short`,
    ],
    [
      "a delivery across zero is divided by units, its premium too",
      `buy 2025-01-02 50 XYZ @ 10
       sell 2025-01-03 1 XYZ 12 call @ 2
       assign 2025-01-17 1 XYZ 12 call delivers 100 fee 2 both`,
      `closed 50 XYZ opened 2025-01-02 basis 500 realized 199 with premium 100 short
       closed -1 XYZ 12 call opened 2025-01-03 basis -200 realized 0 short
       open -50 XYZ opened 2025-01-17 basis -699 premium -100`,
    ],
    [
      "an option from before the first statement has an unknown premium",
      `assign 2025-01-17 1 XYZ 12 call delivers 100 opens`,
      `lots/insufficient: closing of 1 XYZ 12 call, but only 0 are open
       closed -1 XYZ 12 call opened before basis unknown realized 0 short
       missing -1 XYZ 12 call
       open -100 XYZ opened 2025-01-17 basis unknown premium unknown`,
    ],
    [
      "an option whose row does not say that it closes closes all the same",
      `sell 2025-01-03 1 XYZ 12 call @ 2
       assign 2025-01-17 2 XYZ 12 call silent fee 1 delivers 200 opens`,
      `lots/insufficient: closing of 2 XYZ 12 call, but only 1 are open
       closed -1 XYZ 12 call opened before basis unknown realized 0 short
       closed -1 XYZ 12 call opened 2025-01-03 basis -200 realized 0 short
       missing -1 XYZ 12 call
       open -200 XYZ opened 2025-01-17 basis unknown premium unknown`,
    ],
    [
      "an option from before the first statement, of known basis",
      `held -1 XYZ 12 call basis -200 opened 2024-12-02
       assign 2025-01-17 1 XYZ 12 call delivers 100 opens`,
      `closed -1 XYZ 12 call opened 2024-12-02 basis -200 realized 0 short
       open -100 XYZ opened 2025-01-17 basis -1400 premium -200`,
    ],
    [
      "shares that are missing too",
      `sell 2025-01-03 1 XYZ 12 call @ 2
       assign 2025-01-17 1 XYZ 12 call delivers 100 closes`,
      `lots/insufficient: closing of 100 XYZ, but only 0 are open
       closed -1 XYZ 12 call opened 2025-01-03 basis -200 realized 0 short
       closed 100 XYZ opened before basis unknown realized unknown with premium 200 unknown
       missing 100 XYZ`,
    ],
    [
      "an assignment that is taken back leaves the option open",
      `sell 2025-01-03 1 XYZ 12 put @ 2
       assign 2025-01-17 1 XYZ 12 put delivers 100
       cancel 2025-01-20 assign 2025-01-17 1 XYZ 12 put delivers 100
       expire 2025-01-20 -1 XYZ 12 put`,
      `closed -1 XYZ 12 put opened 2025-01-03 basis -200 realized 200 short`,
    ],
    [
      "cash settlement, received and paid, and with costs",
      `buy 2025-01-03 1 SPX 5000 call @ 10
       sell 2025-01-03 1 SPX 5100 call @ 6
       exercise 2025-01-17 1 SPX 5000 call fee 1 settles 12000
       assign 2025-01-17 1 SPX 5100 call settles -2000`,
      `closed 1 SPX 5000 call opened 2025-01-03 basis 1000 realized 10999 short
       closed -1 SPX 5100 call opened 2025-01-03 basis -600 realized -1400 short`,
    ],
    [
      "a premium goes on through an exchange",
      `sell 2025-01-02 1 XYZ 20 put @ 3
       assign 2025-01-17 1 XYZ 20 put delivers 100
       exchange 2025-03-03 100 XYZ into 10 NEW
       sell 2025-03-04 5 NEW @ 200`,
      `closed -1 XYZ 20 put opened 2025-01-02 basis -300 realized 0 short
       closed 5 NEW opened 2025-01-17 basis 850 premium -150 realized 150 short
       open 5 NEW opened 2025-01-17 basis 850 premium -150`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});
