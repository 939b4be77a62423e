import { type Amount, isKnown, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { PositionRow } from "../../events/broker-rows.ts";
import type { Rule } from "../checks.ts";
import { onPositions } from "./positions.ts";
import { worth } from "./worth.ts";

const TOLERANCE = Decimal.of("0.01");

/** The broker's cost of each position and lot follows from its cost per unit, as far as that is not rounded. */
export const p3: Rule = {
  name: "P3",
  title: "Cost of each position and lot, from its cost per unit",
  formula: "cost = quantity × cost price × multiplier",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.2, P3",
  compare: (facts) =>
    onPositions("P3", facts, "costBasisMoney", (row) => ({
      broker: row.costBasis,
      ours: costOf(row),
    })),
};

function costOf(row: PositionRow): Amount {
  const { assetCategory, quantity, costPrice, costBasis, multiplier } = row;
  const ours = worth(assetCategory, quantity, costPrice, multiplier);
  const slack = worth(assetCategory, quantity, rounding(costPrice), multiplier);
  if (!isKnown(ours) || !isKnown(costBasis) || !isKnown(slack)) return ours;
  const off = ours.minus(costBasis).abs();
  return off.compare(TOLERANCE) > 0 && off.compare(slack.abs()) <= 0
    ? unknown(`${costPrice} is rounded, and the cost is within what that hides`)
    : ours;
}

/** Half of the last decimal of a printed number; prices have cents at least, and zeros at the end are cut off. */
function rounding(price: Amount): Amount {
  if (!isKnown(price)) return price;
  const decimals = price.toString().split(".")[1] ?? "";
  return Decimal.of(`0.${"0".repeat(decimals.length < 2 ? 2 : decimals.length)}5`);
}
