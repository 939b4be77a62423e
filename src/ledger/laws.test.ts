/** What holds whatever happens, with every lot method: LOTS.md, "What a lot is", "Moves" and the sections of each event. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Amount, isKnown, sum } from "../core/amount.ts";
import type { Decimal } from "../core/decimal.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import type { BookedAction } from "./actions/action.ts";
import type { Booked } from "./booking.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import { LOT_METHODS } from "./lot-methods/methods.ts";
import type { Lot } from "./lots.ts";
import { bookStory } from "./play.ts";
import { basisOf, type Pool, quantityOf } from "./pool.ts";
import { randomStory } from "./random-story.ts";
import { storyOf } from "./story/story.ts";
import type { Told } from "./story/told.ts";

/** A story, and what was booked of it. Nothing may be noticed: random stories take only what is there. */
function booked(method: LotMethod, text: string): { told: Told; books: Booked; pools: Pool[] } {
  const told = storyOf(text);
  const books = bookStory(method, told, ({ code, message }) => {
    throw new Error(`${code}: ${message}`);
  });
  return { told, books, pools: [...books.pools.values()] };
}

const known = (amount: Amount): Decimal => {
  if (!isKnown(amount)) throw new Error(`all is known here, but ${amount.unknown}`);
  return amount;
};

/** Sums are compared as text, so that a failure shows both. */
const total = (amounts: Iterable<Amount>): string => known(sum(amounts)).toString();

const closedLots = (pools: readonly Pool[]) =>
  pools.flatMap(({ closings }) => closings.flatMap(({ lots }) => lots));
const openLots = (pools: readonly Pool[]): Lot[] => pools.flatMap(({ lots }) => lots);
const isOption = ({ instrument }: Pool): boolean => instrument.assetCategory === "OPT";
const trades = (events: readonly LedgerEvent[]): Trade[] =>
  events.filter((event): event is Trade => event.kind === "trade");

/** Cash that trades and corporate actions brought. */
const netOf = (events: readonly LedgerEvent[]): Amount =>
  sum(
    events.flatMap((event) => {
      if (event.kind === "trade") return [event.net];
      return event.kind === "corporate-action" ? event.legs.map(({ proceeds }) => proceeds) : [];
    }),
  );

/** Everything about the books that could depend on the order of events. */
const printed = (pools: readonly Pool[]): string[] =>
  pools
    .flatMap(({ instrument, lots, closings, moves }) => [
      ...lots.map((lot) => `${lot.id} ${lot.quantity} ${lot.costBasis} ${lot.premium}`),
      ...closings.flatMap((closing) =>
        closing.lots.map(({ lot, realized }) => `${closing.id} ${lot.id} ${realized}`),
      ),
      ...moves.map(({ event, basis }) => `${instrument.symbol} ${event.id} ${basis}`),
    ])
    .toSorted();

