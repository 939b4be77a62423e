import { expect, test } from "vitest";
import { Decimal } from "../../core/decimal.ts";
import { fifo } from "../lot-methods/methods.ts";
import { bookStory } from "../play.ts";
import { storyOf } from "../story/story.ts";
import { perLeg } from "./per-leg.ts";

/** Every closing of a story with costs at 2, proceeds at 1. */
const resultsOf = (story: string): string[] =>
  [...bookStory(fifo, storyOf(story)).pools.values()].flatMap(({ closings }) =>
    closings.map((closing) => `${perLeg(closing, () => Decimal.of("2"))}`),
  );

test("what was paid is converted at the rate of its day", () => {
  const story = `
    buy  2025-01-02 10 @ 5
    sell 2025-01-10 10 @ 12`;
  expect(resultsOf(story)).toEqual(["20"]);
});

test("an option that delivers realizes nothing; its premium is part of what it delivers", () => {
  const story = `
    sell 2025-01-02 1 XYZ 20 put @ 3
    assign 2025-01-17 1 XYZ 20 put delivers 100
    sell 2025-02-03 100 XYZ @ 40`;
  expect(resultsOf(story).toSorted()).toEqual(["0", "600"]);
});
