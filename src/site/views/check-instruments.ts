/** The comparison with the broker by instrument: a table of all, and for each its checks by rule. */
import type { Report } from "../../analytics/report.ts";
import { compareText, type InstrumentId } from "../../core/ids.ts";
import { besideHeading } from "../../exports/instrument-name.ts";
import { type Check, countByRule, type RuleCounts } from "../../ledger/checks.ts";
import { countText } from "../format/number.ts";
import { capital, counted, spoken } from "../format/words.ts";
import { href } from "../links.ts";
import { totalOf } from "./banner.ts";
import { countsOf, type RuleCount } from "./check-counts.ts";
import { instrumentChecksPath, unexplainedFirst } from "./check-places.ts";
import type { CheckRow } from "./check-rows.ts";
import { countsText } from "./days.ts";
import { type DifferenceRow, differenceRow } from "./differences.ts";
import { type CheckState, checksByInstrument, RANK, worstState } from "./lookup.ts";
import { once } from "./once.ts";
import { headingIn } from "./options.ts";
import { beyond } from "./parts.ts";
import { placesOf } from "./places.ts";
import { largestOf, rowsOf } from "./reconciliation.ts";
import { instrumentSlugs } from "./traced.ts";

export interface InstrumentRow {
  readonly symbol: string;
  readonly name: string;
  readonly href: string;
  readonly counts: RuleCounts;
  /** The largest difference with its sign; empty where there is none. */
  readonly largest: string;
  readonly state: CheckState;
}

export interface InstrumentsView {
  readonly title: string;
  readonly summary: string;
  readonly rows: readonly InstrumentRow[];
  readonly more: number;
}

const LISTED = 1000;

const checkedInstruments = once((report): readonly (InstrumentRow & { id: InstrumentId })[] =>
  [...checksByInstrument(report)].flatMap(([id, checks]) => {
    const path = id === null ? null : instrumentChecksPath(report, id);
    if (id === null || path === null) return [];
    const instrument = report.instruments.get(id);
    return [
      {
        id,
        symbol: headingIn(report, id),
        name: instrument === undefined ? "" : besideHeading(instrument),
        href: href(path),
        counts: totalOf(Object.values(countByRule(checks))),
        largest: largestOf(checks),
        state: worstState(checks) ?? "unknown",
      },
    ];
  }),
);

/** What asks for attention first, then by symbol. */
export function instrumentsView(report: Report): InstrumentsView {
  const all = checkedInstruments(report).toSorted(
    (a, b) => RANK[b.state] - RANK[a.state] || compareText(a.symbol, b.symbol),
  );
  const differing = all.filter(({ counts }) => counts.explained + counts.unexplained > 0).length;
  return {
    title:
      all.length === 0
        ? "No instrument is compared"
        : differing === 0
          ? `No difference in ${counted(all.length, "instrument")}`
          : `${capital(spoken(differing, "instrument"))} of ${countText(all.length)} ${differing === 1 ? "has" : "have"} differences`,
    summary:
      "Figures that are about one instrument; those of cash and net asset value are under By rule",
    rows: all.slice(0, LISTED),
    more: beyond(all, LISTED),
  };
}

export interface InstrumentChecksView {
  readonly symbol: string;
  readonly name: string;
  readonly href: string | null;
  readonly summary: string;
  readonly state: CheckState | null;
  readonly differences: readonly DifferenceRow[];
  readonly moreDifferences: number;
  readonly unknown: readonly CheckRow[];
  readonly moreUnknown: number;
  readonly counts: readonly RuleCount[];
}

const DIFFERENCES = 500;
const UNKNOWN = 500;

export function instrumentChecks(report: Report, id: InstrumentId): InstrumentChecksView {
  const checks = (checksByInstrument(report).get(id) ?? []).toSorted(unexplainedFirst);
  const of = (status: Check["status"]) => checks.filter((check) => check.status === status);
  const [differ, unknown] = [of("differs"), of("not-reported")];
  const instrument = report.instruments.get(id);
  return {
    symbol: headingIn(report, id),
    name: instrument === undefined ? "" : besideHeading(instrument),
    href: placesOf(report).instrument(id),
    summary: countsText(totalOf(Object.values(countByRule(checks)))),
    state: worstState(checks),
    differences: differ.slice(0, DIFFERENCES).map((check) => differenceRow(report, check)),
    moreDifferences: beyond(differ, DIFFERENCES),
    unknown: rowsOf(report, unknown, UNKNOWN),
    moreUnknown: beyond(unknown, UNKNOWN),
    counts: countsOf(report, checks),
  };
}

/** A page for each instrument that anything is compared for. */
export const instrumentChecksPaths = (report: Report) =>
  checkedInstruments(report).flatMap(({ id }) => {
    const slug = instrumentSlugs(report).get(id);
    return slug === undefined ? [] : [{ params: { slug }, props: { id } }];
  });
