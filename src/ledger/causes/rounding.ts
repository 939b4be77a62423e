/** ROUNDING: what the rounding of the rows that a figure sums can add up to; each rule says how much that is. */
import { isKnown } from "../../core/amount.ts";
import type { Finder } from "./cause.ts";

export const rounding: Finder = {
  code: "ROUNDING",
  find: ({ check, rest }) => {
    const room = check.rounding;
    return room === undefined || !isKnown(room) || rest.abs().compare(room) > 0
      ? null
      : {
          amount: rest,
          because: "the broker rounds each row that the figure is made of",
          rows: check.rows.slice(0, 1),
        };
  },
};
