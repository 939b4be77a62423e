import { type Amount, absent, isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { AccrualTotal } from "../../events/broker-rows.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { Levels, windowOf } from "./levels.ts";
import { navLine, onNavLine } from "./nav-line.ts";
import { CENT, ofTwoStatements, unless } from "./totals.ts";

const LINE = "changeInDividendAccruals";
const checkOf = onNavLine("N5", LINE);

/** Dividends between their ex-date and their payment, in the change of net asset value. */
export const n5: Rule = {
  name: "N5",
  title: "Change of accrued dividends over a window",
  formula:
    "line = accrued dividends of the last day − those of the day before the window = sum of all bookings of accruals",
  tolerance: () => CENT,
  source: "accounting notes 1.3, N5",
  *compare(facts) {
    const levels = new Levels(facts);
    const booked = new Map(
      facts.assertions["accrual total"]
        .filter(({ of }) => of === "changes")
        .map((total) => [windowOf(total), total]),
    );
    for (const change of facts.assertions["nav change"]) {
      const broker = navLine(change, LINE);
      const level = levels.change(change, ({ dividendAccruals }) => dividendAccruals);
      const total = booked.get(windowOf(change));
      const sides = [broker, level.value, total?.total ?? Decimal.zero];
      if (sides.every((side) => !isKnown(side) || side.isZero)) continue;
      const ofDays = { broker, ours: level.value };
      yield unless(
        level.doubt,
        checkOf(facts, change, "days", ofDays, [change.source, ...level.rows]),
        CENT,
      );
      yield ofBookings(facts, change, broker, total);
    }
  },
};

/** Bookings are converted at the rate of their day, levels at that of the last: with other currencies rates are between. */
function ofBookings(
  facts: Facts,
  change: NavChangeAssertion,
  broker: Amount,
  total: AccrualTotal | undefined,
): Comparison {
  if (total === undefined) {
    const ours = absent("the statement has no section ChangeInDividendAccruals");
    return checkOf(facts, change, "bookings", { broker, ours }, [change.source]);
  }
  const figures = { broker, ours: total.total };
  const check = checkOf(facts, change, "bookings", figures, [change.source, total.source]);
  return unless(ofTwoStatements(change.source, total.source), check, CENT);
}
