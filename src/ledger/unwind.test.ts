/** Lots from before the first statement, read from lists of after corporate actions: what was there before them. */
import { expect, test } from "vitest";
import { isKnown, unknown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { inBookingOrder } from "../events/event.ts";
import { BrokerLots } from "./actions/broker-lots.ts";
import { bookEvents } from "./booking.ts";
import { fifo } from "./lot-methods/methods.ts";
import { MissingOpenings } from "./missing-openings.ts";
import { openingLots } from "./opening.ts";
import { storyOf } from "./story/story.ts";
import { main } from "./story/told.ts";

/** Opens a story with the broker's lots that it tells, books it, and prints what is open at the start and at the end. */
function opened(story: string): { readonly start: string[]; readonly end: string[] } {
  const told = storyOf(story);
  const { instruments } = told;
  const events = inBookingOrder(told.events);
  const closer = (date: IsoDate) => events.find((one) => one.kind === "trade" && one.date === date);
  const assertions = told.assertions.map((one) =>
    one.kind === "closed lot" ? { ...one, closing: closer(one.date)?.id ?? null } : one,
  );
  const day = (text: string) => text as IsoDate;
  const opening = openingLots(
    {
      account: main,
      opened: null,
      events,
      assertions,
      windows: [
        {
          account: main,
          from: day("2025-01-01"),
          to: day("2025-12-31"),
          generated: null,
          file: "story",
          exports: new Set(["trades", "corporate actions", "positions", "open lots"]),
          source: { file: "story", line: 0 },
        },
      ],
      instruments,
    },
    () => {},
  );
  const booked = bookEvents({
    events,
    opening,
    instruments,
    methodOf: () => fifo,
    settlement: {
      decisions: new Map(),
      broker: () => new BrokerLots(assertions, events),
      priceOn: () => unknown("no row gives the price"),
    },
    openings: () => new MissingOpenings({ account: main, assertions, windows: [], events }),
    notice: () => {},
  });
  const lots = [...opening.values()].flat();
  const open = [...booked.pools.values()].flatMap((pool) => pool.lots);
  const line = ({ instrument, quantity, costBasis }: (typeof lots)[number]): string =>
    `${quantity} ${instruments.get(instrument)?.symbol} basis ${isKnown(costBasis) ? costBasis : "unknown"}`;
  return { start: lots.map(line), end: open.map(line) };
}

test("a short position goes back through an exchange", () => {
  expect(
    opened(`
    exchange 2025-03-03T20:25:00 -150 XYZ into -15 NEW
    broker position 2025-12-31 -15 NEW basis -1600
    broker lot 2025-12-31 -10 NEW basis -1000 opened 2023-01-10T10:00:00
    broker lot 2025-12-31 -5 NEW basis -600 opened 2023-02-10T10:00:00`),
  ).toEqual({
    start: ["-100 XYZ basis -1000", "-50 XYZ basis -600"],
    end: ["-10 NEW basis -1000", "-5 NEW basis -600"],
  });
});

test("lots bought before the action stay beside those that it brought", () => {
  expect(
    opened(`
    buy 2025-01-20T10:00:00 10 NEW @ 100
    exchange 2025-03-03T20:25:00 150 XYZ into 15 NEW
    broker position 2025-12-31 25 NEW basis 2600
    broker lot 2025-12-31 10 NEW basis 1000 opened 2023-01-10T10:00:00
    broker lot 2025-12-31 10 NEW basis 1000 opened 2025-01-20T10:00:00
    broker lot 2025-12-31 5 NEW basis 600 opened 2023-02-10T10:00:00`),
  ).toEqual({
    start: ["100 XYZ basis 1000", "50 XYZ basis 600"],
    end: ["10 NEW basis 1000", "5 NEW basis 600", "10 NEW basis 1000"],
  });
});

test("cash that was paid, or came with a result of the broker's, is taken back too", () => {
  const lots = `
    broker position 2025-12-31 15 NEW basis 1600
    broker lot 2025-12-31 10 NEW basis 1000 opened 2023-01-10T10:00:00
    broker lot 2025-12-31 5 NEW basis 600 opened 2023-02-10T10:00:00`;
  expect(opened(`exchange 2025-03-03T20:25:00 150 XYZ into 15 NEW pays 300 ${lots}`)).toEqual({
    start: ["100 XYZ basis 800", "50 XYZ basis 500"],
    end: ["10 NEW basis 1000", "5 NEW basis 600"],
  });
  expect(
    opened(`merge 2025-03-03T20:25:00 150 XYZ into 15 NEW gets 450 realized 300 ${lots}`),
  ).toEqual({
    start: ["100 XYZ basis 1100", "50 XYZ basis 650"],
    end: ["10 NEW basis 1000", "5 NEW basis 600"],
  });
});

test("a list of the days between a split and its cancellation is taken back", () => {
  expect(
    opened(`
    split 2025-03-03T20:25:00 150 XYZ 2 for 1
    broker position 2025-03-10 300 XYZ basis 1600
    broker lot 2025-03-10 200 XYZ basis 1000 opened 2023-01-10T10:00:00
    broker lot 2025-03-10 100 XYZ basis 600 opened 2023-02-10T10:00:00
    cancel 2025-03-12 split 2025-03-03T20:25:00 150 XYZ 2 for 1`),
  ).toEqual({
    start: ["100 XYZ basis 1000", "50 XYZ basis 600"],
    end: ["100 XYZ basis 1000", "50 XYZ basis 600"],
  });
});

test("an opening is long or short, never both", () => {
  expect(
    opened(`
    dividend 2025-02-03T10:00:00 50
    broker position 2025-03-10 100 XYZ basis 1600
    broker lot 2025-03-10 200 XYZ basis 1600 opened 2023-01-10T10:00:00`).start,
  ).toEqual(["50 XYZ basis unknown"]);
});

test("all that was spun off at once goes back into the parent", () => {
  expect(
    opened(`
    spin off 2025-03-03T20:25:00 30 KID and 15 KIX from XYZ
    broker position 2025-12-31 150 XYZ basis 1200
    broker lot 2025-12-31 150 XYZ basis 1200 opened 2023-01-10T10:00:00
    broker position 2025-12-31 30 KID basis 240
    broker lot 2025-12-31 30 KID basis 240 opened 2023-01-10T10:00:00
    broker position 2025-12-31 15 KIX basis 160
    broker lot 2025-12-31 15 KIX basis 160 opened 2023-01-10T10:00:00`),
  ).toEqual({
    start: ["150 XYZ basis 1600"],
    end: ["150 XYZ basis 1200", "30 KID basis 240", "15 KIX basis 160"],
  });
});

test("what was spun off beside shares that were held stays apart from them", () => {
  expect(
    opened(`
    spin off 2025-03-03T20:25:00 30 KID from XYZ
    broker position 2025-12-31 150 XYZ basis 1200
    broker lot 2025-12-31 150 XYZ basis 1200 opened 2023-01-10T10:00:00
    broker position 2025-12-31 40 KID basis 490
    broker lot 2025-12-31 10 KID basis 90 opened 2022-05-05T10:00:00
    broker lot 2025-12-31 30 KID basis 400 opened 2023-01-10T10:00:00`),
  ).toEqual({
    start: ["150 XYZ basis 1600", "10 KID basis 90"],
    end: ["150 XYZ basis 1200", "10 KID basis 90", "30 KID basis 400"],
  });
});

test("a part that was sold before a spin-off has nothing of it", () => {
  expect(
    opened(`
    sell 2025-02-03T10:00:00 40 XYZ @ 12
    spin off 2025-03-03T20:25:00 12 KID from XYZ
    exchange 2025-04-03T20:25:00 60 XYZ into 60 NEW
    broker position 2025-12-31 60 NEW basis 480
    broker lot 2025-12-31 60 NEW basis 480 opened 2023-01-10T10:00:00
    broker position 2025-12-31 12 KID basis 120
    broker lot 2025-12-31 12 KID basis 120 opened 2023-01-10T10:00:00
    broker closed 2025-02-03 40 XYZ basis 400 opened 2023-01-10T10:00:00`).end,
  ).toEqual(["12 KID basis 120", "60 NEW basis 480"]);
});
