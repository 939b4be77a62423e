/**
 * BASE_RATE_METHOD: realized results in base currency are those of the closing's rate; where the broker's figure is that
 * of a rate per leg, the rest is the currency's part. (Accounting notes 2.7, A and B.)
 */
import { type Amount, isKnown, multiply, subtract, sum, unknown } from "../../core/amount.ts";
import { holdingKey } from "../checks.ts";
import type { ClosedLot } from "../ledger.ts";
import { type Finder, isAbout, type Question } from "./cause.ts";

export const baseRate: Finder = {
  code: "BASE_RATE_METHOD",
  find: (question) => {
    const { check, facts, rest } = question;
    if (check.rule !== "R5" || check.field !== "totalRealizedPnl" || check.instrument === null)
      return null;
    const own = (
      facts.holdings.get(holdingKey(check.account, check.instrument))?.closings ?? []
    ).filter(({ date }) => date >= (check.from ?? "") && date <= check.date);
    const perLeg = sum(
      own.flatMap(({ by, lots }) =>
        lots.map((lot) => subtract(multiply(lot.proceeds, by.rate), basisInBase(question, lot))),
      ),
    );
    if (own.length === 0 || !isKnown(perLeg) || !isKnown(check.broker)) return null;
    if (!isAbout(question, perLeg, check.broker)) return null;
    return {
      amount: rest,
      because:
        "the broker converts the cost at the rate of the day it was paid, we convert the result at the rate of the closing",
      rows: own.slice(0, 12).map(({ by }) => by.sources[0]),
    };
  },
};

function basisInBase({ earlier }: Question, { lot }: ClosedLot): Amount {
  const opened = earlier.event(lot.openedBy);
  return multiply(
    lot.costBasis,
    opened?.rate ?? unknown("no row gives the rate of the day on which the lot was opened"),
  );
}
