import type { Rule } from "../checks.ts";
import { baseOf, MILLIONTH, ofAccount } from "./totals.ts";

/** Each line of the cash report is the sum of the account's segments: securities, commodities and further ones. */
export const c2: Rule = {
  name: "C2",
  title: "Segments of each line of the cash report",
  formula: "line = securities part + commodities part",
  tolerance: () => MILLIONTH,
  source: "accounting notes 1.4, C2",
  *compare(facts) {
    for (const { account, currency, from, to, source, segments } of facts.assertions[
      "cash lines"
    ]) {
      const unit = currency === "BASE" ? baseOf(facts, account) : currency;
      for (const [line, { whole, parts }] of segments)
        yield ofAccount(
          `C2/${account}/${currency}/${from}/${to}/${line}`,
          { account, date: to, currency: unit },
          line,
          { broker: whole, ours: parts },
          [source],
        );
    }
  },
};
