/** Some checks by rule: how many came out how, and the newest that agrees with both of its figures. */
import type { Report } from "../../analytics/report.ts";
import { type Check, countByRule, type RuleCounts } from "../../ledger/checks.ts";
import { RULES } from "../../ledger/reconcile.ts";
import { typeset } from "../format/words.ts";
import { type CheckRow, checkRow } from "./check-rows.ts";
import { type CheckState, worstState } from "./lookup.ts";
import { placesOf } from "./places.ts";

export interface RuleCount {
  readonly name: string;
  readonly title: string;
  readonly href: string;
  readonly counts: RuleCounts;
  readonly state: CheckState | null;
  /** The newest that agrees; null where none does. */
  readonly newest: CheckRow | null;
}

/** Rules in their own order, then any that only the checks name. */
export function countsOf(report: Report, checks: readonly Check[]): readonly RuleCount[] {
  const byRule = Map.groupBy(checks, ({ rule }) => rule);
  const counts = countByRule(checks);
  const order = [...new Set([...RULES.map(({ name }) => name), ...byRule.keys()])];
  return order.flatMap((name) => {
    const own = byRule.get(name);
    const count = counts[name];
    if (own === undefined || count === undefined) return [];
    const agreeing = own.filter(({ status }) => status === "agrees");
    const [first, ...rest] = agreeing;
    const newest = rest.reduce((last, one) => (one.date > (last?.date ?? "") ? one : last), first);
    return [
      {
        name,
        title: typeset(RULES.find((rule) => rule.name === name)?.title ?? ""),
        href: placesOf(report).rule(name),
        counts: count,
        state: worstState(own),
        newest: newest === undefined ? null : checkRow(report, newest),
      },
    ];
  });
}
