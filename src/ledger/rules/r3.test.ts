/** R3 lot by lot, where the cost of some of our lots is unknown. */
import { expect, test } from "vitest";
import type { Assertion } from "../../events/assertion.ts";
import type { Holding } from "../ledger.ts";
import { fifo } from "../lot-methods/methods.ts";
import { bookStory } from "../play.ts";
import { storyOf } from "../story/story.ts";
import { amount, checksOf, day, main, xyz } from "./given.ts";
import { r3 } from "./r3.ts";

const source = { file: "story.xml", line: 4 };
const position: Assertion = {
  ...{ kind: "position", account: main, source, date: day("2025-01-31"), instrument: xyz },
  ...{ quantity: amount("6"), costBasis: amount("30"), markPrice: amount("6") },
  ...{ marketValue: amount("36"), unrealized: amount("6"), rate: amount("1") },
} as Assertion;

const lot = (quantity: string, costBasis: string, opened: string): Assertion =>
  ({
    ...{ kind: "open lot", account: main, source, date: day("2025-01-31"), instrument: xyz },
    ...{ quantity: amount(quantity), costBasis: amount(costBasis), transaction: "" },
    ...{ opened: day(opened), holdingFrom: day(opened) },
  }) as Assertion;

function held(story: string): Holding {
  const pool = bookStory(fifo, storyOf(story)).pools.get(xyz);
  const { lots = [], closings = [], moves = [] } = pool ?? {};
  return {
    ...{ account: main, instrument: xyz, opening: amount("0"), openingBasis: amount("0") },
    ...{ openingLots: [], method: "FIFO", events: [], lots, closings, moves },
    ...{ provisional: [], unknown: null },
  } as unknown as Holding;
}

test("a lot that the broker lists may be one of ours whose cost is unknown", () => {
  const broker = [position, lot("4", "20", "2025-01-02"), lot("2", "10", "2024-01-02")];
  expect(checksOf(r3, broker, [held("held 2\nbuy 2025-01-02 4 @ 5")])).toEqual([
    "costBasisMoney not reported: held before the first event",
    "costBasisMoney of the lot of 2024-01-02 not reported: held before the first event",
    "costBasisMoney of the lot of 2025-01-02 agrees",
    "costBasisMoney of the lot of before the first statement not reported: held before the first event",
  ]);
  expect(checksOf(r3, broker, [held("buy 2025-01-02 4 @ 5")])).toContain(
    "costBasisMoney of the lot of 2024-01-02 differs by -10",
  );
});
