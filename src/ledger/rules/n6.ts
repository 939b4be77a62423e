import { type Amount, absent, isKnown, sum } from "../../core/amount.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { InterestAccrual } from "../../events/broker-rows.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { Levels, windowOf } from "./levels.ts";
import { navLine, onNavLine } from "./nav-line.ts";
import { CENT, isSomething, ofTwoStatements, unless } from "./totals.ts";

const LINE = "changeInInterestAccruals";
const checkOf = onNavLine("N6", LINE);

/** Interest that is earned and not yet paid, in the change of net asset value. */
export const n6: Rule = {
  name: "N6",
  title: "Change of accrued interest over a window",
  formula:
    "line = accrued interest of the last day − that of the day before the window = accrued + reversed + translation in base currency",
  tolerance: () => CENT,
  source: "accounting notes 1.3, N6",
  *compare(facts) {
    const levels = new Levels(facts);
    const accrued = Map.groupBy(
      facts.assertions["interest accrual"].filter(({ currency }) => currency === "BASE"),
      windowOf,
    );
    for (const change of facts.assertions["nav change"]) {
      const broker = navLine(change, LINE);
      const level = levels.change(change, ({ interestAccruals }) => interestAccruals);
      const own = accrued.get(windowOf(change)) ?? [];
      const booked = sum(own.map(({ changes }) => sum(changes)));
      if ([broker, level.value, booked].every((side) => !isKnown(side) || side.isZero)) continue;
      const ofDays = { broker, ours: level.value };
      yield unless(
        level.doubt,
        checkOf(facts, change, "days", ofDays, [change.source, ...level.rows]),
        CENT,
      );
      yield ofAccruals(facts, change, broker, own);
    }
  },
};

function ofAccruals(
  facts: Facts,
  change: NavChangeAssertion,
  broker: Amount,
  own: readonly InterestAccrual[],
): Comparison {
  const [first] = own;
  const ours =
    first === undefined
      ? absent("the statement has no section InterestAccruals, or no row in base currency")
      : sum(own.map(({ changes }) => sum(changes)));
  const rows = [change.source, ...own.map(({ source }) => source)];
  const check = checkOf(facts, change, "accruals", { broker, ours }, rows);
  const doubt = first === undefined ? null : ofTwoStatements(change.source, first.source);
  return unless(doubt ?? otherInterest(facts, change), check, CENT);
}

/** Bonds accrue interest too, and nobody has seen whether the broker lists it among the accruals. */
function otherInterest({ assertions }: Facts, { account, from, to }: NavChangeAssertion) {
  const held = assertions["nav columns"].some(
    (day) =>
      day.account === account &&
      day.date >= from &&
      day.date <= to &&
      isSomething(day.lines.get("bonds")),
  );
  return held ? "bonds were held, and their accrued interest may stand in another section" : null;
}
