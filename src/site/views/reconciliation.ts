/** The comparison with the broker: by rule, every difference, and what cannot be checked and why. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { compareText } from "../../core/ids.ts";
import type { Check, RuleCounts } from "../../ledger/checks.ts";
import { RULES } from "../../ledger/reconcile.ts";
import { capital, counted, spoken } from "../format/words.ts";
import { type Banner, bannerOf, totalOf } from "./banner.ts";
import { type CheckRow, checkRow, whyUnknown } from "./check-rows.ts";
import { type CheckState, checksByRule, stateOf, worstState } from "./lookup.ts";
import { placesOf } from "./places.ts";
import { differenceText } from "./trace.ts";

export interface RuleRow {
  readonly name: string;
  readonly title: string;
  readonly href: string;
  readonly counts: RuleCounts;
  /** The largest difference with its sign; empty where there is none. */
  readonly largest: string;
  readonly state: CheckState | null;
}

export interface Reason {
  readonly why: string;
  readonly count: number;
  readonly rules: readonly string[];
}

export interface ReconciliationView {
  readonly banner: Banner;
  readonly rules: readonly RuleRow[];
  readonly total: RuleCounts;
  readonly differences: readonly CheckRow[];
  readonly differencesTitle: string;
  readonly reasons: readonly Reason[];
}

/** How many differences the page lists; the pages of the rules list all. */
const LISTED = 200;

export function reconciliationView(report: Report): ReconciliationView {
  const differing = report.checks.filter(({ status }) => status === "differs");
  const shown = differing.toSorted(unexplainedFirst).slice(0, LISTED);
  const unexplained = differing.filter((check) => stateOf(check) === "unexplained").length;
  return {
    banner: bannerOf(report),
    rules: ruleNames(report).map((name) => ruleRow(report, name)),
    total: totalOf(Object.values(report.summary)),
    differences: shown.map((check) => checkRow(report, check)),
    differencesTitle: titleOf(differing.length, unexplained),
    reasons: reasonsOf(report.checks),
  };
}

function titleOf(differing: number, unexplained: number): string {
  if (differing === 0) return "No differences";
  const all = capital(spoken(differing, "difference"));
  if (unexplained === 0)
    return `${all}, ${differing === 1 ? "explained" : differing === 2 ? "both explained" : "all explained"}`;
  return unexplained === differing
    ? `${all} without an explanation`
    : `${all}, ${unexplained} without an explanation`;
}

const unexplainedFirst = (a: Check, b: Check): number =>
  compareText(stateOf(b), stateOf(a)) || compareText(b.date, a.date) || compareText(a.id, b.id);

/** Rules in their own order, then any that only the checks name. */
export function ruleNames(report: Report): readonly string[] {
  return [...new Set([...RULES.map(({ name }) => name), ...checksByRule(report).keys()])];
}

function ruleRow(report: Report, name: string): RuleRow {
  const checks = checksByRule(report).get(name) ?? [];
  return {
    name,
    title: RULES.find((rule) => rule.name === name)?.title ?? "",
    href: placesOf(report).rule(name),
    counts: report.summary[name] ?? { agrees: 0, explained: 0, unexplained: 0, notReported: 0 },
    largest: largestOf(checks),
    state: worstState(checks),
  };
}

function largestOf(checks: readonly Check[]): string {
  let largest: Check | undefined;
  for (const check of checks) {
    if (check.status !== "differs" || !isKnown(check.difference)) continue;
    const size = check.difference.abs();
    const before =
      largest === undefined || !isKnown(largest.difference) ? null : largest.difference.abs();
    if (before === null || size.compare(before) > 0) largest = check;
  }
  return largest === undefined || !isKnown(largest.difference)
    ? ""
    : differenceText(largest.difference, largest.currency);
}

function reasonsOf(checks: readonly Check[]): readonly Reason[] {
  const unknown = checks.filter(({ status }) => status === "not-reported");
  return [...Map.groupBy(unknown, whyUnknown)]
    .map(([why, own]) => ({
      why: why || "no reason is given",
      count: own.length,
      rules: [...new Set(own.map(({ rule }) => rule))],
    }))
    .toSorted((a, b) => b.count - a.count || compareText(a.why, b.why));
}

export interface RuleView {
  readonly name: string;
  readonly title: string;
  readonly formula: string;
  readonly source: string;
  readonly summary: string;
  readonly differences: readonly CheckRow[];
  readonly moreDifferences: number;
  readonly reasons: readonly Reason[];
  readonly unreported: readonly CheckRow[];
  readonly moreUnreported: number;
  readonly agreeing: readonly CheckRow[];
  readonly moreAgreeing: number;
}

const DIFFERENCES = 1000;
const SAMPLE = 50;

export function ruleView(report: Report, name: string): RuleView {
  const rule = RULES.find((one) => one.name === name);
  const checks = (checksByRule(report).get(name) ?? []).toSorted(unexplainedFirst);
  const of = (status: Check["status"]) => checks.filter((check) => check.status === status);
  const [differs, unknown, agrees] = [of("differs"), of("not-reported"), of("agrees")];
  const rows = (some: readonly Check[], limit: number) =>
    some.slice(0, limit).map((check) => checkRow(report, check));
  const over = (some: readonly Check[], limit: number) =>
    some.length > limit ? some.length - limit : 0;
  return {
    name,
    title: rule?.title ?? name,
    formula: rule?.formula ?? "",
    source: rule?.source ?? "",
    summary: `${counted(agrees.length, "figure")} ${agrees.length === 1 ? "agrees" : "agree"}, ${differs.length} ${differs.length === 1 ? "differs" : "differ"}, ${unknown.length} not reported`,
    differences: rows(differs, DIFFERENCES),
    moreDifferences: over(differs, DIFFERENCES),
    reasons: reasonsOf(unknown),
    unreported: rows(unknown, SAMPLE),
    moreUnreported: over(unknown, SAMPLE),
    agreeing: rows(agrees, SAMPLE),
    moreAgreeing: over(agrees, SAMPLE),
  };
}
