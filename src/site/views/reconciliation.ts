/** The comparison with the broker: by rule, every difference, and what cannot be checked and why. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { compareText } from "../../core/ids.ts";
import type { Check, RuleCounts } from "../../ledger/checks.ts";
import { RULES } from "../../ledger/reconcile.ts";
import { counted, typeset } from "../format/words.ts";
import { type Banner, bannerOf, totalOf } from "./banner.ts";
import { ruleLists, shownOf } from "./check-places.ts";
import { type CheckRow, checkRow, whyUnknown } from "./check-rows.ts";
import { checkedYears, type YearDays } from "./days.ts";
import { type DifferenceGroup, differenceGroups } from "./differences.ts";
import { type CheckState, checksByRule, worstState } from "./lookup.ts";
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
  readonly groups: readonly DifferenceGroup[];
  /** The newest years, day by day. */
  readonly years: readonly YearDays[];
  readonly reasons: readonly Reason[];
}

/** How many years of days the page draws. */
const YEARS = 3;

export const reconciliationView = (report: Report): ReconciliationView => ({
  banner: bannerOf(report),
  rules: ruleNames(report).map((name) => ruleRow(report, name)),
  total: totalOf(Object.values(report.summary)),
  groups: differenceGroups(report),
  years: checkedYears(report).slice(0, YEARS),
  reasons: reasonsOf(report.checks),
});

/** Rules in their own order, then any that only the checks name. */
export function ruleNames(report: Report): readonly string[] {
  return [...new Set([...RULES.map(({ name }) => name), ...checksByRule(report).keys()])];
}

function ruleRow(report: Report, name: string): RuleRow {
  const checks = checksByRule(report).get(name) ?? [];
  return {
    name,
    title: typeset(RULES.find((rule) => rule.name === name)?.title ?? ""),
    href: placesOf(report).rule(name),
    counts: report.summary[name] ?? { agrees: 0, explained: 0, unexplained: 0, notReported: 0 },
    largest: largestOf(checks),
    state: worstState(checks),
  };
}

/** The largest difference with its sign; empty where there is none. */
export function largestOf(checks: readonly Check[]): string {
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

/** What cannot be checked, by reason, the most frequent first. */
export function reasonsOf(checks: readonly Check[]): readonly Reason[] {
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

/** The first checks of a list as rows. */
export const rowsOf = (report: Report, checks: readonly Check[], limit: number) =>
  checks.slice(0, limit).map((check) => checkRow(report, check));

export function ruleView(report: Report, name: string): RuleView {
  const rule = RULES.find((one) => one.name === name);
  const { differs, unknown, agrees } = ruleLists(report, name);
  const shown = shownOf({ differs, unknown, agrees });
  const rows = (some: readonly Check[]) => rowsOf(report, some, some.length);
  return {
    name,
    title: typeset(rule?.title ?? name),
    formula: typeset(rule?.formula ?? ""),
    source: rule?.source ?? "",
    summary: `${counted(agrees.length, "figure")} ${agrees.length === 1 ? "agrees" : "agree"}, ${differs.length} ${differs.length === 1 ? "differs" : "differ"}, ${unknown.length} not reported`,
    differences: rows(shown.differs),
    moreDifferences: differs.length - shown.differs.length,
    reasons: reasonsOf(unknown),
    unreported: rows(shown.unknown),
    moreUnreported: unknown.length - shown.unknown.length,
    agreeing: rows(shown.agrees),
    moreAgreeing: agrees.length - shown.agrees.length,
  };
}
