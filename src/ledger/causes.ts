/**
 * Why a figure differs from the broker's: each cause with the amount that it explains. What is left is unexplained, the
 * only thing that is a fault. (Accounting notes, section 3, "Explanation codes".)
 */
import { add, isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { Cause, Check, Facts } from "./checks.ts";

/** The causes that are found for a check; none for one that agrees or cannot be made. */
export function causesOf(check: Check, facts: Facts): readonly Cause[] {
  if (check.status !== "differs") return [];
  return check.rule === "R7" ? restated(check, facts) : [];
}

/**
 * ROW_CHANGED: the broker changed rows of these days after it had made the statement, so our cash, made of the newest
 * rows, is off from its old figure by exactly what was changed.
 */
function restated({ account, currency, date, rows }: Check, facts: Facts): Cause[] {
  const [reported] = rows;
  const made = facts.windows.find(
    (window) => window.file === reported?.file && window.account === account,
  )?.generated;
  if (made == null) return [];
  const later = facts.restatements.filter(
    (one) =>
      one.account === account &&
      one.currency === currency &&
      one.date <= date &&
      one.known !== null &&
      one.known > made,
  );
  const amount = later.reduce((sum, one) => add(sum, one.amount), Decimal.zero as Cause["amount"]);
  if (!isKnown(amount) || amount.isZero) return [];
  return [
    {
      code: "ROW_CHANGED",
      amount,
      because: "the broker changed or added rows of these days after it had made the statement",
      rows: later.flatMap((one) => one.rows),
    },
  ];
}
