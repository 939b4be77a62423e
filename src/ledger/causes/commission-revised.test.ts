import { expect, test } from "vitest";
import type { EventId } from "../../core/ids.ts";
import { trade } from "../rules/given.ts";
import { differs, id, roots } from "./given.ts";

test("a few cents of a trade may be its commission; a corporate action has none", () => {
  const trades = { trade: [trade({ transaction: "9", effect: "closes" })] };
  const ofTrade = differs("R4", "0.03", { event: id("9") });
  expect(roots([ofTrade], [], trades)).toEqual(["R4/main/trade/9 COMMISSION_REVISED"]);
  const merger = "main/corporate-action/7/1" as EventId;
  const ofAction = differs("R4", "0.03", { event: merger });
  expect(roots([ofAction], [], trades)).toEqual([`R4/${merger}`]);
});
