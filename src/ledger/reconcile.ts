/** Compares the ledger with what the broker says: every rule, every figure that it can name. */
import { isKnown } from "../core/amount.ts";
import type { Diagnostic, Staged } from "../core/diagnostics.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Account, Assertion, Window } from "../events/assertion.ts";
import type { Instrument, Rates } from "../events/instrument.ts";
import type { Restatement } from "../events/restatement.ts";
import { causesOf } from "./causes.ts";
import {
  type AssertionsByKind,
  type Check,
  compare,
  type Facts,
  holdingKey,
  isExplained,
  type Rule,
  type Tolerances,
} from "./checks.ts";
import type { Ledger } from "./ledger.ts";
import { r2 } from "./rules/r2.ts";
import { r3 } from "./rules/r3.ts";
import { r4 } from "./rules/r4.ts";
import { r7 } from "./rules/r7.ts";
import { t1 } from "./rules/t1.ts";
import { t2 } from "./rules/t2.ts";
import { t3 } from "./rules/t3.ts";
import { t4 } from "./rules/t4.ts";
import { x4 } from "./rules/x4.ts";

/** All rules, in the order in which a reader looks at them. A new rule is a new file and a line here. */
export const RULES: readonly Rule[] = [t1, t2, t3, t4, r2, r3, r4, r7, x4];

export interface ReconcileInput {
  readonly ledger: Ledger;
  readonly assertions: readonly Assertion[];
  readonly accounts: readonly Account[];
  readonly windows: readonly Window[];
  readonly rates: Rates;
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly tolerances: Tolerances;
  readonly restatements: readonly Restatement[];
}

/** Makes all checks and looks for the causes of differences. Raises `reconcile/differs` for each that has none. */
export function reconcile(input: ReconcileInput): Staged<readonly Check[]> {
  const facts: Facts = {
    ...input,
    assertions: byKind(input.assertions),
    holdings: new Map(
      input.ledger.holdings.map((one) => [holdingKey(one.account, one.instrument), one]),
    ),
  };
  const checks: Check[] = [];
  for (const rule of RULES) {
    const tolerance = rule.tolerance(input.tolerances);
    for (const comparison of rule.compare(facts)) {
      const check = compare(rule.name, comparison, tolerance);
      checks.push({ ...check, causes: causesOf(check, facts) });
    }
  }
  const differing = checks.filter((check) => check.status === "differs" && !isExplained(check));
  return {
    value: checks,
    diagnostics: differing.map((check) => diagnosticOf(check, input.instruments)),
  };
}

function byKind(assertions: readonly Assertion[]): AssertionsByKind {
  const sorted: Record<Assertion["kind"], Assertion[]> = {
    position: [],
    "open lot": [],
    "closed lot": [],
    trade: [],
    cash: [],
    nav: [],
    rate: [],
  };
  for (const assertion of assertions) sorted[assertion.kind].push(assertion);
  return sorted as unknown as AssertionsByKind;
}

function diagnosticOf(
  check: Check,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): Diagnostic {
  const rule = RULES.find(({ name }) => name === check.rule);
  const symbol =
    check.instrument === null
      ? ""
      : ` of ${instruments.get(check.instrument)?.symbol ?? check.instrument}`;
  const unit = check.currency === "" ? "" : ` ${check.currency}`;
  const text = (amount: Check["broker"]): string =>
    isKnown(amount) ? `${amount}${unit}` : amount.unknown;
  return {
    code: "reconcile/differs",
    message: `${check.rule} ${check.field}${symbol} on ${check.date} differs by ${text(check.difference)}`,
    at: check.rows,
    expected: `${text(check.broker)} (the broker's figure)`,
    actual: `${text(check.ours)} (${rule?.formula ?? "ours"})`,
    hint: "compare the rows; the page of the rule lists what it is made of",
  };
}
