/** What cash inherits: from the rows of trades, from the quantity of their instruments, from one total to the next. */
import { isKnown, multiply } from "../../core/amount.ts";
import type { Check } from "../checks.ts";
import { baseOf } from "../rules/totals.ts";
import type { Question } from "./cause.ts";
import { isSame, isSameInBase, type Link, summed, whole } from "./link.ts";

/** A sum holds a row of a trade that contradicts itself by the same amount. */
export const rowOfTrade: Link = (question) => {
  const { check, earlier } = question;
  if (!OF_TRADE_ROWS.has(check.rule)) return null;
  const rows = ["T1", "T2", "T3", "T4", "T6"].flatMap((rule) =>
    earlier.inAccount(rule, check.account),
  );
  return whole(
    question,
    rows.find(
      (one) =>
        one.date <= check.date &&
        one.date >= (check.from ?? check.date) &&
        (check.instrument === null || check.instrument === one.instrument) &&
        (check.currency === one.currency
          ? isSame(question, one) || isWrongWay(question, one)
          : check.currency === baseOf(question.facts, check.account) &&
            isSameInBase(question, one, one.date)),
    ),
  );
};

/** Proceeds of the wrong sign are too much among sales and missing among purchases, or the other way round. */
const isWrongWay = (question: Question, one: Check): boolean =>
  question.check.field.startsWith("netTrades") &&
  one.field === "proceeds" &&
  isKnown(one.broker) &&
  isKnown(one.ours) &&
  one.broker.sign === -one.ours.sign &&
  [one.broker, one.ours].some((amount) => isSame(question, { ...one, difference: amount }));

const OF_TRADE_ROWS: ReadonlySet<string> = new Set(["R5", "R6", "M2", "R9", "R11b", "C10", "C12"]);

/** The line in base currency is the same line of every currency at its rate. */
export const currencies: Link = (question) => {
  const { check, earlier, facts } = question;
  if (check.rule !== "R6" || !check.id.includes("/BASE/")) return null;
  const own = earlier
    .of("R6", check)
    .filter(
      (one) =>
        one.field === check.field &&
        one.date === check.date &&
        one.from === check.from &&
        !one.id.includes("/BASE/"),
    );
  const base = facts.accounts.find(({ alias }) => alias === check.account)?.baseCurrency;
  return own.every(({ currency }) => currency === base)
    ? summed(question, own, ({ difference }) => difference)
    : whole(question, own[0]);
};

/**
 * A trade that is missing, or counted twice, shows in the quantity of its instrument and in the cash of its currency. The
 * two belong together where the cash is about what so many units are worth; costs of trades go with it.
 */
export const trades: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "R6") return null;
  const [row] = check.rows;
  if (check.field === "commissions" || check.field === "transactionTax") {
    const own = row === undefined ? [] : earlier.ofRow(row);
    return whole(
      question,
      own.find(
        ({ field, causes }) =>
          field.startsWith("netTrades") && causes.some(({ from }) => from?.startsWith("R2/")),
      ),
    );
  }
  return check.field.startsWith("netTrades")
    ? whole(
        question,
        earlier.inAccount("R2", check.account).find((one) => isWorth(question, one)),
      )
    : null;
};

/** Whether cash is between half and twice of what the missing units are worth, and has the other sign. */
function isWorth(
  { check, rest, facts }: Question,
  { instrument, date, difference }: Check,
): boolean {
  const listed = facts.assertions["position row"].find(
    (one) => one.account === check.account && one.instrument === instrument && one.date === date,
  );
  if (listed === undefined || listed.currency !== check.currency) return false;
  const value = multiply(multiply(difference, listed.markPrice), listed.multiplier);
  if (!isKnown(value) || value.sign === rest.sign) return false;
  const [one, other] = [value.abs(), rest.abs()];
  return one.compare(other.plus(other)) <= 0 && other.compare(one.plus(one)) <= 0;
}

/** Ending cash is off by what the lines of its report are off by. */
export const lines: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "R7") return null;
  const [row] = check.rows;
  const own = row === undefined ? [] : earlier.ofRow(row).filter(({ rule }) => rule === "R6");
  return summed(question, own, ({ difference }) => difference);
};

/** The report of one currency does not add up, or is not what its rows make; so all of them together are not. */
export const allCurrencies: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "C8") return null;
  return whole(
    question,
    ["C1", "R7", "R6"]
      .flatMap((rule) => earlier.of(rule, check))
      .find((one) => one.date === check.date && isSameInBase(question, one)),
  );
};

/** The change of net asset value has the same line as the cash report. */
export const changes: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "R11b") return null;
  return whole(
    question,
    earlier
      .of("R6", check)
      .find((one) => one.date === check.date && one.from === check.from && isSame(question, one)),
  );
};