describe.each(Object.values(LOT_METHODS))("laws of $name", (method) => {
  const law = (of: Parameters<typeof randomStory>[0], holds: (story: string) => void) => () =>
    fc.assert(fc.property(randomStory(of), holds));

  test(
    "units are conserved",
    law({}, (story) => {
      for (const { lots, moves, held } of booked(method, story).pools) {
        expect(total(moves.map(({ quantity }) => quantity))).toBe(held.toString());
        expect(quantityOf(lots).toString()).toBe(held.toString());
      }
    }),
  );

  test(
    "moves add up to the basis of what is open",
    law({}, (story) => {
      for (const { lots, moves } of booked(method, story).pools)
        expect(total(moves.map(({ basis }) => basis))).toBe(known(basisOf(lots)).toString());
    }),
  );

  test(
    "what was paid is the basis of what is open, less what was realized",
    law({}, (story) => {
      const { told, pools } = booked(method, story);
      const moved = pools.flatMap(({ moves }) =>
        moves.flatMap(({ event, basis }) => (event.kind === "transfer" ? [basis] : [])),
      );
      const realized = known(sum(closedLots(pools).map((one) => one.realized)));
      const paid = known(netOf(told.events))
        .negated()
        .plus(known(sum(moved)));
      expect(
        known(basisOf(openLots(pools)))
          .minus(realized)
          .toString(),
      ).toBe(paid.toString());
    }),
  );

  test(
    "a corporate action creates nothing",
    law({}, (story) => {
      for (const { event, before, after, closings } of booked(method, story).books.actions) {
        const cash = sum(event.legs.map(({ proceeds }) => proceeds));
        const realized = sum(closings.map((closing) => closing.realized));
        const left = known(basisOf(before)).minus(known(cash)).plus(known(realized));
        expect(known(basisOf(after)).toString()).toBe(left.toString());
      }
    }),
  );

  test(
    "no pool holds long and short lots, or lots of nothing",
    law({}, (story) => {
      for (const { lots, held } of booked(method, story).pools)
        for (const { quantity } of lots) {
          expect(quantity.isZero).toBe(false);
          expect(quantity.sign).toBe(held.sign);
        }
    }),
  );

  test("the order of events in a file does not matter", () => {
    fc.assert(
      fc.property(randomStory(), fc.integer({ min: 1, max: 10_006 }), (story, step) => {
        const { told, pools } = booked(method, story);
        const scattered = told.events
          .map((event, index) => ({ event, key: ((index + 1) * step) % 10_007 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const again = bookStory(method, told, () => {}, scattered);
        expect(printed([...again.pools.values()])).toEqual(printed(pools));
      }),
    );
  });

  test(
    "premiums are realized on options, or in what they delivered, or wait in lots",
    law({ without: ["transfer out"] }, (story) => {
      const { told, pools } = booked(method, story);
      const [options, shares] = [pools.filter(isOption), pools.filter((pool) => !isOption(pool))];
      const ids = new Set(options.map(({ instrument }) => instrument.id));
      const received = trades(told.events).filter(({ instrument }) => ids.has(instrument));
      const realized = closedLots(options).map((one) => one.realized);
      const delivered = closedLots(shares).map(({ premium }) => premium);
      const waiting = [
        ...openLots(options).map(({ costBasis }) => costBasis),
        ...openLots(shares).map(({ premium }) => premium),
        ...closedLots(shares).map(({ lot }) => lot.premium),
      ];
      const accounted = known(sum([...realized, ...delivered])).minus(known(sum(waiting)));
      expect(accounted.toString()).toBe(total(received.map(({ net }) => net)));
    }),
  );

  test(
    "a lot keeps its dates, whatever it becomes",
    law({}, (story) => {
      const { told, books, pools } = booked(method, story);
      const events = new Map(told.events.map((event) => [event.id, event]));
      for (const lot of [...openLots(pools), ...closedLots(pools).map((one) => one.lot)]) {
        const opening = lot.openedBy === null ? undefined : events.get(lot.openedBy);
        expect(lot.opened).toBe(opening?.moment);
        expect(lot.holdingFrom).toBe(opening?.kind === "transfer" ? null : opening?.moment);
      }
      for (const action of books.actions)
        expect(datesOf(action, "after")).toEqual(goOnFrom(action));
    }),
  );
});

/** Openings of the lots of an action, each once. */
const datesOf = (action: BookedAction, when: "before" | "after") =>
  new Set(action[when].map(({ openedBy }) => openedBy));

/** Lots that go on after an action are those of before it, unless they were sold. */
const goOnFrom = (action: BookedAction) =>
  action.after.length === 0 ? new Set() : datesOf(action, "before");

test("all methods realize the same once everything is closed", () => {
  fc.assert(
    fc.property(randomStory({ without: ["transfer out"], flat: true }), (story) => {
      const results = Object.values(LOT_METHODS).map((method) => {
        const { pools } = booked(method, story);
        expect(openLots(pools)).toEqual([]);
        return total(closedLots(pools).map(({ realized }) => realized));
      });
      expect(new Set(results).size).toBe(1);
    }),
  );
});

test("random stories hold what the laws are about", () => {
  const stories = fc.sample(randomStory(), { seed: 1, numRuns: 200 }).join("\n");
  for (const word of [
    "assign",
    "exercise",
    "split",
    "exchange",
    "cash",
    "spin off",
    "gain",
    "fractions",
    "transfer",
    "first",
  ])
    expect(stories.split(word).length, word).toBeGreaterThan(20);
  expect(stories).toMatch(/spin off \S+ -/);
});
