/**
 * WASH_SALE: a loss was disallowed and added to the basis of the lot that was bought instead; its holding period moves
 * back. How much, the rows do not say. (Accounting notes 2.6.)
 */
import type { RowRef } from "../../core/ids.ts";
import type { Finder, Question } from "./cause.ts";

const CODES: ReadonlySet<string> = new Set(["W", "LD"]);
const OF_LOTS: ReadonlySet<string> = new Set(["R3", "R4", "R5", "P5"]);

export const washSale: Finder = {
  code: "WASH_SALE",
  find: (question) => {
    if (!OF_LOTS.has(question.check.rule) || question.check.instrument === null) return null;
    const rows = proofOf(question);
    return rows.length === 0
      ? null
      : {
          amount: question.rest,
          because: "a disallowed loss was added to the basis of another lot of this instrument",
          rows,
        };
  },
};

/** Rows with the codes of a wash sale, and lots whose holding period began before they were opened. */
function proofOf({ check, facts }: Question): readonly RowRef[] {
  const { assertions } = facts;
  const isOwn = (one: { account: string; instrument: string | null }): boolean =>
    one.account === check.account && one.instrument === check.instrument;
  const coded = assertions.trade.filter(
    (one) => isOwn(one) && one.codes.some((code) => CODES.has(code)),
  );
  const moved = [...assertions["open lot"], ...assertions["closed lot"]].filter(
    (one) => isOwn(one) && one.holdingFrom < one.opened,
  );
  return [...coded, ...moved].slice(0, 12).map(({ source }) => source);
}
