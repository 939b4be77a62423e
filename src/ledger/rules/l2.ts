import type { Amount } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onLots } from "./lots.ts";

/** The broker's result of a closing trade against those of the lots that it lists below it. */
export const l2: Rule = {
  name: "L2",
  title: "Realized P&L of the lots of each closing trade",
  formula: "sum of what its lots realized = what the trade realized",
  tolerance: () => Decimal.of("0.0001"),
  source: "accounting notes 1.1, L2",
  compare: ({ assertions }) =>
    onLots("L2", assertions.trade, "fifoPnlRealized", realizedOf, realizedOf),
};

const realizedOf = ({ realized }: { readonly realized: Amount }): Amount => realized;
