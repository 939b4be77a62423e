/**
 * PRICE_CORRECTION, and ROW_CHANGED of levels: two statements value one day differently, and the figure was made of the
 * one while ours is made of the newer. (Accounting notes, section 3.)
 */
import { type Amount, isKnown, subtract } from "../../core/amount.ts";
import { type IsoDate, previousWeekday } from "../../core/dates.ts";
import type { Restatement } from "../../events/restatement.ts";
import { type Finder, type Found, isAbout, type Question } from "./cause.ts";
import { madeAt } from "./restated.ts";

/** Values of a day in base currency, compared with others of another statement. */
const OF_VALUES: ReadonlySet<string> = new Set(["N2", "C9", "C10", "R8", "R9", "R12"]);

export const priceCorrected: Finder = {
  code: "PRICE_CORRECTION",
  find: (question) => ofInstrument(question) ?? ofValue(question, ({ moved }) => !hasCash(moved)),
};

export const valueChanged: Finder = {
  code: "ROW_CHANGED",
  find: (question) => ofReturn(question) ?? ofValue(question, ({ moved }) => hasCash(moved)),
};

const hasCash = (moved: Restatement["moved"]): boolean =>
  moved.some(({ field }) => field === "cash");

/** A day's value of another statement is off by exactly what was changed of it. */
function ofValue(question: Question, isOfKind: (entry: Restatement) => boolean): Found | null {
  const { check, rest, facts } = question;
  if (!OF_VALUES.has(check.rule)) return null;
  const days = new Set<IsoDate>([check.date, previousWeekday(check.date)]);
  for (const entry of facts.restatements) {
    if (entry.what !== "net asset value" || entry.account !== check.account) continue;
    if (!days.has(entry.date) || !isOfKind(entry)) continue;
    const field = entry.moved.find(({ before, after }) => {
      const change = changeOf(before, after);
      return change !== null && isAbout(question, change.abs(), rest.abs());
    });
    if (field !== undefined)
      return {
        amount: rest,
        because: `a newer statement gives ${field.field} of ${entry.date} another value`,
        rows: entry.rows,
      };
  }
  return null;
}

const changeOf = (
  before: Amount | string | null,
  after: Amount | string | null,
): ReturnType<typeof known> =>
  before === null || after === null || typeof before === "string" || typeof after === "string"
    ? null
    : known(subtract(after, before));

const known = (amount: Amount) => (isKnown(amount) ? amount : null);

/** The result of an old window holds prices that a newer statement has corrected. */
function ofInstrument({ check, rest, facts }: Question): Found | null {
  const isPriced =
    (check.rule === "R5" && check.field !== "totalRealizedPnl") ||
    (check.rule === "M2" && check.field === "priorOpenMtm");
  if (!isPriced || check.instrument === null) return null;
  const own = facts.restatements.filter(
    ({ what, account, instrument, date }) =>
      (what === "price" || what === "position") &&
      account === check.account &&
      instrument === check.instrument &&
      date <= check.date &&
      date >= (check.rule === "R5" ? check.date : (check.from ?? check.date)),
  );
  return own.length === 0
    ? null
    : {
        amount: rest,
        because: "a newer statement gives another price for a day of the window",
        rows: own.flatMap(({ rows }) => rows).slice(0, 12),
      };
}

/** The return of an old window is made of values and flows that were restated since. */
function ofReturn({ check, rest, facts }: Question): Found | null {
  const [row] = check.rows;
  if (check.rule !== "R11" || row === undefined || check.from === undefined) return null;
  const made = madeAt(facts, check.account, row);
  const first = previousWeekday(check.from);
  const own = facts.restatements.filter(
    ({ account, date, known: later, what, amount }) =>
      account === check.account &&
      date >= first &&
      date <= check.date &&
      made !== null &&
      later !== null &&
      later > made &&
      (what === "net asset value" || !isKnown(amount) || !amount.isZero),
  );
  return own.length === 0
    ? null
    : {
        amount: rest,
        because: "a newer statement gives other values or flows for days of the window",
        rows: own.flatMap(({ rows }) => rows).slice(0, 12),
      };
}
