import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { accruing, onPositions } from "./positions.ts";
import { worth } from "./worth.ts";

/** The broker's value of each position and lot follows from its price. */
export const p1: Rule = {
  name: "P1",
  title: "Value of each position and lot",
  formula: "value = quantity × mark price × multiplier",
  tolerance: () => Decimal.of("0.01"),
  source: "accounting notes 1.2, P1",
  compare: (facts) =>
    onPositions(
      "P1",
      facts,
      "positionValue",
      (row) => ({
        broker: row.marketValue,
        ours: worth(row.assetCategory, row.quantity, row.markPrice, row.multiplier),
      }),
      accruing,
    ),
};
