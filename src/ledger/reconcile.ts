/** Compares the ledger with what the broker says: every rule, every figure that it can name. */
import { isKnown } from "../core/amount.ts";
import type { Diagnostic, Staged } from "../core/diagnostics.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Account, Assertion, Window } from "../events/assertion.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Instrument, Rates } from "../events/instrument.ts";
import type { Restatement } from "../events/restatement.ts";
import { explained } from "./causes.ts";
import {
  type AssertionsByKind,
  type Check,
  compare,
  type Facts,
  holdingKey,
  isExplained,
  type Rule,
  restOf,
  type Tolerances,
} from "./checks.ts";
import type { Ledger } from "./ledger.ts";
import { a1 } from "./rules/a1.ts";
import { a2 } from "./rules/a2.ts";
import { c1 } from "./rules/c1.ts";
import { c2 } from "./rules/c2.ts";
import { c4 } from "./rules/c4.ts";
import { c8 } from "./rules/c8.ts";
import { c9 } from "./rules/c9.ts";
import { c10 } from "./rules/c10.ts";
import { c10b } from "./rules/c10b.ts";
import { c11 } from "./rules/c11.ts";
import { c12 } from "./rules/c12.ts";
import { c13 } from "./rules/c13.ts";
import { e1 } from "./rules/e1.ts";
import { e2 } from "./rules/e2.ts";
import { eae } from "./rules/eae.ts";
import { f1 } from "./rules/f1.ts";
import { f2 } from "./rules/f2.ts";
import { f3 } from "./rules/f3.ts";
import { i1 } from "./rules/i1.ts";
import { l1 } from "./rules/l1.ts";
import { l2 } from "./rules/l2.ts";
import { m1 } from "./rules/m1.ts";
import { m2 } from "./rules/m2.ts";
import { n1 } from "./rules/n1.ts";
import { n2 } from "./rules/n2.ts";
import { n3 } from "./rules/n3.ts";
import { n4 } from "./rules/n4.ts";
import { n5 } from "./rules/n5.ts";
import { n6 } from "./rules/n6.ts";
import { p1 } from "./rules/p1.ts";
import { p2 } from "./rules/p2.ts";
import { p3 } from "./rules/p3.ts";
import { p4 } from "./rules/p4.ts";
import { p5 } from "./rules/p5.ts";
import { r2 } from "./rules/r2.ts";
import { r3 } from "./rules/r3.ts";
import { r4 } from "./rules/r4.ts";
import { r5 } from "./rules/r5.ts";
import { r6 } from "./rules/r6.ts";
import { r7 } from "./rules/r7.ts";
import { r8 } from "./rules/r8.ts";
import { r9 } from "./rules/r9.ts";
import { r11 } from "./rules/r11.ts";
import { r11b } from "./rules/r11-lines.ts";
import { r12 } from "./rules/r12.ts";
import { t1 } from "./rules/t1.ts";
import { t2 } from "./rules/t2.ts";
import { t3 } from "./rules/t3.ts";
import { t4 } from "./rules/t4.ts";
import { t5 } from "./rules/t5.ts";
import { t5b } from "./rules/t5b.ts";
import { t6 } from "./rules/t6.ts";
import { t8 } from "./rules/t8.ts";
import { v1 } from "./rules/v1.ts";
import { x1 } from "./rules/x1.ts";
import { x2 } from "./rules/x2.ts";
import { x3 } from "./rules/x3.ts";
import { x4 } from "./rules/x4.ts";

/** All rules, in the order in which a reader looks at them. A new rule is a new file and a line here. */
export const RULES: readonly Rule[] = [
  t1,
  t2,
  t3,
  t4,
  t5,
  t5b,
  t6,
  t8,
  eae,
  l1,
  l2,
  p1,
  p2,
  p3,
  p4,
  p5,
  r2,
  r3,
  r4,
  r5,
  r6,
  r7,
  r8,
  r9,
  n1,
  n2,
  n3,
  n4,
  n5,
  n6,
  e1,
  e2,
  c1,
  c2,
  c4,
  c8,
  c9,
  c10,
  c10b,
  c11,
  c12,
  c13,
  r11,
  r11b,
  r12,
  f1,
  f2,
  f3,
  m1,
  m2,
  v1,
  i1,
  a1,
  a2,
  x1,
  x2,
  x3,
  x4,
];

export interface ReconcileInput {
  readonly ledger: Ledger;
  readonly events: readonly LedgerEvent[];
  readonly assertions: readonly Assertion[];
  readonly accounts: readonly Account[];
  readonly windows: readonly Window[];
  readonly rates: Rates;
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly tolerances: Tolerances;
  readonly restatements: readonly Restatement[];
}

/** Makes all checks and looks for the causes of differences. Raises nothing: {@link differences} does, after waivers. */
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
      checks.push(compare(rule.name, comparison, tolerance));
    }
  }
  return { value: explained(checks, facts), diagnostics: [] };
}

/** Raises `reconcile/differs` for each difference that nothing explains and no waiver accepts. */
export const differences = (
  checks: readonly Check[],
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): readonly Diagnostic[] =>
  checks
    .filter((check) => check.status === "differs" && !isExplained(check))
    .map((check) => diagnosticOf(check, instruments));

function byKind(assertions: readonly Assertion[]): AssertionsByKind {
  const sorted: Record<Assertion["kind"], Assertion[]> = {
    position: [],
    "open lot": [],
    "closed lot": [],
    trade: [],
    cash: [],
    nav: [],
    "nav change": [],
    "nav columns": [],
    "cash lines": [],
    rate: [],
    "position row": [],
    order: [],
    performance: [],
    "mark to market": [],
    "prior mark": [],
    "position value": [],
    "interest accrual": [],
    "dividend accrual": [],
    "accrual total": [],
    "funds line": [],
    "exported section": [],
    "option event": [],
    "currency transaction": [],
    "currency lot": [],
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
    hint: `compare the rows; the page of the rule lists what it is made of; to accept it: ${waiverText(check)} under waivers: in labels/waivers.yml`,
  };
}

/** What to paste under `waivers:` to accept a difference, but for the reason and the day. */
function waiverText(check: Check): string {
  const rest = restOf(check);
  return `{ check: ${JSON.stringify(check.id)}, upTo: "${isKnown(rest) ? rest.abs() : 0}", reason: …, until: … }`;
}
