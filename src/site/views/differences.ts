/** All differences in groups: what nobody can explain first, then causes, consequences, and what the user accepted. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { compareText } from "../../core/ids.ts";
import { EXPLANATIONS } from "../../ledger/causes/codes.ts";
import { type Check, restOf } from "../../ledger/checks.ts";
import { dateText } from "../format/date.ts";
import { capital, counted, spoken } from "../format/words.ts";
import { countFollowers, daysOf, precedingOf, sinceOf } from "./chains.ts";
import { differencesOf } from "./check-places.ts";
import { type CheckRow, checkRow } from "./check-rows.ts";
import { stateOf } from "./lookup.ts";
import { once } from "./once.ts";
import { differenceText } from "./trace.ts";

/** A difference in a list, with its beginning. */
export interface DifferenceRow extends CheckRow {
  readonly since: string;
  /** `on 31 compared days`, `12 more follow from it`. */
  readonly extent: readonly string[];
}

export interface DifferenceGroup {
  readonly id: string;
  readonly title: string;
  /** What the group is. */
  readonly about: string;
  readonly rows: readonly DifferenceRow[];
  readonly more: number;
  /** What the codes of the causes mean. */
  readonly meanings: readonly { readonly code: string; readonly meaning: string }[];
}

/** How many differences of a group a page lists; the pages of the rules list all. */
const LISTED = 100;

type Kind = "unexplained" | "explained" | "follows" | "waived";

function kindOf(report: Report, check: Check): Kind {
  if (stateOf(check) === "unexplained") return "unexplained";
  if (check.causes.some(({ code }) => code === "WAIVED")) return "waived";
  return precedingOf(report, check).length > 0 ? "follows" : "explained";
}

const GROUPS: readonly {
  readonly kind: Kind;
  readonly title: (count: number) => string;
  readonly about: string;
}[] = [
  {
    kind: "unexplained",
    title: (count) => `${capital(spoken(count, "difference"))} without an explanation`,
    about: "the longest standing first",
  },
  {
    kind: "explained",
    title: (count) => `${capital(spoken(count, "difference"))} explained`,
    about: "each with its causes",
  },
  {
    kind: "follows",
    title: (count) =>
      `${capital(spoken(count, "difference"))} that ${count === 1 ? "follows" : "follow"} from others`,
    about: "gone as soon as the first of the chain is",
  },
  {
    kind: "waived",
    title: (count) => `${capital(spoken(count, "difference"))} that you accepted`,
    about: "waived in labels/waivers.yml",
  },
];

/** The groups that have any, in the order in which they ask for attention. */
export const differenceGroups = once((report): readonly DifferenceGroup[] => {
  const byKind = Map.groupBy(differencesOf(report), (check) => kindOf(report, check));
  return GROUPS.flatMap(({ kind, title, about }) => {
    const checks = byKind.get(kind) ?? [];
    if (checks.length === 0) return [];
    const ordered = kind === "unexplained" ? oldestFirst(report, checks) : checks;
    const listed = ordered.slice(0, LISTED);
    const more = checks.length - listed.length;
    const rows = listed.map((check) => differenceRow(report, check));
    return [
      { id: kind, title: title(checks.length), about, rows, more, meanings: meaningsOf(listed) },
    ];
  });
});

const meaningsOf = (checks: readonly Check[]): DifferenceGroup["meanings"] =>
  [...new Set(checks.flatMap(({ causes }) => causes.map(({ code }) => code)))].map((code) => ({
    code,
    meaning: EXPLANATIONS[code],
  }));

const oldestFirst = (report: Report, checks: readonly Check[]): readonly Check[] =>
  checks
    .map((check) => ({ check, since: sinceOf(report, check) }))
    .toSorted((a, b) => compareText(a.since, b.since) || compareText(a.check.id, b.check.id))
    .map(({ check }) => check);

export function differenceRow(report: Report, check: Check): DifferenceRow {
  return {
    ...checkRow(report, check),
    since: dateText(sinceOf(report, check)),
    extent: extentOf(report, check),
  };
}

/** On how many days it stands, and how much hangs on it; empty where there is nothing to say. */
export function extentOf(report: Report, check: Check): readonly string[] {
  const days = daysOf(report, check);
  const followers = countFollowers(report, check);
  return [
    ...(days > 1 ? [`on ${counted(days, "compared day")} in a row`] : []),
    ...(followers > 0
      ? [
          `${counted(followers, "other difference")} ${followers === 1 ? "follows" : "follow"} from it`,
        ]
      : []),
  ];
}

/** What is explained of a difference, in words. */
export function explainedText(check: Check): string {
  if (stateOf(check) === "explained")
    return check.causes.some(({ code }) => code === "WAIVED")
      ? "Accepted in labels/waivers.yml"
      : "Explained in full";
  const rest = restOf(check);
  const known = isKnown(rest)
    ? `${differenceText(rest, check.currency)} is not explained`
    : "Not explained";
  return check.causes.length === 0 ? "Nothing explains it yet" : `Explained in part: ${known}`;
}
