/**
 * FX_COMMISSION_CCY: rows of currency conversions name the base currency for their commission, whatever currency it left
 * from; in base currency nothing is missing. (Accounting notes 2.8.)
 */
import { isKnown, multiply, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Check } from "../checks.ts";
import { baseOf } from "../rules/totals.ts";
import type { Finder, Question } from "./cause.ts";

const ROOM = Decimal.of("0.02");
/** No currency moves by more than a tenth in a window. */
const LARGEST_MOVE = Decimal.of("0.1");

export const fxCommission: Finder = {
  code: "FX_COMMISSION_CCY",
  find: (question) => {
    const { check, rest, facts } = question;
    if (check.rule !== "R6" || check.field !== "commissions" || isBase(check)) return null;
    const conversions = facts.events.filter(
      (event) =>
        event.kind === "fx-conversion" &&
        event.account === check.account &&
        event.date <= check.date &&
        event.date >= (check.from ?? check.date) &&
        isKnown(event.commission.amount) &&
        !event.commission.amount.isZero,
    );
    if (conversions.length === 0 || !cancels(question)) return null;
    return {
      amount: rest,
      because:
        "commissions of conversions left another currency than the one that their rows name; in base currency they agree",
      rows: conversions.slice(0, 12).map(({ sources }) => sources[0]),
    };
  },
};

const isBase = ({ id }: Check): boolean => id.includes("/BASE/");

/**
 * Whether the gaps of the other currencies of the report make up for this one, in base currency. Each commission has the
 * rate of its own day: at those of the last day the gaps cancel only nearly, and the line in base currency must agree.
 */
function cancels({ check, facts, earlier }: Question): boolean {
  const own = earlier
    .every("R6", check)
    .filter(
      ({ field, date, from }) =>
        field === check.field && date === check.date && from === check.from,
    );
  const base = own.find(isBase);
  if (base !== undefined && base.status !== "agrees") return false;
  const currency = baseOf(facts, check.account);
  const gaps = own
    .filter((one) => !isBase(one) && one.status === "differs")
    .map((one) => multiply(one.difference, facts.rates.at(one.date, one.currency, currency)));
  const gap = sum(gaps);
  if (!isKnown(gap)) return base !== undefined && gaps.length > 1;
  const moved = Decimal.sum(gaps.filter(isKnown).map((one) => one.abs()));
  const room = base === undefined ? ROOM : ROOM.plus(moved.times(LARGEST_MOVE));
  return gaps.length > 1 && gap.abs().compare(room) <= 0;
}
