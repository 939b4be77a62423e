import { subtract } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { accruing, nowhereIn, onPositions } from "./positions.ts";
import { withoutResults } from "./row.ts";

/** The broker's unrealized result of each position and lot follows from its value and its cost, which older rows round to cents. */
export const p2: Rule = {
  name: "P2",
  title: "Unrealized P&L of each position and lot",
  formula: "unrealized = value − cost",
  tolerance: () => Decimal.of("0.01"),
  source: "accounting notes 1.2, P2",
  *compare(facts) {
    const silence = withoutResults(facts.assertions.trade);
    const blank = nowhereIn(
      facts.assertions["position row"],
      ({ unrealized }) => unrealized,
      "unrealized result",
    );
    yield* onPositions(
      "P2",
      facts,
      "fifoPnlUnrealized",
      (row) => ({
        broker: silence(row) ?? blank(row) ?? row.unrealized,
        ours: subtract(row.marketValue, row.costBasis),
      }),
      accruing,
    );
  },
};
