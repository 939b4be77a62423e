/** A comparison of one of our figures with the broker's. */
import { type Amount, isKnown, subtract, type Unknown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Decimal } from "../core/decimal.ts";
import type { AccountAlias, EventId, FigureId, InstrumentId, RowRef } from "../core/ids.ts";
import type { Account, Assertion, Window } from "../events/assertion.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Rates } from "../events/instrument.ts";
import type { Restatement } from "../events/restatement.ts";
import { type ExplanationCode, isExplanation } from "./causes/codes.ts";
import type { Holding, Ledger } from "./ledger.ts";

export type CheckStatus = "agrees" | "differs" | "not-reported";

/** A cause of a difference: the part of it that it explains, and what proves it. */
export interface Cause {
  readonly code: ExplanationCode;
  /** Signed like the difference; unknown where nothing could be compared. */
  readonly amount: Amount;
  /** What happened, as a sentence without a full stop. */
  readonly because: string;
  readonly rows: readonly RowRef[];
  /** The check whose difference this one follows from. */
  readonly from?: string;
}

export interface Check {
  /** Stable name: `R3/main/265598/2025-03-01T10:00:00/costBasis`. */
  readonly id: string;
  /** Name of the rule in the accounting notes. */
  readonly rule: string;
  readonly account: AccountAlias;
  /** The day of the figure; of a sum over days the last one. */
  readonly date: IsoDate;
  /** The first day of a sum over days. */
  readonly from?: IsoDate;
  readonly instrument: InstrumentId | null;
  /** Currency of the figures; empty for quantities and rates. */
  readonly currency: string;
  /** The field that is compared, as the broker or the report names it. */
  readonly field: string;
  readonly broker: Amount;
  readonly ours: Amount;
  /** Ours minus the broker's. */
  readonly difference: Amount;
  /** How far the figures may be apart and still agree. */
  readonly tolerance: Decimal;
  readonly status: CheckStatus;
  readonly causes: readonly Cause[];
  /** The broker's row first, then the rows that ours is made of where they are few. */
  readonly rows: readonly RowRef[];
  readonly event?: EventId;
  readonly figure?: FigureId;
  /** How far the rounding of the rows that it sums can move the figure, where that is more than the tolerance. */
  readonly rounding?: Amount;
}

export interface RuleCounts {
  readonly agrees: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly notReported: number;
}

/** How far a figure may be off before it differs, where the user may say so. */
export interface Tolerances {
  /** Money, per currency. */
  readonly cash: Decimal;
  /** Units of an instrument. */
  readonly quantity: Decimal;
}

/** A rule: one small file each. It names every figure that it can compare; comparing itself is done in one place. */
export interface Rule {
  readonly name: string;
  /** What is compared, one sentence. */
  readonly title: string;
  readonly formula: string;
  readonly tolerance: (tolerances: Tolerances) => Decimal;
  /** Where the rule comes from. */
  readonly source: string;
  readonly compare: (facts: Facts) => Iterable<Comparison>;
}

/** What rules work on. */
export interface Facts {
  readonly ledger: Ledger;
  readonly events: readonly LedgerEvent[];
  readonly accounts: readonly Account[];
  readonly assertions: AssertionsByKind;
  readonly windows: readonly Window[];
  readonly rates: Rates;
  readonly restatements: readonly Restatement[];
  readonly holdings: ReadonlyMap<string, Holding>;
}

/** The broker's figures sorted by kind. */
export type AssertionsByKind = {
  readonly [Kind in Assertion["kind"]]: readonly Extract<Assertion, { kind: Kind }>[];
};

export const holdingKey = (account: AccountAlias, instrument: InstrumentId): string =>
  `${account}|${instrument}`;

/** Everything of a check but what follows from comparing. */
export type Comparison = Omit<Check, "rule" | "difference" | "tolerance" | "status" | "causes">;

/** Compares: agrees within the tolerance, differs beyond it, not reported where either side is unknown. */
export function compare(rule: string, comparison: Comparison, tolerance: Decimal): Check {
  const difference = subtract(comparison.ours, comparison.broker);
  const status = !isKnown(difference)
    ? "not-reported"
    : difference.abs().compare(tolerance) > 0
      ? "differs"
      : "agrees";
  const causes = isKnown(difference) ? [] : whyUnknown(difference);
  return { ...comparison, rule, difference, tolerance, status, causes };
}

/** The explanation code of what is not known, where it has one. */
const whyUnknown = (amount: Unknown): readonly Cause[] =>
  isExplanation(amount.code)
    ? [{ code: amount.code, amount, because: amount.unknown, rows: [] }]
    : [];

/** How many checks of each rule agree, differ with and without a full cause, or cannot be made. */
export function countByRule(checks: readonly Check[]): Record<string, RuleCounts> {
  const counts: Record<string, { -readonly [K in keyof RuleCounts]: number }> = {};
  for (const check of checks) {
    counts[check.rule] ??= { agrees: 0, explained: 0, unexplained: 0, notReported: 0 };
    const count = counts[check.rule];
    if (count === undefined) continue;
    if (check.status === "agrees") count.agrees++;
    else if (check.status === "not-reported") count.notReported++;
    else if (isExplained(check)) count.explained++;
    else count.unexplained++;
  }
  return counts;
}

/** What no cause explains of a difference; unknown where the figures could not be compared. */
export const restOf = ({ difference, causes }: Check): Amount =>
  causes.reduce(
    (rest, { amount }) => (isKnown(amount) ? subtract(rest, amount) : rest),
    difference,
  );

/** Whether causes account for a difference, up to the tolerance of its rule. */
export function isExplained(check: Check): boolean {
  if (check.status !== "differs" || check.causes.length === 0) return false;
  const rest = restOf(check);
  return isKnown(rest) && rest.abs().compare(check.tolerance) <= 0;
}
