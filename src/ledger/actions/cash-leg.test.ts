/** Where the broker puts the cash of an action, and its own result, on the row of what came. */
import { expect, test } from "vitest";
import { unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import { fifo } from "../lot-methods/methods.ts";
import { bookStory } from "../play.ts";
import { storyOf } from "../story/story.ts";

test("cash and result on the row of the new shares", () => {
  const told = storyOf(`
    buy 2025-01-02 100 XYZ @ 10
    merge 2025-03-03 100 XYZ into 50 NEW gets 300 realized 200`);
  const merger = told.events[1] as CorporateAction;
  const [old, fresh] = merger.legs as unknown as [(typeof merger.legs)[0], (typeof merger.legs)[0]];
  const { proceeds, realized } = old;
  told.events[1] = {
    ...merger,
    legs: [
      { ...old, proceeds: Decimal.zero, realized: Decimal.zero },
      { ...fresh, proceeds, realized },
    ] as unknown as CorporateAction["legs"],
  };
  const { pools } = bookStory(fifo, told);
  const pool = pools.get(fresh.instrument);
  expect(pool?.lots.map(({ costBasis }) => String(costBasis))).toEqual(["900"]);
  expect(pool?.closings.map(({ id, realized: gain }) => [id, String(gain)])).toEqual([
    [`${merger.id}/${fresh.instrument}`, "200"],
  ]);
});

test("results that stand on some rows only", () => {
  const told = storyOf(`
    buy 2025-01-02 100 XYZ @ 10
    merge 2025-03-03 100 XYZ into 50 NEW gets 300 realized 200`);
  const merger = told.events[1] as CorporateAction;
  told.events[1] = {
    ...merger,
    legs: merger.legs.map((leg, index) =>
      index === 0 ? leg : { ...leg, realized: unknown("the row does not say") },
    ) as unknown as CorporateAction["legs"],
  };
  const { pools } = bookStory(fifo, told);
  const all = [...pools.values()].flatMap(({ closings }) => closings);
  expect(all.map(({ realized }) => String(realized))).toEqual(["200"]);
});
