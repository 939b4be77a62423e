/**
 * BASE_RATE_METHOD: realized results in base currency are those of the closing's rate; where the broker's figure is that
 * of a rate per leg, the rest is the currency's part. (Accounting notes 2.7, A and B.)
 */
import { isKnown, sum } from "../../core/amount.ts";
import { holdingKey } from "../checks.ts";
import { perLeg } from "../rules/per-leg.ts";
import { type Finder, isAbout } from "./cause.ts";

export const baseRate: Finder = {
  code: "BASE_RATE_METHOD",
  find: (question) => {
    const { check, facts, rest } = question;
    if (check.rule !== "R5" || check.field !== "totalRealizedPnl" || check.instrument === null)
      return null;
    const own = (
      facts.holdings.get(holdingKey(check.account, check.instrument))?.closings ?? []
    ).filter(({ date }) => date >= (check.from ?? "") && date <= check.date);
    const legs = sum(
      own.map((closing) => perLeg(closing, (id) => question.earlier.event(id)?.rate)),
    );
    if (own.length === 0 || !isKnown(legs) || !isKnown(check.broker)) return null;
    if (!isAbout(question, legs, check.broker)) return null;
    return {
      amount: rest,
      because:
        "the broker converts the cost at the rate of the day it was paid, we convert the result at the rate of the closing",
      rows: own.slice(0, 12).map(({ by }) => by.sources[0]),
    };
  },
};
