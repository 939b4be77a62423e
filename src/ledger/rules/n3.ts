import { type Amount, add, isKnown, sum, unknown } from "../../core/amount.ts";
import type { RowRef } from "../../core/ids.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { MarkToMarket, PositionValue } from "../../events/broker-rows.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { foreignCash } from "./foreign.ts";
import { windowOf } from "./levels.ts";
import { navLine } from "./nav-line.ts";
import { baseOf, CENT, isSomething, ofAccount, ofTwoStatements, unless } from "./totals.ts";

/** What prices made of net asset value, as two other sections of the statement have it. */
export const n3: Rule = {
  name: "N3",
  title: "Mark-to-market result in the change of net asset value",
  formula:
    "mtm = sum over all instruments of trades and positions held before = the same in the change of position values",
  tolerance: () => CENT,
  source: "accounting notes 1.3, N3",
  *compare(facts) {
    const marks = Map.groupBy(
      facts.assertions["mark to market"].filter(({ isItem }) => isItem),
      windowOf,
    );
    const values = Map.groupBy(
      facts.assertions["position value"].filter(({ currency }) => currency === "BASE"),
      windowOf,
    );
    for (const change of facts.assertions["nav change"]) {
      const own = marks.get(windowOf(change));
      if (own !== undefined) yield checkOf(facts, change, "instruments", own, ofInstrument);
      const classes = values.get(windowOf(change));
      if (classes !== undefined) yield checkOf(facts, change, "classes", classes, ofClass);
    }
  },
};

const ofInstrument = ({ transactions, priorOpen }: MarkToMarket): Amount =>
  add(transactions, priorOpen);
const ofClass = ({ marks }: PositionValue): Amount => marks;

function checkOf<T extends { readonly source: RowRef }>(
  facts: Facts,
  change: NavChangeAssertion,
  by: string,
  rows: readonly T[],
  part: (row: T) => Amount,
): Comparison {
  const { account, from, to, source } = change;
  const first = rows[0]?.source ?? source;
  const check = ofAccount(
    `N3/${account}/${from}/${to}/${by}`,
    { account, date: to, currency: baseOf(facts, account) },
    "mtm",
    { broker: mtmOf(change), ours: sum(rows.map(part)) },
    [source, first],
  );
  const doubt = ofTwoStatements(source, first) ?? foreignCash(facts, account);
  return unless(doubt, check, CENT);
}

/** A bridge has one result by market value, or a realized and an unrealized one in its stead. */
function mtmOf(change: NavChangeAssertion): Amount {
  const mtm = navLine(change, "mtm");
  const isSplit = ["realized", "changeInUnrealized"].some((name) =>
    isSomething(change.lines.get(name)),
  );
  return isKnown(mtm) && mtm.isZero && isSplit
    ? unknown("the query splits the result into realized and unrealized, so mtm is not filled")
    : mtm;
}
