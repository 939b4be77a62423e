/** Shares and cash of another currency that an action brings: money of two currencies does not add. */
import { expect, test } from "vitest";
import { isKnown } from "../../core/amount.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import { fifo } from "../lot-methods/methods.ts";
import { bookStory } from "../play.ts";
import { storyOf } from "../story/story.ts";

/** What is open after a spin-off of 10 ABC, which are in CAD, by symbol. */
function open(later: string): string[] {
  const told = storyOf(`
    buy 2025-01-02 100 XYZ @ 10
    spin off 2025-03-03 10 ABC from XYZ
    ${later}`);
  const abc = told.instrument("ABC");
  told.instruments.set(abc.id, { ...abc, currency: "CAD" });
  return [...bookStory(fifo, told).pools.values()].flatMap(({ lots, instrument }) =>
    lots.map(
      ({ quantity, costBasis }) =>
        `${quantity} ${instrument.symbol} basis ${isKnown(costBasis) ? costBasis : "unknown"}`,
    ),
  );
}

test("the parent's later cost says what moved, the broker's later lots what it is there", () => {
  const kept = "broker position 2025-03-31 100 XYZ basis 800";
  expect(open(`${kept}\nbroker lot 2025-03-31 10 ABC basis 270 opened 2025-01-02`)).toEqual([
    "100 XYZ basis 800",
    "10 ABC basis 270",
  ]);
  expect(open(kept)).toEqual(["100 XYZ basis 800", "10 ABC basis unknown"]);
});

test("what it costs there does not say what moved", () => {
  expect(open("broker lot 2025-03-31 10 ABC basis 270 opened 2025-01-02")).toEqual([
    "100 XYZ basis unknown",
    "10 ABC basis 270",
  ]);
});

test("a decision is about the old currency", () => {
  expect(open("decide spin-off fraction 0.2")).toEqual([
    "100 XYZ basis 800",
    "10 ABC basis unknown",
  ]);
});

test("cash in another currency is no part of the result, and the case is named", () => {
  const told = storyOf(`
    buy 2025-01-02 100 XYZ @ 10
    cash 2025-03-03 100 XYZ gets 1500`);
  const merger = told.events[1] as CorporateAction;
  const [leg] = merger.legs;
  told.events[1] = { ...merger, legs: [{ ...leg, currency: "CAD" }] };
  const { pools, actions } = bookStory(fifo, told);
  const pool = pools.get(leg.instrument);
  expect(pool?.held.isZero).toBe(true);
  expect(pool?.closings.map(({ realized }) => isKnown(realized))).toEqual([false]);
  expect(actions.map((one) => one.case?.kind)).toEqual(["other"]);
  expect(actions[0]?.event.legs[0].proceeds).toEqual(leg.proceeds);
});
