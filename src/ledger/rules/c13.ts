import { type Amount, isKnown, multiply, subtract, sum, unknown } from "../../core/amount.ts";
import { addDays, type IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import { type Comparison, compare, type Facts, type Rule } from "../checks.ts";
import type { CashLeg } from "../ledger.ts";
import { LegsByDate } from "./legs.ts";
import { baseOf, CENT, ofAccount } from "./totals.ts";

/**
 * Trades settle later than they are booked. In the few real reports seen, their costs count as settled at once; as that is
 * not verified, a figure that no reading meets is not reported.
 */
export const c13: Rule = {
  name: "C13",
  title: "Settled cash of each currency",
  formula:
    "ending settled cash = ending cash − what trades moved that settle after the last day (with or without their costs)",
  tolerance: () => CENT,
  source: "accounting notes 1.4, C13",
  *compare(facts) {
    const settles = new Map(
      facts.assertions.trade.map(({ event, settles }) => [event, settles] as const),
    );
    const legs = new Map<string, LegsByDate>();
    for (const report of facts.assertions["cash lines"]) {
      if (!isKnown(report.settled) || !isKnown(report.ending)) continue;
      const own = legs.get(report.account) ?? new LegsByDate(facts.ledger, report.account);
      legs.set(report.account, own);
      yield checkOf(facts, report, unsettled(report, own, settles));
    }
  },
};

/** No trade takes so many days to settle. */
const LONGEST = 30;

/** The legs until a report's last day that settle later. */
function unsettled(
  { currency, to }: CashLinesAssertion,
  legs: LegsByDate,
  settles: ReadonlyMap<EventId, IsoDate | null>,
): readonly CashLeg[] {
  return legs
    .within({ from: addDays(to, -LONGEST), to })
    .filter(
      (leg) =>
        (currency === "BASE" || leg.currency === currency) &&
        (settles.get(leg.event.id) ?? to) > to,
    );
}

/** Of the readings the first that meets the broker's figure; unknown where none does. */
function checkOf(facts: Facts, report: CashLinesAssertion, later: readonly CashLeg[]): Comparison {
  const { account, currency, from, to, source, settled, ending } = report;
  const isBase = currency === "BASE";
  const base = baseOf(facts, account);
  const rateOf = (leg: CashLeg): Amount =>
    isBase ? facts.rates.at(to, leg.currency, base) : Decimal.one;
  const of = (legs: readonly CashLeg[]): Amount =>
    subtract(ending, sum(legs.map((leg) => multiply(leg.amount, rateOf(leg)))));
  const traded = later.filter(({ line }) => line.startsWith("netTrades"));
  const check = (ours: Amount): Comparison =>
    ofAccount(
      `C13/${account}/${currency}/${from}/${to}`,
      { account, date: to, currency: isBase ? base : currency },
      "endingSettledCash",
      { broker: settled, ours },
      [source, ...later.slice(0, 12).map(({ event }) => event.sources[0])],
    );
  const meeting = [ending, of(traded), of(later)]
    .map(check)
    .find((one) => compare("C13", one, CENT).status === "agrees");
  return meeting ?? check(unknown(reasonFor(facts, report)));
}

function reasonFor({ assertions }: Facts, { account, from, to }: CashLinesAssertion): string {
  const own = assertions.trade.filter(
    (one) => one.account === account && one.date >= from && one.date <= to,
  );
  return own.some(({ settles }) => settles === null)
    ? "the query does not export Trade.settleDateTarget of all trades"
    : "which movements the broker counts as settled is not settled";
}
