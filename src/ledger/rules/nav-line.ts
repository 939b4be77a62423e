/** A line of the change of net asset value by its name, and its checks. */
import { type Amount, absent } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { Comparison, Facts } from "../checks.ts";
import { baseOf, ofAccount } from "./totals.ts";

/** Zero where it is exported and nothing happened; only of usual lines it is known whether they are exported. */
export function navLine({ lines, lacking }: NavChangeAssertion, name: string): Amount {
  const isLacking = lacking.some((one) => one.endsWith(`.${name}`));
  return (
    lines.get(name) ??
    (isLacking ? absent(`the query does not export ChangeInNAV.${name}`) : Decimal.zero)
  );
}

/** Makes the checks of one rule on one line: each against one way of computing it, which gives the check its name. */
export const onNavLine =
  (rule: string, line: string) =>
  (
    facts: Facts,
    { account, from, to }: NavChangeAssertion,
    by: string,
    figures: { readonly broker: Amount; readonly ours: Amount },
    rows: Comparison["rows"],
  ): Comparison => ({
    ...ofAccount(
      `${rule}/${account}/${from}/${to}/${by}`,
      { account, date: to, currency: baseOf(facts, account) },
      line,
      figures,
      rows,
    ),
    from,
  });
