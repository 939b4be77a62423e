/**
 * FX_TRANSLATION: what is held in other currencies was translated at other rates; in its own currency nothing differs.
 * Bookings of accruals are converted at the rate of their day, the line of the change holds what is open at its two ends
 * at their rates. (Accounting notes 1.3, N5.)
 */
import { type Amount, add, isKnown, multiply, subtract, sum, unknown } from "../../core/amount.ts";
import { type IsoDate, previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccrualTotal, DividendAccrual } from "../../events/broker-rows.ts";
import type { Facts } from "../checks.ts";
import { roomOf } from "../rules/cash-levels.ts";
import { windowOf } from "../rules/levels.ts";
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
    if (total === undefined || byDays?.status !== "agrees") return null;
    const open = facts.assertions["accrual total"].find(
      (one) => one.of === "open" && windowOf(one) === windowOf(total),
    );
    if (!total.isForeign && open?.isForeign !== true) return null;
    const isMet = (open === undefined ? null : isOfEnds(question, open)) ?? isSmall(question);
    return isMet
      ? {
          amount: rest,
          because:
            "dividends accrue in other currencies: bookings are converted at the rates of their days, the line at those of its ends",
          rows: check.rows,
        }
      : null;
  },
};

/** Whether the line is what is open at the ends, in each currency at its rate; null where rows or rates do not tell. */
function isOfEnds({ check, facts }: Question, { total }: AccrualTotal): boolean | null {
  const [base, before] = [baseOf(facts, check.account), previousWeekday(check.from ?? check.date)];
  const own = facts.assertions["dividend accrual"].filter(
    ({ account, open, date }) =>
      account === check.account &&
      (open ? date === check.date : date >= (check.from ?? "") && date <= check.date),
  );
  if (!isNothing(total) && !own.some(({ open }) => open)) return null;
  const ends = [...Map.groupBy(own, ({ currency }) => currency)].map(([currency, rows]) => {
    const [last, booked] = [netOf(rows, true), netOf(rows, false)];
    const at = (date: typeof before, amount: Amount): Amount =>
      isNothing(amount) ? amount : multiply(amount, rateOn(facts, date, currency, base));
    return { last: at(check.date, last), first: at(before, subtract(last, booked)) };
  });
  const line = sum(ends.map(({ last, first }) => subtract(last, first)));
  const room = roomOf(sum(ends.map(({ last, first }) => add(sizeOf(last), sizeOf(first)))));
  const gap = subtract(line, check.broker);
  if (!isKnown(gap) || !isKnown(room)) return null;
  return gap.abs().compare(room.plus(check.tolerance)) <= 0;
}

/** Of exactly that day: where no statement covers the day before the window, an earlier rate proves nothing. */
function rateOn({ rates }: Facts, date: IsoDate, currency: string, base: string): Amount {
  if (currency === base) return Decimal.one;
  return rates.on(date, currency, base)?.rate ?? unknown(`no row gives the rate of ${date}`);
}

const netOf = (rows: readonly DividendAccrual[], open: boolean): Amount =>
  sum(rows.filter((one) => one.open === open).map(({ net }) => net));

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

const sizeOf = (amount: Amount): Amount => (isKnown(amount) ? amount.abs() : amount);

/** Where nothing tells what is open at the ends: whether rates can have moved that much. */
const isSmall = (question: Question): boolean =>
  question.rest.abs().compare(accrued(question).times(LARGEST_MOVE)) <= 0;

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
