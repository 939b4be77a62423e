/** What follows where the end of an option, or what it delivered, is in no trade. (Accounting notes 2.10 and 6.) */
import { type Amount, isKnown, negate } from "../../core/amount.ts";
import type { OptionEvent } from "../../events/broker-rows.ts";
import type { Check } from "../checks.ts";
import { isAbout, type Question } from "./cause.ts";
import { type Link, summed, whole } from "./link.ts";

/**
 * The quantity is off from that day on. It may be off by less, because units that later trades close are taken to be held
 * before the first statement where no row opened them.
 */
export const endings: Link = (question) => {
  const { check, earlier, rest } = question;
  if (check.rule !== "R2") return null;
  const rows = earlier
    .of("EAE", check)
    .filter(({ field, date }) => field === "quantity" && date <= check.date);
  const difference = (one: Check): Amount => one.difference;
  const exact = rows.map((one) => summed(question, [one], difference)).find((one) => one !== null);
  return (
    exact ??
    summed(question, rows, difference) ??
    whole(
      question,
      rows.find((one) => isMissing(one) && isPartOf(rest, one.difference)),
    )
  );
};

const isMissing = ({ ours }: Check): boolean => isKnown(ours) && ours.isZero;

const isPartOf = (rest: Question["rest"], all: Amount): boolean =>
  isKnown(all) && all.sign === rest.sign && rest.abs().compare(all.abs()) <= 0;

/** Cash lacks what was paid for shares, and what settled an option lacks its exercise. */
export const settled: Link = (question) => {
  const { check, earlier, rest } = question;
  if (check.rule === "EAE" && check.field === "proceeds")
    return whole(
      question,
      earlier
        .of("EAE", check)
        .find(({ field, date }) => field === "quantity" && date === check.date),
    );
  if (check.rule !== "R6" || !check.field.startsWith("netTrades")) return null;
  const rows = earlier.inAccount("EAE", check.account).filter((one) => {
    if (!isMissing(one) || one.date > check.date || one.date < (check.from ?? one.date))
      return false;
    const paid = negate(eventOf(question, one)?.proceeds ?? one.difference);
    return (
      eventOf(question, one)?.currency === check.currency &&
      isKnown(paid) &&
      isAbout(question, paid, rest)
    );
  });
  return whole(question, rows[0]);
};

/** The row of the list that a check is about. */
const eventOf = ({ facts }: Question, { rows: [row] }: Check): OptionEvent | undefined =>
  facts.assertions["option event"].find(
    ({ source }) => source.file === row?.file && source.line === row.line,
  );
