/** Corporate actions that no row determines: decided, answered by the broker's lots, or open, in stories. */
import { describe, expect, test } from "vitest";
import { fifo } from "../lot-methods/methods.ts";
import { lines, play } from "../play.ts";

describe("spin-offs", () => {
  test.each([
    [
      "several instruments at once, each with its part",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC and 5 DEF from XYZ
       decide spin-off fractions ABC=0.1,DEF=0.05`,
      `open 100 XYZ opened 2025-01-02 basis 850
       open 10 ABC opened 2025-01-02 basis 100
       open 5 DEF opened 2025-01-02 basis 50
       case spin-off decided: basisFractions ABC=0.1,DEF=0.05`,
    ],
    [
      "one fraction for several instruments fits nothing",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC and 5 DEF from XYZ
       decide spin-off fraction 0.1`,
      `decisions/unfit: the decision on main/2-20250303 does not say which part goes to each of ABC, DEF
       open 100 XYZ opened 2025-01-02 basis unknown provisional
       open 10 ABC opened 2025-01-02 basis unknown provisional
       open 5 DEF opened 2025-01-02 basis unknown provisional
       case spin-off open: basisFractions ?`,
    ],
    [
      "decided, over several lots",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-02 50 XYZ @ 20
       spin off 2025-03-03 15 ABC from XYZ
       decide spin-off fraction 0.25`,
      `open 100 XYZ opened 2025-01-02 basis 750
       open 50 XYZ opened 2025-02-02 basis 750
       open 10 ABC opened 2025-01-02 basis 250
       open 5 ABC opened 2025-02-02 basis 250
       case spin-off decided: basisFraction 0.25`,
    ],
    [
      "the broker's rounded costs: the fraction that gives them, without their rounding",
      `buy 2025-01-02 7 XYZ @ 33.33
       buy 2025-02-02 3 XYZ @ 21.7
       spin off 2025-03-03 10 ABC from XYZ
       broker lot 2025-03-31 7 ABC basis 28.35 opened 2025-01-02
       broker lot 2025-03-31 3 ABC basis 7.91 opened 2025-02-02`,
      `open 7 XYZ opened 2025-01-02 basis 204.96 provisional
       open 3 XYZ opened 2025-02-02 basis 57.19 provisional
       open 7 ABC opened 2025-01-02 basis 28.35 provisional
       open 3 ABC opened 2025-02-02 basis 7.91 provisional
       case spin-off broker: basisFraction 0.1215`,
    ],
    [
      "the broker's costs, one of which is a cent off: no short fraction gives them",
      `buy 2025-01-02 7 XYZ @ 33.33
       buy 2025-02-02 3 XYZ @ 21.7
       spin off 2025-03-03 10 ABC from XYZ
       broker lot 2025-03-31 7 ABC basis 28.35 opened 2025-01-02
       broker lot 2025-03-31 3 ABC basis 7.93 opened 2025-02-02`,
      `open 7 XYZ opened 2025-01-02 basis 204.96 provisional
       open 3 XYZ opened 2025-02-02 basis 57.17 provisional
       open 7 ABC opened 2025-01-02 basis 28.35 provisional
       open 3 ABC opened 2025-02-02 basis 7.93 provisional
       case spin-off broker: basisFraction 0.121577695117`,
    ],
    [
      "of a short position",
      `sell 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 -10 ABC from XYZ
       decide spin-off fraction 0.2`,
      `open -100 XYZ opened 2025-01-02 basis -800
       open -10 ABC opened 2025-01-02 basis -200
       case spin-off decided: basisFraction 0.2`,
    ],
    [
      "fractions and shares that cannot be divided evenly add up",
      `buy 2025-01-02 3 XYZ @ 10
       buy 2025-01-03 4 XYZ @ 10
       spin off 2025-03-03 1 ABC from XYZ
       decide spin-off fraction 0.333333333333333333`,
      `open 3 XYZ opened 2025-01-02 basis 20.00000000000000001
       open 4 XYZ opened 2025-01-03 basis 26.66666666666666668
       open 0.428571428571428571 ABC opened 2025-01-02 basis 9.99999999999999999
       open 0.571428571428571429 ABC opened 2025-01-03 basis 13.33333333333333332
       case spin-off decided: basisFraction 0.333333333333`,
    ],
    [
      "the instrument is held already",
      `buy 2025-01-02 5 ABC @ 8
       buy 2025-01-03 100 XYZ @ 10
       spin off 2025-03-03 15 ABC from XYZ
       decide spin-off fraction 0.1`,
      `open 5 ABC opened 2025-01-02 basis 40
       open 15 ABC opened 2025-01-03 basis 100
       open 100 XYZ opened 2025-01-03 basis 900
       case spin-off decided: basisFraction 0.1`,
    ],
    [
      "of lots of unknown basis",
      `held 40 XYZ
       buy 2025-01-02 60 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ
       decide spin-off fraction 0.2`,
      `open 40 XYZ opened before basis unknown
       open 60 XYZ opened 2025-01-02 basis 480
       open 4 ABC opened before basis unknown
       open 6 ABC opened 2025-01-02 basis 120
       case spin-off decided: basisFraction ?`,
    ],
    [
      "a premium stays with the parent",
      `sell 2025-01-02 1 XYZ 10 put @ 1
       assign 2025-01-17 1 XYZ 10 put delivers 100
       spin off 2025-03-03 10 ABC from XYZ
       decide spin-off fraction 0.2`,
      `closed -1 XYZ 10 put opened 2025-01-02 basis -100 realized 0 short
       open 100 XYZ opened 2025-01-17 basis 720 premium -100
       open 10 ABC opened 2025-01-17 basis 180
       case spin-off decided: basisFraction 0.2`,
    ],
    [
      "the broker's lots of the same openings",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-02 50 XYZ @ 20
       spin off 2025-03-03 15 ABC from XYZ
       broker lot 2025-03-31 10 ABC basis 200 opened 2025-01-02
       broker lot 2025-03-31 5 ABC basis 300 opened 2025-02-02`,
      `open 100 XYZ opened 2025-01-02 basis 800 provisional
       open 50 XYZ opened 2025-02-02 basis 700 provisional
       open 10 ABC opened 2025-01-02 basis 200 provisional
       open 5 ABC opened 2025-02-02 basis 300 provisional
       case spin-off broker: basisFraction 0.25`,
    ],
    [
      "an opening that the broker does not list moves as much as the others",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-02 50 XYZ @ 20
       spin off 2025-03-03 15 ABC from XYZ
       broker lot 2025-03-31 10 ABC basis 200 opened 2025-01-02`,
      `open 100 XYZ opened 2025-01-02 basis 800 provisional
       open 50 XYZ opened 2025-02-02 basis 800 provisional
       open 10 ABC opened 2025-01-02 basis 200 provisional
       open 5 ABC opened 2025-02-02 basis 200 provisional
       case spin-off broker: basisFraction 0.2`,
    ],
    [
      "of a short position, by the broker's lots",
      `sell 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 -10 ABC from XYZ
       broker lot 2025-03-31 -10 ABC basis -200 opened 2025-01-02`,
      `open -100 XYZ opened 2025-01-02 basis -800 provisional
       open -10 ABC opened 2025-01-02 basis -200 provisional
       case spin-off broker: basisFraction 0.2`,
    ],
    [
      "a lot that the broker closed",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ
       sell 2025-03-10 10 ABC @ 30
       broker closed 2025-03-10 10 ABC basis 250 opened 2025-01-02`,
      `closed 10 ABC opened 2025-01-02 basis 250 provisional realized 50 short
       open 100 XYZ opened 2025-01-02 basis 750 provisional
       case spin-off broker: basisFraction 0.25`,
    ],
    [
      "the broker's whole position",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-02 50 XYZ @ 20
       spin off 2025-03-03 15 ABC from XYZ
       broker position 2025-03-31 15 ABC basis 400`,
      `open 100 XYZ opened 2025-01-02 basis 800 provisional
       open 50 XYZ opened 2025-02-02 basis 800 provisional
       open 10 ABC opened 2025-01-02 basis 200 provisional
       open 5 ABC opened 2025-02-02 basis 200 provisional
       case spin-off broker: basisFraction 0.2`,
    ],
    [
      "a position with other units in it says nothing",
      `buy 2025-01-02 5 ABC @ 8
       buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 15 ABC from XYZ
       broker position 2025-03-31 20 ABC basis 240`,
      `open 5 ABC opened 2025-01-02 basis 40
       open 15 ABC opened 2025-01-02 basis unknown provisional
       open 100 XYZ opened 2025-01-02 basis unknown provisional
       case spin-off open: basisFraction ?`,
    ],
    [
      "what the first closing had cost",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-02 50 XYZ @ 20
       spin off 2025-03-03 15 ABC from XYZ
       sell 2025-03-10 12 ABC @ 30 closes cost 280`,
      `closed 10 ABC opened 2025-01-02 basis 200 provisional realized 100 short
       closed 2 ABC opened 2025-02-02 basis 80 provisional realized -20 short
       open 100 XYZ opened 2025-01-02 basis 800 provisional
       open 50 XYZ opened 2025-02-02 basis 800 provisional
       open 3 ABC opened 2025-02-02 basis 120 provisional
       case spin-off broker: basisFraction 0.2`,
    ],
    [
      "a later closing proves nothing",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 15 ABC from XYZ
       buy 2025-03-09 1 ABC @ 20
       sell 2025-03-10 12 ABC @ 30 closes cost 280`,
      `closed 12 ABC opened 2025-01-02 basis unknown provisional realized unknown short
       open 100 XYZ opened 2025-01-02 basis unknown provisional
       open 3 ABC opened 2025-01-02 basis unknown provisional
       open 1 ABC opened 2025-03-09 basis 20
       case spin-off open: basisFraction ?`,
    ],
    [
      "the parent's lots",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-02 50 XYZ @ 20
       spin off 2025-03-03 15 ABC from XYZ
       broker lot 2025-03-31 100 XYZ basis 800 opened 2025-01-02
       broker lot 2025-03-31 50 XYZ basis 700 opened 2025-02-02`,
      `open 100 XYZ opened 2025-01-02 basis 800 provisional
       open 50 XYZ opened 2025-02-02 basis 700 provisional
       open 10 ABC opened 2025-01-02 basis 200 provisional
       open 5 ABC opened 2025-02-02 basis 300 provisional
       case spin-off broker: basisFraction 0.25`,
    ],
    [
      "lots of after the next action say nothing",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ
       exchange 2025-03-20 10 ABC into 10 DEF
       broker lot 2025-03-31 10 ABC basis 200 opened 2025-01-02`,
      `open 100 XYZ opened 2025-01-02 basis unknown provisional
       open 10 DEF opened 2025-01-02 basis unknown provisional
       case spin-off open: basisFraction ?`,
    ],
    [
      "open, without prices and with them",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ
       spin off 2025-04-03 10 DEF from XYZ
       price 2025-04-03 XYZ 9
       price 2025-04-03 DEF 10`,
      `open 100 XYZ opened 2025-01-02 basis unknown provisional
       open 10 ABC opened 2025-01-02 basis unknown provisional
       open 10 DEF opened 2025-01-02 basis unknown provisional
       case spin-off open: basisFraction ?
       case spin-off open: basisFraction 0.1`,
    ],
    [
      "the parent is not held",
      `spin off 2025-03-03 15 ABC from XYZ`,
      `open 15 ABC opened 2025-03-03 basis unknown provisional
       case other open: treatment ?`,
    ],
    [
      "the parent is not held, and what came has the basis that was decided",
      `spin off 2025-03-03 15 ABC from XYZ
       decide other receive basis 240`,
      `open 15 ABC opened 2025-03-03 basis 240
       case other decided: treatment ?`,
    ],
    [
      "the parent is not held, and the broker lists what came",
      `spin off 2025-03-03 15 ABC from XYZ
       broker position 2025-03-31 15 ABC basis 240`,
      `open 15 ABC opened 2025-03-03 basis 240 provisional
       case other broker: treatment receive, basis 240`,
    ],
    [
      "cash in the same action is a question of another kind",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ gets 5`,
      `open 100 XYZ opened 2025-01-02 basis 1000
       open 10 ABC opened 2025-03-03 basis unknown provisional
       case other open: treatment ?`,
    ],
    [
      "an undecided answer makes what follows provisional, too",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ
       broker lot 2025-03-10 10 ABC basis 200 opened 2025-01-02
       exchange 2025-03-20 10 ABC into 5 DEF
       sell 2025-03-21 2 DEF @ 50`,
      `closed 2 DEF opened 2025-01-02 basis 80 provisional realized 20 short
       open 100 XYZ opened 2025-01-02 basis 800 provisional
       open 3 DEF opened 2025-01-02 basis 120 provisional
       case spin-off broker: basisFraction 0.2`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("rights", () => {
  test.each([
    [
      "rights that are worth nothing lapse",
      `buy 2025-01-02 100 XYZ @ 10
       rights 2025-03-03 100 RTS from XYZ
       decide rights-issue fraction 0
       subscribe 2025-03-20 10 XYZ pays 80
       remove 2025-03-21 100 RTS`,
      `closed 100 RTS opened 2025-01-02 basis 0 realized 0 short
       open 100 XYZ opened 2025-01-02 basis 1000
       open 10 XYZ opened 2025-03-20 basis 80
       case rights-issue decided: basisFraction 0`,
    ],
    [
      "rights that take a part of the basis become shares for cash",
      `buy 2025-01-02 100 XYZ @ 10
       rights 2025-03-03 100 RTS from XYZ
       decide rights-issue fraction 0.02
       exchange 2025-03-20 100 RTS into 25 XYZ pays 200`,
      `open 100 XYZ opened 2025-01-02 basis 980
       open 25 XYZ opened 2025-01-02 basis 220
       case rights-issue decided: basisFraction 0.02`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("unit splits and mergers", () => {
  test.each([
    [
      "decided, and everything adds up",
      `buy 2025-01-02 3 UNIT @ 10
       buy 2025-01-03 4 UNIT @ 11
       exchange 2025-03-03 7 UNIT into 10 ABC and 3 DEF
       decide unit-split fractions ABC=0.333333333333333333,DEF=0.666666666666666667`,
      `open 4.285714285714285714 ABC opened 2025-01-02 basis 9.99999999999999999
       open 5.714285714285714286 ABC opened 2025-01-03 basis 14.666666666666666652
       open 1.285714285714285714 DEF opened 2025-01-02 basis 20.00000000000000001
       open 1.714285714285714286 DEF opened 2025-01-03 basis 29.333333333333333348
       case unit-split decided: basisFractions ABC=0.333333333333,DEF=0.666666666667`,
    ],
    [
      "one of two from the broker's lots, the other takes the rest",
      `buy 2025-01-02 100 UNIT @ 10
       exchange 2025-03-03 100 UNIT into 100 ABC and 50 WAR
       broker closed 2025-04-01 100 ABC basis 950 opened 2025-01-02`,
      `open 100 ABC opened 2025-01-02 basis 950 provisional
       open 50 WAR opened 2025-01-02 basis 50 provisional
       case unit-split broker: basisFractions ABC=0.95,WAR=0.05`,
    ],
    [
      "both from the broker's lots: the second still takes the rest",
      `buy 2025-01-02 100 UNIT @ 10
       exchange 2025-03-03 100 UNIT into 100 ABC and 50 WAR
       broker lot 2025-04-01 100 ABC basis 950 opened 2025-01-02
       broker lot 2025-04-01 50 WAR basis 49.99 opened 2025-01-02`,
      `open 100 ABC opened 2025-01-02 basis 950 provisional
       open 50 WAR opened 2025-01-02 basis 50 provisional
       case unit-split broker: basisFractions ABC=0.95,WAR=0.05`,
    ],
    [
      "open, with prices of the day",
      `buy 2025-01-02 100 UNIT @ 10
       exchange 2025-03-03 100 UNIT into 100 ABC and 50 WAR
       price 2025-03-03 ABC 9
       price 2025-03-03 WAR 2`,
      `open 100 ABC opened 2025-01-02 basis unknown provisional
       open 50 WAR opened 2025-01-02 basis unknown provisional
       case unit-split open: basisFractions ABC=0.9,WAR=0.1`,
    ],
    [
      "a merger into two, of a short position",
      `sell 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 -100 XYZ into -50 ABC and -50 DEF
       decide merger fractions ABC=0.3,DEF=0.7`,
      `open -50 ABC opened 2025-01-02 basis -300
       open -50 DEF opened 2025-01-02 basis -700
       case merger decided: basisFractions ABC=0.3,DEF=0.7`,
    ],
    [
      "a premium goes on as the basis does",
      `sell 2025-01-02 1 XYZ 10 put @ 1
       assign 2025-01-17 1 XYZ 10 put delivers 100
       merge 2025-03-03 100 XYZ into 50 ABC and 50 DEF
       decide merger fractions ABC=0.3,DEF=0.7`,
      `closed -1 XYZ 10 put opened 2025-01-02 basis -100 realized 0 short
       open 50 ABC opened 2025-01-17 basis 270 premium -30
       open 50 DEF opened 2025-01-17 basis 630 premium -70
       case merger decided: basisFractions ABC=0.3,DEF=0.7`,
    ],
    [
      "the openings are missing",
      `merge 2025-03-03 100 XYZ into 50 ABC and 50 DEF`,
      `lots/insufficient: closing of 100 XYZ, but only 0 are open
       missing 100 XYZ
       open 50 ABC opened before basis unknown provisional
       open 50 DEF opened before basis unknown provisional
       case merger open: basisFractions ?`,
    ],
    [
      "old lots that cost nothing leave nothing to decide",
      `held 100 XYZ basis 0 opened 2024-01-02
       merge 2025-03-03 100 XYZ into 50 ABC and 50 DEF`,
      `open 50 ABC opened 2024-01-02 basis 0 provisional
       open 50 DEF opened 2024-01-02 basis 0 provisional
       case merger broker: basisFractions ?`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("cash and stock", () => {
  test.each([
    [
      "decided",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC gets 300
       decide cash-and-stock fractions ABC=1 gain 200`,
      `closed 0 XYZ opened 2025-01-02 basis 100 realized 200 short
       open 50 ABC opened 2025-01-02 basis 900
       case cash-and-stock decided: basisFractions ABC=1, gain 200`,
    ],
    [
      "parts of cash and gain add up",
      `buy 2025-01-02 3 XYZ @ 10
       buy 2025-01-03 3 XYZ @ 11
       buy 2025-01-04 1 XYZ @ 11
       merge 2025-03-03 7 XYZ into 10 ABC gets 10
       decide cash-and-stock fractions ABC=1 gain 1`,
      `closed 0 XYZ opened 2025-01-02 basis 3.857142857142857143 realized 0.428571428571428571 short
       closed 0 XYZ opened 2025-01-03 basis 3.857142857142857143 realized 0.428571428571428571 short
       closed 0 XYZ opened 2025-01-04 basis 1.285714285714285714 realized 0.142857142857142858 short
       open 4.285714285714285714 ABC opened 2025-01-02 basis 26.142857142857142857
       open 4.285714285714285714 ABC opened 2025-01-03 basis 29.142857142857142857
       open 1.428571428571428572 ABC opened 2025-01-04 basis 9.714285714285714286
       case cash-and-stock decided: basisFractions ABC=1, gain 1`,
    ],
    [
      "of a short position, which pays the cash",
      `sell 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 -100 XYZ into -50 ABC gets -200
       decide cash-and-stock fractions ABC=1 gain -50`,
      `closed 0 XYZ opened 2025-01-02 basis -150 realized -50 short
       open -50 ABC opened 2025-01-02 basis -850
       case cash-and-stock decided: basisFractions ABC=1, gain -50`,
    ],
    [
      "the result on the row",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC gets 300 realized 42`,
      `closed 0 XYZ opened 2025-01-02 basis 258 provisional realized 42 short
       open 50 ABC opened 2025-01-02 basis 742 provisional
       case cash-and-stock broker: basisFractions ABC=1, gain 42`,
    ],
    [
      "the broker's later position",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC gets 300
       broker position 2025-03-31 50 ABC basis 850`,
      `closed 0 XYZ opened 2025-01-02 basis 150 provisional realized 150 short
       open 50 ABC opened 2025-01-02 basis 850 provisional
       case cash-and-stock broker: basisFractions ABC=1, gain 150`,
    ],
    [
      "open",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC gets 300`,
      `closed 0 XYZ opened 2025-01-02 basis unknown provisional realized unknown short
       open 50 ABC opened 2025-01-02 basis unknown provisional
       case cash-and-stock open: basisFractions ABC=1, gain ?`,
    ],
    [
      "two instruments",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 50 ABC and 10 DEF gets 300
       decide cash-and-stock fractions ABC=0.9,DEF=0.1 gain 100`,
      `closed 0 XYZ opened 2025-01-02 basis 200 realized 100 short
       open 50 ABC opened 2025-01-02 basis 720
       open 10 DEF opened 2025-01-02 basis 80
       case cash-and-stock decided: basisFractions ABC=0.9,DEF=0.1, gain 100`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("stock dividends", () => {
  test.each([
    [
      "a lot of its own",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 5 XYZ worth 60
       decide stock-dividend basis 60`,
      `open 100 opened 2025-01-02 basis 1000
       open 5 opened 2025-03-03 basis 60
       case stock-dividend decided: basis 60`,
    ],
    [
      "units of the old lots",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 5 XYZ worth 60
       decide stock-dividend fraction 0.047619047619047619`,
      `open 105 opened 2025-01-02 basis 1000
       case stock-dividend decided: basis 60`,
    ],
    [
      "the broker's lots have grown",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 25 XYZ
       broker lot 2025-03-31 125 XYZ basis 1000 opened 2025-01-02`,
      `open 125 opened 2025-01-02 basis 1000 provisional
       case stock-dividend broker: basisFraction 0.2`,
    ],
    [
      "the broker has a lot of that day",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 5 XYZ worth 60
       broker lot 2025-03-31 100 XYZ basis 1000 opened 2025-01-02
       broker lot 2025-03-31 5 XYZ basis 61 opened 2025-03-03`,
      `open 100 opened 2025-01-02 basis 1000
       open 5 opened 2025-03-03 basis 61 provisional
       case stock-dividend broker: basis 61`,
    ],
    [
      "decided, in shares of another class",
      `buy 2025-01-02 100 XYZ @ 10
       buy 2025-02-03 60 XYZ @ 20
       dividend 2025-03-03 16 ABC from XYZ
       decide stock-dividend fraction 0.1`,
      `open 100 XYZ opened 2025-01-02 basis 900
       open 60 XYZ opened 2025-02-03 basis 1080
       open 10 ABC opened 2025-01-02 basis 100
       open 6 ABC opened 2025-02-03 basis 120
       case stock-dividend decided: basisFraction 0.1`,
    ],
    [
      "decided as a part of lots that are not there",
      "dividend 2025-03-03 16 ABC\ndecide stock-dividend fraction 0.1",
      `open 16 opened 2025-03-03 basis unknown
       case stock-dividend decided: basis ?`,
    ],
    [
      "the broker's whole position costs more",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 5 XYZ worth 60
       broker position 2025-03-31 105 XYZ basis 1061`,
      `open 100 opened 2025-01-02 basis 1000
       open 5 opened 2025-03-03 basis 61 provisional
       case stock-dividend broker: basis 61`,
    ],
    [
      "the broker's whole position costs the same",
      `sell 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 -25 XYZ
       broker position 2025-03-31 -125 XYZ basis -1000`,
      `open -125 opened 2025-01-02 basis -1000 provisional
       case stock-dividend broker: basisFraction 0.2`,
    ],
    [
      "open, with its value as the proposal",
      `buy 2025-01-02 100 XYZ @ 10
       dividend 2025-03-03 5 XYZ worth 60`,
      `open 100 opened 2025-01-02 basis 1000
       open 5 opened 2025-03-03 basis unknown provisional
       case stock-dividend open: basis 60`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("what fits nothing else", () => {
  test.each([
    [
      "units that went",
      `buy 2025-01-02 100 XYZ @ 10
       give up 2025-03-03 40 XYZ`,
      `closed 40 opened 2025-01-02 basis 400 provisional realized unknown short
       open 60 opened 2025-01-02 basis 600
       case other open: treatment ?`,
    ],
    [
      "units that went are decided to be lost",
      `buy 2025-01-02 100 XYZ @ 10
       give up 2025-03-03 40 XYZ
       decide other remove`,
      `closed 40 opened 2025-01-02 basis 400 realized -400 short
       open 60 opened 2025-01-02 basis 600
       case other decided: treatment ?`,
    ],
    [
      "units that came",
      `receive 2025-03-03 40 ABC`,
      `open 40 opened 2025-03-03 basis unknown provisional
       case other open: treatment ?`,
    ],
    [
      "units that came have the basis that was decided",
      `receive 2025-03-03 40 ABC
       decide other receive basis 100`,
      `open 40 opened 2025-03-03 basis 100
       case other decided: treatment ?`,
    ],
    [
      "ignored",
      `buy 2025-01-02 100 XYZ @ 10
       receive 2025-03-03 40 ABC
       decide other ignore`,
      `open 100 XYZ opened 2025-01-02 basis 1000
       case other decided: treatment ?`,
    ],
    [
      "two instruments become one",
      `buy 2025-01-02 10 XYZ @ 10
       buy 2025-01-02 10 ABC @ 20
       merge 2025-03-03 10 XYZ and 10 ABC into 5 DEF`,
      `closed 10 XYZ opened 2025-01-02 basis 100 provisional realized unknown short
       closed 10 ABC opened 2025-01-02 basis 200 provisional realized unknown short
       open 5 DEF opened 2025-03-03 basis unknown provisional
       case other open: treatment ?`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});

describe("decisions that do not fit", () => {
  test.each([
    [
      "another kind",
      `buy 2025-01-02 100 XYZ @ 10
       spin off 2025-03-03 10 ABC from XYZ
       decide merger fractions ABC=0.3`,
      `decisions/unfit: the decision on main/2-20250303 is of kind merger
       open 100 XYZ opened 2025-01-02 basis unknown provisional
       open 10 ABC opened 2025-01-02 basis unknown provisional
       case spin-off open: basisFraction ?`,
    ],
    [
      "on rows that leave nothing open",
      `buy 2025-01-02 100 XYZ @ 10
       cash 2025-03-03 40 XYZ gets 100
       decide other remove`,
      `decisions/unfit: the decision on main/2-20250303 has no effect: its rows leave nothing open
       closed 40 opened 2025-01-02 basis 400 realized -300 short
       open 60 opened 2025-01-02 basis 600`,
    ],
    [
      "an instrument that did not come",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 10 ABC and 10 DEF
       decide merger fractions ABC=0.3,GHI=0.7`,
      `decisions/unfit: the decision on main/2-20250303 names GHI, which the action did not bring
       open 10 ABC opened 2025-01-02 basis unknown provisional
       open 10 DEF opened 2025-01-02 basis unknown provisional
       case merger open: basisFractions ?`,
    ],
    [
      "units that fell apart, or a merger: both divide alike",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 10 ABC and 10 DEF
       decide unit-split fractions ABC=0.3,DEF=0.7`,
      `open 10 ABC opened 2025-01-02 basis 300
       open 10 DEF opened 2025-01-02 basis 700
       case merger decided: basisFractions ABC=0.3,DEF=0.7`,
    ],
    [
      "an instrument of which nothing is said",
      `buy 2025-01-02 100 XYZ @ 10
       merge 2025-03-03 100 XYZ into 10 ABC and 10 DEF
       decide merger fractions ABC=1`,
      `decisions/unfit: the decision on main/2-20250303 says nothing of DEF
       open 10 ABC opened 2025-01-02 basis unknown provisional
       open 10 DEF opened 2025-01-02 basis unknown provisional
       case merger open: basisFractions ?`,
    ],
    [
      "units that came are not removed",
      `receive 2025-03-03 40 ABC
       decide other remove`,
      `decisions/unfit: the decision on main/1-20250303 does not say what ABC cost
       open 40 opened 2025-03-03 basis unknown provisional
       case other open: treatment ?`,
    ],
    [
      "nothing came that could have the basis",
      `buy 2025-01-02 100 XYZ @ 10
       give up 2025-03-03 40 XYZ
       decide other receive basis 100`,
      `decisions/unfit: the decision on main/2-20250303 has a basis, and nothing was received
       closed 40 opened 2025-01-02 basis 400 provisional realized unknown short
       open 60 opened 2025-01-02 basis 600
       case other open: treatment ?`,
    ],
  ])("%s", (_, story, booked) => {
    expect(play(fifo, story)).toBe(lines(booked).join("\n"));
  });
});
