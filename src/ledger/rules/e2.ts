import type { Rule } from "../checks.ts";
import { baseOf, MILLIONTH, ofAccount } from "./totals.ts";

/** Each column of the daily net asset value is the sum of its long and its short part. */
export const e2: Rule = {
  name: "E2",
  title: "Long and short parts of each day's net asset value",
  formula: "column = long part + short part",
  tolerance: () => MILLIONTH,
  source: "accounting notes 1.3, E2",
  *compare(facts) {
    for (const { account, date, source, sides } of facts.assertions["nav columns"]) {
      const currency = baseOf(facts, account);
      for (const [column, { whole, parts }] of sides)
        yield ofAccount(
          `E2/${account}/${date}/${column}`,
          { account, date, currency },
          column,
          { broker: whole, ours: parts },
          [source],
        );
    }
  },
};
