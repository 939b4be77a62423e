/** Columns, rows and cases of which nobody has seen how they count: where they disturb, nothing is reported. */
import { expect, test } from "vitest";
import { f1 } from "./f1.ts";
import { checksOf, markToMarket, performance } from "./given.ts";
import { m1 } from "./m1.ts";

test("F1 and M1: a column of an unknown side is named where it is not 0 and the sum fails", () => {
  const unsettled = ["costAdj"];
  expect(
    checksOf(f1, [
      performance({ unsettled }),
      performance({ realized: "21", unsettled }),
      performance({ realized: "21" }),
    ]),
  ).toEqual([
    "totalRealizedPnl agrees",
    "totalRealizedPnl not reported: nobody has seen on which side costAdj counts, and it is not 0",
    "totalRealizedPnl differs by -1",
  ]);
  expect(checksOf(m1, [markToMarket({ total: "7", unsettled: ["corpActionMtm"] })])[0]).toContain(
    "corpActionMtm counts",
  );
});
