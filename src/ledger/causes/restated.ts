/**
 * ROW_CHANGED: the broker changed or added rows of these days after it had made the statement, so our cash, made of the
 * newest rows, is off from its old figure by exactly what was changed.
 */
import { type Amount, add, isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Finder } from "./cause.ts";

export const restated: Finder = {
  code: "ROW_CHANGED",
  find: ({ check, facts }) => {
    if (check.rule !== "R7") return null;
    const { account, currency, date, rows } = check;
    const [reported] = rows;
    const made = facts.windows.find(
      (window) => window.file === reported?.file && window.account === account,
    )?.generated;
    if (made == null) return null;
    const later = facts.restatements.filter(
      (one) =>
        one.account === account &&
        one.currency === currency &&
        one.date <= date &&
        one.known !== null &&
        one.known > made,
    );
    const amount = later.reduce<Amount>((sum, one) => add(sum, one.amount), Decimal.zero);
    if (!isKnown(amount) || amount.isZero) return null;
    return {
      amount,
      because: "the broker changed or added rows of these days after it had made the statement",
      rows: later.flatMap((one) => one.rows),
    };
  },
};
