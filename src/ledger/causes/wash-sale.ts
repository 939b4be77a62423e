/**
 * WASH_SALE: a loss was disallowed and added to the basis of the lot that was bought instead, whose holding period moves
 * back; by how much, the rows do not say. (Accounting notes 2.6.)
 */
import type { Finder } from "./cause.ts";
import { rowsOfMarked } from "./marked-lots.ts";

const OF_LOTS: ReadonlySet<string> = new Set(["R3", "R4", "P5"]);

export const washSale: Finder = {
  code: "WASH_SALE",
  find: (question) => {
    if (!OF_LOTS.has(question.check.rule)) return null;
    const rows = rowsOfMarked(question, ({ holdingFrom, opened }) => holdingFrom < opened);
    return rows === null
      ? null
      : {
          amount: question.rest,
          because:
            "a disallowed loss was added to the basis of the lot, whose holding period moved back",
          rows,
        };
  },
};
