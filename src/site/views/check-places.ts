/** Where each check stands: a page of its own where it differs, else a row of its rule's or its instrument's page. */
import type { Report } from "../../analytics/report.ts";
import { compareText } from "../../core/ids.ts";
import type { Check } from "../../ledger/checks.ts";
import { fragment, href, slugsOf } from "../links.ts";
import { checksByRule, stateOf } from "./lookup.ts";
import { once } from "./once.ts";
import { instrumentSlugs } from "./traced.ts";

/** How many differences have a page of their own. */
const PAGES = 1000;
/** How many differences of a rule, and how many other checks of each kind, its page lists. */
const DIFFERENCES = 1000;
const SAMPLE = 50;

export interface RuleLists {
  readonly differs: readonly Check[];
  readonly unknown: readonly Check[];
  readonly agrees: readonly Check[];
}

/** Unexplained ones first, then the newest. */
export const unexplainedFirst = (a: Check, b: Check): number =>
  compareText(stateOf(b), stateOf(a)) || compareText(b.date, a.date) || compareText(a.id, b.id);

/** The checks of a rule by how they came out, in the order of its page. */
export function ruleLists(report: Report, name: string): RuleLists {
  const checks = (checksByRule(report).get(name) ?? []).toSorted(unexplainedFirst);
  const of = (status: Check["status"]) => checks.filter((check) => check.status === status);
  return { differs: of("differs"), unknown: of("not-reported"), agrees: of("agrees") };
}

/** What of these lists the page of the rule shows. */
export const shownOf = ({ differs, unknown, agrees }: RuleLists): RuleLists => ({
  differs: differs.slice(0, DIFFERENCES),
  unknown: unknown.slice(0, SAMPLE),
  agrees: agrees.slice(0, SAMPLE),
});

/** All differences, unexplained ones first. */
export const differencesOf = once((report): readonly Check[] =>
  report.checks.filter(({ status }) => status === "differs").toSorted(unexplainedFirst),
);

/** The slug of each difference that has a page, by the id of its check. */
const differenceSlugs = once((report) =>
  slugsOf(
    differencesOf(report)
      .slice(0, PAGES)
      .map(({ id }) => id),
  ),
);

/** A page for each difference, up to a bound that keeps the site small. */
export const differencePaths = (report: Report) =>
  [...differenceSlugs(report)].map(([id, slug]) => ({ params: { slug }, props: { id } }));

const listedOnRule = once((report): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const name of checksByRule(report).keys())
    for (const list of Object.values(shownOf(ruleLists(report, name))))
      for (const { id } of list as readonly Check[]) ids.add(id);
  return ids;
});

export const instrumentChecksPath = (report: Report, id: string): string | null => {
  const slug = instrumentSlugs(report).get(id);
  return slug === undefined ? null : `/reconciliation/instruments/${slug}/`;
};

const LISTS: Readonly<Record<Check["status"], string>> = {
  agrees: "agreeing",
  "not-reported": "unreported",
  differs: "differences",
};

/** The nearest place that shows a check. */
export function checkHref(report: Report, { id, rule, status, instrument }: Check): string {
  const slug = differenceSlugs(report).get(id);
  if (slug !== undefined) return href(`/reconciliation/differences/${slug}/`);
  const page = href(`/reconciliation/${encodeURIComponent(rule)}/`);
  if (listedOnRule(report).has(id)) return page + fragment(id);
  const own = instrument === null ? null : instrumentChecksPath(report, instrument);
  return own === null ? `${page}#${LISTS[status]}` : href(own) + fragment(`rule-${rule}`);
}
