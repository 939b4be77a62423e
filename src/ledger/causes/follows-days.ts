/** What figures of a day inherit: from the rows that move its cash, from its rates, and from the day before. */
import { isKnown, multiply, subtract } from "../../core/amount.ts";
import { previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { compareText } from "../../core/ids.ts";
import type { Check } from "../checks.ts";
import { isAbout } from "./cause.ts";
import { isSameInBase, type Link, summed, whole } from "./link.ts";

/** The cash of a day is off by a movement that is missing, doubled or different in the report of its window. */
export const movements: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "C10") return null;
  const reports = ["R6", "R7"].flatMap((rule) => earlier.of(rule, check));
  return whole(
    question,
    reports.find(
      (one) =>
        isSameInBase(question, one) &&
        one.date >= check.date &&
        (one.from === undefined || one.from <= check.date),
    ),
  );
};

/**
 * A wrong rate translates the balances of its day, and of the day after it back again; a sum in base currency holds it
 * where its window does.
 */
export const rates: Link = (question) => {
  const { check, earlier } = question;
  if (!OF_RATES.has(check.rule) && !check.id.startsWith(`R6/${check.account}/BASE/`)) return null;
  const own = earlier.of("X4", { account: check.account, instrument: null });
  return whole(
    question,
    own.find(({ date }) =>
      check.from === undefined
        ? date === check.date || date === previousWeekday(check.date)
        : date >= check.from && date <= check.date,
    ),
  );
};

const OF_RATES: ReadonlySet<string> = new Set(["C10", "R5", "R8", "R9", "R11b", "M2"]);

/** What is on the wrong day, or was translated at a wrong rate, comes back on a later one. */
export const reverted: Link = (question) => {
  const { check, earlier, rest } = question;
  if (check.rule !== "C10") return null;
  const isOpposite = ({ difference }: Check): boolean =>
    isKnown(difference) && isAbout(question, difference.negated(), rest);
  const day = previousWeekday(check.date);
  const own = earlier.of("C10", check).filter(({ date }) => date < check.date);
  return whole(
    question,
    own.find((one) => one.date === day && isOpposite(one)) ??
      own.findLast((one) => earlier.isBreak(one) && isOpposite(one)),
  );
};

/** A position that is not worth what its price says: its unrealized result, and the column of its class, hold the value. */
export const valued: Link = (question) => {
  const { check, earlier, rest } = question;
  const isUnrealized = check.rule === "R5" && check.field.startsWith("unrealized");
  if (!isUnrealized && (check.rule !== "R8" || check.field === "cash")) return null;
  return whole(
    question,
    earlier
      .inAccount("P1", check.account)
      .find(
        (one) =>
          one.date === check.date &&
          (check.instrument === null || check.instrument === one.instrument) &&
          isKnown(one.difference) &&
          one.difference.sign === -rest.sign &&
          isSameInBase(question, one),
      ),
  );
};

/** Foreign cash that is off at the end of a statement moves the cash of each day before by what the rates do to it. */
export const revalued: Link = (question) => {
  const { check, earlier, facts } = question;
  if (check.rule !== "C10") return null;
  const before = previousWeekday(check.date);
  const later = earlier.of("R7", check).filter(({ date }) => date >= check.date);
  const own = [...Map.groupBy(later, ({ currency }) => currency).values()].flatMap((one) =>
    one.toSorted((a, b) => compareText(a.date, b.date)).slice(0, 1),
  );
  return summed(
    question,
    own.filter(({ currency }) => currency !== check.currency),
    ({ currency, difference }) => {
      const rate = (date: typeof before) => facts.rates.at(date, currency, check.currency);
      return multiply(difference, subtract(rate(check.date), rate(before)));
    },
  );
};

/**
 * Foreign cash that was off on an earlier day is translated at the rates of all later ones: that moves the difference by
 * a small part of it each day.
 */
export const translated: Link = (question) => {
  const { check, earlier, rest } = question;
  if (check.rule !== "C10") return null;
  const from = earlier
    .of("C10", check)
    .find(
      ({ difference, causes }) =>
        !causes.some(({ code }) => code === "ROUNDING") &&
        isKnown(difference) &&
        rest.abs().compare(difference.abs().times(LARGEST_MOVE)) <= 0,
    );
  return whole(question, from);
};

/** No currency moves by more than a tenth in a day. */
const LARGEST_MOVE = Decimal.of("0.1");

/** A day's value is off since something in it is, and stays so; the total is off by what its columns are off by. */
export const levels: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "R8") return null;
  const own = earlier.of("R8", check);
  const columns = own.filter(({ date, field }) => date === check.date && field !== check.field);
  if (check.field === "total" && columns.length > 0)
    return summed(question, columns, ({ difference }) => difference) ?? whole(question, columns[0]);
  const before = own.findLast(({ date, field }) => date < check.date && field === check.field);
  if (before?.date === previousWeekday(check.date)) return whole(question, before);
  const causes = check.field === "cash" ? ["C10", "R7"] : ["R2"];
  return whole(
    question,
    causes
      .flatMap((rule) => earlier.inAccount(rule, check.account))
      .find((one) => earlier.isBreak(one) && (one.rule !== "C10" || one.date <= check.date)),
  );
};
