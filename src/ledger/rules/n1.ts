import { type Amount, unknown } from "../../core/amount.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { Rule } from "../checks.ts";
import { baseOf, CENT, isSomething, ofAccount, sumOf, unless, withoutLines } from "./totals.ts";

/** The broker's bridge of net asset value over a window adds up. */
export const n1: Rule = {
  name: "N1",
  title: "Change of net asset value, line by line",
  formula: "ending value = starting value + all lines",
  tolerance: () => CENT,
  source: "accounting notes 1.3, N1",
  *compare(facts) {
    for (const change of facts.assertions["nav change"]) {
      const { account, from, to, source, ending } = change;
      const check = ofAccount(
        `N1/${account}/${from}/${to}`,
        { account, date: to, currency: baseOf(facts, account) },
        "endingValue",
        { broker: ending, ours: endingOf(change) },
        [source],
      );
      yield unless(withoutLines(change.lacking), check, CENT);
    }
  },
};

/** A window has either one result by market value or a realized and an unrealized one; with both the sum has one twice. */
function endingOf({ starting, lines }: NavChangeAssertion): Amount {
  const two =
    isSomething(lines.get("mtm")) &&
    (isSomething(lines.get("realized")) || isSomething(lines.get("changeInUnrealized")));
  return two
    ? unknown(
        "mtm and realized P&L are both reported, and the sum would hold one result twice (NAV_TWO_PNL_MODES)",
      )
    : sumOf(starting, lines);
}
