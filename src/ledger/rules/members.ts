/** Figures of an account with segments: only those of the same segments can be compared. */
import { type Unknown, unknown } from "../../core/amount.ts";
import type { CashAssertion, OfMembers } from "../../events/assertion.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import type { Facts } from "../checks.ts";

/** Why two figures differ that are not of the same segments; null where they are, or where there is but one of them. */
export const ofOtherMembers = (one: OfMembers, other: OfMembers | undefined): string | null =>
  other === undefined || one.members === other.members
    ? null
    : "not all segments of the account have both figures for these days";

/** Why a report of cash is not of the whole account: segments that it leaves out report on the same days; else null. */
export function ofSomeSegments(
  { assertions }: Facts,
  { account, currency, from, to, members }: CashAssertion | CashLinesAssertion,
): Unknown | null {
  const isOther = assertions.cash.some(
    (one) =>
      one.account === account &&
      one.currency === currency &&
      one.members !== members &&
      one.from <= to &&
      one.to >= from,
  );
  return isOther ? unknown("the report is not of all segments of the account") : null;
}
