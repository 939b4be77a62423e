/**
 * RETURN_OF_CAPITAL: a payment that the broker takes off the basis of the lots. Its row says so in words only.
 * (Accounting notes 2.15.)
 */
import { isKnown, sum } from "../../core/amount.ts";
import { type Finder, isAbout } from "./cause.ts";

export const returnOfCapital: Finder = {
  code: "RETURN_OF_CAPITAL",
  find: (question) => {
    const { check, rest, facts } = question;
    if ((check.rule !== "R3" && check.rule !== "P5") || check.instrument === null) return null;
    const paid = facts.events.filter(
      (event) =>
        event.kind === "cash" &&
        event.account === check.account &&
        event.instrument === check.instrument &&
        event.date <= check.date &&
        /return of capital/i.test(event.description),
    );
    const amount = sum(paid.map((event) => (event.kind === "cash" ? event.amount.amount : rest)));
    if (paid.length === 0 || !isKnown(amount) || !isAbout(question, amount, rest)) return null;
    return {
      amount: rest,
      because: "the broker took what was paid back as capital off the basis",
      rows: paid.slice(0, 12).map(({ sources }) => sources[0]),
    };
  },
};
