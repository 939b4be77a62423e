/** A line of the change of net asset value by its name. */
import { type Amount, absent } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";

/** Zero where it is exported and nothing happened; only of usual lines it is known whether they are exported. */
export function navLine({ lines, lacking }: NavChangeAssertion, name: string): Amount {
  const isLacking = lacking.some((one) => one.endsWith(`.${name}`));
  return (
    lines.get(name) ??
    (isLacking ? absent(`the query does not export ChangeInNAV.${name}`) : Decimal.zero)
  );
}
