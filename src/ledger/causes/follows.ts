/**
 * FOLLOWS: a chain stops at its first break, and the differences that come after it are attributed to that. (Accounting
 * notes, section 3: "stop a chain at the first unexplained break, because the later ones inherit it".) Each link says
 * which difference a check may inherit, and how much of it.
 */
import { type Amount, isKnown, multiply } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { EventId } from "../../core/ids.ts";
import type { Finder, Found } from "./cause.ts";
import { allCurrencies, changes, currencies, lines, rowOfTrade, trades } from "./follows-cash.ts";
import {
  levels,
  movements,
  rates,
  revalued,
  reverted,
  translated,
  valued,
} from "./follows-days.ts";
import { opening, premium, stillOpen, undelivered } from "./follows-lots.ts";
import { endings, settled } from "./follows-options.ts";
import { type Inherited, isSame, type Link, summed, whole } from "./link.ts";
import { sameLot } from "./same-lot.ts";

/** A figure that is compared day by day is off by what it was off by before. */
export const continued: Finder = {
  code: "FOLLOWS",
  find: ({ check, earlier }) => {
    if (check.rule !== "R2" && check.rule !== "R7") return null;
    const before = earlier.previous(check);
    return before === null || !isKnown(before.difference)
      ? null
      : found({ from: before, amount: before.difference });
  },
};

/** A figure is off because one that it is made of, or that stands on the same row, is. */
export const inherited: Finder = {
  code: "FOLLOWS",
  find: (question) => {
    for (const link of LINKS) {
      const answer = link(question);
      if (answer !== null) return found(answer);
    }
    return null;
  },
};

const found = ({ from, amount }: Inherited): Found => ({
  amount,
  because: `it follows from the difference in ${from.field} (${from.rule}) of ${from.date}`,
  rows: from.rows.slice(0, 1),
  from: from.id,
});

/**
 * The broker's row contradicts itself: every figure of it that is computed from the others is in doubt, and one that is
 * compared with other rows where it is off by the same amount. A difference with causes of its own is no contradiction.
 */
const onTheSameRow: Link = (question) => {
  const { check, earlier } = question;
  const before = check.rows.slice(0, 2).flatMap((row) => earlier.ofRow(row));
  const isWhole = WITHIN_A_ROW.has(check.rule);
  return whole(
    question,
    before.find(
      (one) =>
        (one.rule !== check.rule || check.rule === "P4") &&
        (WITHIN_A_ROW.has(one.rule) || one.rule === "R2") &&
        ((isWhole && earlier.isBreak(one)) || isSame(question, one)),
    ),
  );
};

/** Rules that compare figures of one row, and those that only look at one row of the broker's. */
const WITHIN_A_ROW: ReadonlySet<string> = new Set(
  "T1 T2 T3 T4 T5 T5b T6 L1 L2 P1 P2 P3 P4 P5 R3 R4 C1 C2 C11 E1 E2 N1 F1 F2 F3 M1 V1 I1 A1 A2 X1 X2 X3".split(
    " ",
  ),
);

/** Cost and results are those of other units than the broker's. */
const quantity: Link = (question) => {
  const { check, earlier } = question;
  return OF_UNITS.has(check.rule) && check.instrument !== null
    ? whole(question, earlier.ofQuantity(check))
    : null;
};

const OF_UNITS: ReadonlySet<string> = new Set(["R3", "R4", "R5", "M2", "P5"]);

/**
 * What is not realized stays in the cost of the position: closings that differ are missing, or too much, there. So do
 * lots that cost another amount than the trades that opened them.
 */
const closings: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "R3") return null;
  const results = earlier.of("R4", check).filter(({ date }) => date <= check.date);
  if (check.id !== `R3/${check.account}/${check.instrument}`)
    return whole(question, results[0] ?? earlier.of("R3", check)[0]);
  return (
    summed(question, results, ({ difference }) => multiply(difference, MINUS_ONE)) ??
    summed(question, earlier.of("P5", check), ({ difference }) => difference)
  );
};

const MINUS_ONE = Decimal.of("-1");

/** A result over a window is the sum of its closings, or of the broker's own rows, at their rates. */
const parts: Link = (question) => {
  const { check, earlier } = question;
  const part = PARTS[`${check.rule} ${check.field}`];
  if (part === undefined) return null;
  const own = earlier
    .of(part.rule, check)
    .filter(({ date }) => date <= check.date && (check.from === undefined || date >= check.from));
  const rate = (event: EventId | undefined): Amount => earlier.trade(event)?.rate ?? Decimal.one;
  const exact = summed(question, own, ({ difference, event }) =>
    multiply(multiply(difference, rate(event)), part.sign),
  );
  return exact ?? (part.sums ? null : whole(question, own[0]));
};

const PARTS: Readonly<Record<string, { rule: string; sign: Decimal; sums: boolean }>> = {
  "R5 totalRealizedPnl": { rule: "R4", sign: Decimal.one, sums: true },
  "R5 unrealizedProfit + unrealizedLoss": { rule: "R3", sign: MINUS_ONE, sums: false },
  "M2 transactionMtm": { rule: "T6", sign: MINUS_ONE, sums: true },
};

/** A return is made of the values and flows of its days. */
const values: Link = (question) => {
  const { check, earlier } = question;
  if (check.rule !== "R11") return null;
  const own = ["E1", "R6", "N1"].flatMap((rule) => earlier.of(rule, check));
  return whole(
    question,
    own.find(
      ({ rule, field, date, from }) =>
        (rule !== "R6" || FLOWS.has(field)) &&
        (from ?? date) <= check.date &&
        (check.from === undefined || date >= check.from),
    ),
  );
};

const FLOWS: ReadonlySet<string> = new Set(["deposits", "withdrawals", "depositWithdrawals"]);

const LINKS: readonly Link[] = [
  onTheSameRow,
  endings,
  settled,
  rowOfTrade,
  opening,
  premium,
  undelivered,
  sameLot,
  closings,
  quantity,
  parts,
  stillOpen,
  currencies,
  allCurrencies,
  trades,
  lines,
  movements,
  rates,
  reverted,
  revalued,
  translated,
  valued,
  levels,
  changes,
  values,
];
