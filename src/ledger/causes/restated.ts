/**
 * ROW_CHANGED and ROW_WITHDRAWN: the broker changed, added or took back rows after it had made a statement. Ours is made
 * of the newest rows, so it is off from the old figure by exactly what was restated since. (Accounting notes, section 4.)
 */
import { type Amount, add, isKnown, multiply, negate, subtract } from "../../core/amount.ts";
import { type IsoDate, type IsoDateTime, previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { RowRef } from "../../core/ids.ts";
import type { Restatement, RestatementKind } from "../../events/restatement.ts";
import type { Check, Facts } from "../checks.ts";
import type { CashLine } from "../ledger.ts";
import { baseOf } from "../rules/totals.ts";
import type { Finder, Question } from "./cause.ts";
import type { ExplanationCode } from "./codes.ts";

const since = (
  code: ExplanationCode,
  kinds: ReadonlySet<RestatementKind>,
  because: string,
): Finder => ({
  code,
  find: (question) => {
    const sides = sidesOf(question);
    if (sides.length === 0) return null;
    const later = question.facts.restatements.flatMap((entry) => {
      if (entry.account !== question.check.account || !kinds.has(entry.kind)) return [];
      const times = sides.reduce((sum, side) => sum + (isLater(entry, side) ? side.sign : 0), 0);
      const amount = times === 0 ? Decimal.zero : partOf(entry, question);
      if (isKnown(amount) && amount.isZero) return [];
      return [{ entry, amount: times < 0 ? negate(amount) : amount }];
    });
    const amount = later.reduce<Amount>((sum, one) => add(sum, one.amount), Decimal.zero);
    if (!isKnown(amount) || amount.isZero) return null;
    return { amount, because, rows: later.flatMap(({ entry }) => entry.rows).slice(0, 12) };
  },
});

export const changedSince = since(
  "ROW_CHANGED",
  new Set(["changed", "added"]),
  "the broker changed or added rows of these days after it had made the statement",
);

export const withdrawnSince = since(
  "ROW_WITHDRAWN",
  new Set(["withdrawn"]),
  "the broker took back rows of these days after it had made the statement",
);

/** A part of a comparison that was reported once: what was restated of its days since then is not in it. */
interface Side {
  readonly sign: 1 | -1;
  readonly made: IsoDate | IsoDateTime;
  readonly from: IsoDate | "";
  readonly to: IsoDate;
}

const isLater = ({ known, date }: Restatement, { made, from, to }: Side): boolean =>
  known !== null && known > made && date >= from && date <= to;

const ONE_REPORT: ReadonlySet<string> = new Set([
  "R2",
  "R3",
  "R5",
  "R6",
  "R7",
  "R8",
  "R11b",
  "M2",
  "P5",
]);

/** Ours is of the newest rows where one report is compared; C9, C10 and R12 compare two that were made at their times. */
function sidesOf({ check, facts }: Question): readonly Side[] {
  const [broker, other] = check.rows;
  const { date, from } = check;
  if (ONE_REPORT.has(check.rule)) return sideOf(facts, check, broker, 1, from ?? "", date);
  if (other === undefined) return [];
  if (check.rule === "C9")
    return [
      ...sideOf(facts, check, broker, 1, "", date),
      ...sideOf(facts, check, other, -1, "", date),
    ];
  const before = previousWeekday(date);
  if (check.rule === "C10")
    return [
      ...sideOf(facts, check, broker, 1, "", date),
      ...sideOf(facts, check, other, -1, "", before),
    ];
  return check.rule === "R12" && !check.id.includes("/nav/")
    ? [
        ...sideOf(facts, check, broker, 1, "", before),
        ...sideOf(facts, check, other, -1, "", before),
      ]
    : [];
}

function sideOf(
  facts: Facts,
  { account }: Check,
  row: RowRef | undefined,
  sign: Side["sign"],
  from: Side["from"],
  to: IsoDate,
): readonly Side[] {
  const made = row === undefined ? null : madeAt(facts, account, row);
  return made === null ? [] : [{ sign, made, from, to }];
}

/** When the statement of a row was made. */
export function madeAt(
  { windows }: Facts,
  account: string,
  { file, line }: RowRef,
): IsoDate | IsoDateTime | null {
  const own = windows.filter(
    (one) => one.file === file && one.account === account && one.source.line <= line,
  );
  return own.at(-1)?.generated ?? null;
}

/** What an entry of the log does to the figure of a check; zero where it has nothing to do with it. */
function partOf(entry: Restatement, question: Question): Amount {
  const { check, facts } = question;
  if (check.rule === "R6" || check.rule === "R11b") return lineOf(entry, question);
  const field = FIELDS[`${check.rule} ${check.field}`] ?? FIELDS[check.rule];
  if (field !== undefined) {
    if (entry.instrument !== check.instrument) return Decimal.zero;
    const moved = movedBy(entry, field);
    if (check.rule === "R3") return negate(moved);
    return IN_BASE.has(check.rule) ? inBase(facts, entry, moved) : moved;
  }
  if (check.rule === "R7" || (check.rule === "R12" && !check.id.includes("/BASE/")))
    return entry.currency === check.currency ? entry.amount : Decimal.zero;
  if (check.rule === "R8" && check.field !== "cash" && check.field !== "total") return Decimal.zero;
  return inBase(facts, entry, entry.amount);
}

/** Figures of an instrument → the field of the row that they sum. */
const FIELDS: Readonly<Record<string, string>> = {
  R2: "quantity",
  R3: "netCash",
  P5: "cost",
  "R5 totalRealizedPnl": "fifoPnlRealized",
  "R5 unrealizedProfit + unrealizedLoss": "unrealized",
  "M2 transactionMtm": "mtmPnl",
  "M2 commissions": "ibCommission",
  "M2 priorOpenMtm": "priorMtmPnl",
};
const IN_BASE: ReadonlySet<string> = new Set(["R5", "M2"]);

/** Lines that fields of trades are counted on. */
const OF_TRADES: Readonly<Record<string, string>> = {
  netTradesSales: "proceeds",
  netTradesPurchases: "proceeds",
  commissions: "ibCommission",
  transactionTax: "taxes",
};

function lineOf(entry: Restatement, { check, facts, earlier, rest }: Question): Amount {
  const isBase = check.rule === "R11b" || check.id.includes("/BASE/");
  if (!isBase && entry.currency !== check.currency) return Decimal.zero;
  const value = (amount: Amount): Amount => (isBase ? inBase(facts, entry, amount) : amount);
  if (entry.what === "trade") {
    const field = OF_TRADES[check.field];
    if (field === undefined) return Decimal.zero;
    return value(movedBy(entry, field, SIGNS[check.field] ?? 0));
  }
  const lines = earlier.linesOf(entry.event);
  if (lines.length > 0)
    return lines.some((line) => linesOf(check.field).includes(line))
      ? value(entry.amount)
      : Decimal.zero;
  // What was taken back became no event: nothing says its line but the amount.
  const whole = value(entry.amount);
  return isKnown(whole) && whole.eq(rest) ? whole : Decimal.zero;
}

/** Lines of the change of net asset value that have other names than those of the cash report. */
const OF_CHANGE: Readonly<Record<string, readonly CashLine[]>> = {
  depositsWithdrawals: ["deposits", "withdrawals"],
  dividends: ["dividends", "paymentInLieu"],
  interest: ["brokerInterest"],
  internalCashTransfers: ["transfers"],
};

const linesOf = (field: string): readonly CashLine[] => OF_CHANGE[field] ?? [field as CashLine];

/** Sales are the positive proceeds, purchases the negative ones. */
const SIGNS: Readonly<Record<string, number>> = { netTradesSales: 1, netTradesPurchases: -1 };

/** Newer less older value of a field, of one sign alone where `sign` is not 0; what is not there is nothing. */
function movedBy({ moved }: Restatement, field: string, sign = 0): Amount {
  const own = moved.find((one) => one.field === field);
  const part = (value: Amount | string | null | undefined): Amount => {
    if (value == null || typeof value === "string") return Decimal.zero;
    return sign !== 0 && isKnown(value) && value.sign !== sign ? Decimal.zero : value;
  };
  return subtract(part(own?.after), part(own?.before));
}

const inBase = (facts: Facts, { account, currency, date }: Restatement, amount: Amount): Amount =>
  isKnown(amount) && amount.isZero
    ? amount
    : multiply(amount, facts.rates.at(date, currency, baseOf(facts, account)));
