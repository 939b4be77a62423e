/** Whether two days of net asset value belong together, although they may stand in two statements. */
import type { NavAssertion } from "../../events/assertion.ts";
import type { Facts } from "../checks.ts";

/**
 * Why the change from one day to the next may not follow from the rows that we have: statements give one of the days
 * different values, or a newer one has other rows of the day. Null where all statements say the same.
 */
export function restatedSince(
  { restatements }: Pick<Facts, "restatements">,
  before: NavAssertion,
  day: NavAssertion,
): string | null {
  const found = restatements.find(
    ({ account, date, what }) =>
      account === day.account &&
      date <= day.date &&
      (what === "net asset value" ? date >= before.date : date > before.date),
  );
  return found === undefined
    ? null
    : `statements say different things of ${found.date}: ${found.what} ${found.kind}`;
}
