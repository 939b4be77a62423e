/**
 * LATE_DIVIDEND and TAX_REVERSAL: cash of an earlier pay date that is booked in the window: paid late, or taken back and
 * booked anew. (Accounting notes, section 3.)
 */
import { isKnown, sum } from "../../core/amount.ts";
import { dayOf } from "../../core/dates.ts";
import { type Finder, isAbout } from "./cause.ts";
import type { ExplanationCode } from "./codes.ts";

const late = (code: ExplanationCode, lines: readonly string[], because: string): Finder => ({
  code,
  find: (question) => {
    const { check, rest, facts } = question;
    const { from, field, account, date } = check;
    if (check.rule !== "R6" || from === undefined || !lines.includes(field)) return null;
    const isBase = check.id.includes("/BASE/");
    const own = facts.ledger.cash
      .filter((one) => one.account === account && (isBase || one.currency === check.currency))
      .flatMap(({ legs }) => legs)
      .filter(
        ({ line, event }) =>
          line === field && event.date >= from && event.date <= date && dayOf(event.moment) < from,
      );
    const amount = sum(own.map((leg) => (isBase ? leg.base : leg.amount)));
    if (own.length === 0 || !isKnown(amount) || !isAbout(question, amount, rest)) return null;
    return { amount: rest, because, rows: own.slice(0, 12).map(({ event }) => event.sources[0]) };
  },
});

export const lateDividend = late(
  "LATE_DIVIDEND",
  ["dividends", "paymentInLieu"],
  "dividends of days before the window are reported within it",
);

export const taxReversal = late(
  "TAX_REVERSAL",
  ["withholdingTax", "withholding871m"],
  "tax of days before the window was taken back and withheld anew within it",
);
