/**
 * FX_TRANSLATION: what is held in other currencies was translated at other rates; in its own currency nothing differs.
 * Bookings of accruals are converted at the rate of their day, the line of the change holds the rates of the last one.
 * (Accounting notes 1.3, N5.)
 */
import { isKnown, multiply } from "../../core/amount.ts";
import { previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { baseOf } from "../rules/totals.ts";
import type { Finder, Question } from "./cause.ts";

/** What rates can do to it: no currency moves by more than a tenth in the life of an accrual. */
const LARGEST_MOVE = Decimal.of("0.1");

export const fxTranslation: Finder = {
  code: "FX_TRANSLATION",
  find: (question) => {
    const { check, rest, facts, earlier } = question;
    if (check.rule !== "N5" || !check.id.endsWith("/bookings")) return null;
    const total = facts.assertions["accrual total"].find(
      ({ source }) => source.file === check.rows[1]?.file && source.line === check.rows[1]?.line,
    );
    const byDays = earlier
      .every("N5", check)
      .find(({ id }) => id === check.id.replace("/bookings", "/days"));
    if (total?.isForeign !== true || byDays?.status !== "agrees") return null;
    return rest.abs().compare(accrued(question).times(LARGEST_MOVE)) > 0
      ? null
      : {
          amount: rest,
          because:
            "dividends accrue in other currencies: bookings are converted at the rates of their days, the line at those of its ends",
          rows: check.rows,
        };
  },
};

/** How much was announced and taken back in other currencies, and what was accrued before, without signs. */
function accrued({ check, facts }: Question): Decimal {
  const before = previousWeekday(check.from ?? check.date);
  const base = baseOf(facts, check.account);
  const levels = facts.assertions.nav
    .filter(({ account, date }) => account === check.account && date === before)
    .map(({ dividendAccruals }) => dividendAccruals);
  const booked = facts.assertions["dividend accrual"]
    .filter(
      ({ account, open, currency, date }) =>
        account === check.account &&
        !open &&
        currency !== base &&
        date >= (check.from ?? check.date) &&
        date <= check.date,
    )
    .map(({ net, date, currency }) => multiply(net, facts.rates.at(date, currency, base)));
  return Decimal.sum([...levels, ...booked].filter(isKnown).map((amount) => amount.abs()));
}
