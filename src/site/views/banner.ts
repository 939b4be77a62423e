/** Does it tie out? The answer in one sentence, with counts, coverage, and a link where something is wrong. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { addDays, type IsoDate, isWeekday } from "../../core/dates.ts";
import { severityOf } from "../../core/diagnostics.ts";
import { compareText } from "../../core/ids.ts";
import type { Check, RuleCounts } from "../../ledger/checks.ts";
import { dateText, longDate } from "../format/date.ts";
import { fieldText } from "../format/field-names.ts";
import { countText, exact } from "../format/number.ts";
import { counted } from "../format/words.ts";
import { sinceOf } from "./chains.ts";
import { undecidedOf } from "./corporate-actions.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { isAboutFetching, lastFetched, type Notice, noticesOf } from "./ingestion.ts";
import { stateOf } from "./lookup.ts";
import { once } from "./once.ts";
import { headingIn } from "./options.ts";
import type { ShownState } from "./states.ts";

export interface Banner {
  readonly state: ShownState;
  readonly sentence: string;
  /**
   * How the sentence goes on: `2 differences explained, 0 unexplained; complete since 3 January 2023`. Empty without
   * data.
   */
  readonly more: string;
  readonly counts: RuleCounts;
  /** Errors in the data, apart from differences with the broker. */
  readonly errors: number;
  /** At the right: when the data was fetched or the newest statement made. */
  readonly when: readonly string[];
  /** How many corporate actions are to be decided; empty where all are. */
  readonly undecided: string;
  /** What about fetching asks for attention. */
  readonly notices: readonly Notice[];
  readonly coverage: readonly Coverage[];
}

/** A statement is stale when it ends more than this many weekdays before the build. */
const STALE = 2;

export const bannerOf = once((report): Banner => {
  const counts = totalOf(Object.values(report.summary));
  const coverage = coverageOf(report);
  const errors = report.diagnostics.filter(
    (one) =>
      severityOf(one) === "error" && one.code !== "reconcile/differs" && !isAboutFetching(one.code),
  ).length;
  return {
    state: bannerState(report, counts, errors),
    sentence: sentenceOf(report, counts, errors),
    more: moreOf(report, counts, coverage),
    counts,
    errors,
    coverage,
    when: report.asOf === null ? [] : madeText(report),
    undecided: undecidedOf(report).text,
    notices: noticesOf(report),
  };
});

function bannerState(report: Report, counts: RuleCounts, errors: number): ShownState {
  if (counts.unexplained > 0 || errors > 0) return "unexplained";
  if (counts.explained === 0 && counts.agrees === 0) return "unknown";
  if (isStale(report)) return "provisional";
  return counts.explained > 0 ? "explained" : "agrees";
}

/** Whether the last day is so long ago that a newer statement should be here. The demo account never ages. */
export const isStale = ({ asOf, builtAt, demo }: Report): boolean =>
  !demo && asOf !== null && weekdaysAfter(asOf, builtAt.slice(0, 10)) > STALE;

export function totalOf(rules: readonly RuleCounts[]): RuleCounts {
  const total = { agrees: 0, explained: 0, unexplained: 0, notReported: 0 };
  for (const rule of rules) {
    total.agrees += rule.agrees;
    total.explained += rule.explained;
    total.unexplained += rule.unexplained;
    total.notReported += rule.notReported;
  }
  return total;
}

function sentenceOf(report: Report, counts: RuleCounts, errors: number): string {
  const sentence = checkedSentence(report, counts);
  const inData = `${counted(errors, "error")} in the data`;
  if (report.asOf === null && report.files.length > 0) return `Nothing can be reported: ${inData}`;
  return errors === 0 || report.asOf === null || counts.unexplained > 0
    ? sentence
    : `${sentence}, but there ${errors === 1 ? "is" : "are"} ${inData}`;
}

function checkedSentence(report: Report, counts: RuleCounts): string {
  const { asOf } = report;
  if (asOf === null) return "Nothing to report yet: there is no statement under data/";
  if (!isStale(report)) return plainSentence(report, counts, ` through ${longDate(asOf)}`);
  const plain = plainSentence(report, counts, "")
    .replace(/^Ties/, "it ties")
    .replace(/^Nothing/, "nothing");
  return `Last statement is of ${longDate(asOf)}; until then ${plain}`;
}

function plainSentence(report: Report, counts: RuleCounts, until: string): string {
  if (counts.unexplained > 0) return openSentence(report, counts.unexplained);
  if (counts.agrees === 0 && counts.explained === 0)
    return "Nothing to compare with: the statements hold no figures to check";
  if (counts.notReported > 0)
    return `Ties out to the cent${until} where it can be checked, which ${counted(counts.notReported, "figure")} cannot`;
  return `Ties out to the cent${until}`;
}

function openSentence(report: Report, count: number): string {
  const open = report.checks.filter((one) => stateOf(one) === "unexplained");
  const [check] = open;
  if (count === 1 && check !== undefined) return offSentence(report, check);
  const since = open.map((one) => sinceOf(report, one)).sort(compareText)[0];
  return `${counted(count, "figure")} differ from the broker’s without an explanation, the first on ${longDate(since ?? "")}`;
}

/** `KO is off by 12.40 USD since 18 November 2026`. */
function offSentence(report: Report, check: Check): string {
  const { instrument, field, difference, currency, account } = check;
  const what = instrument === null ? account : headingIn(report, instrument);
  const by = isKnown(difference)
    ? `${exact(difference.abs(), currency === "" ? 0 : 2)}${currency === "" ? "" : `\u202f${currency}`}`
    : "an unknown amount";
  return `${what} is off by ${by} (${fieldText(field)}) since ${longDate(sinceOf(report, check))}`;
}

function weekdaysAfter(from: IsoDate, to: string): number {
  let days = 0;
  for (let day = addDays(from, 1); day < to && days <= STALE; day = addDays(day, 1))
    if (isWeekday(day)) days++;
  return days;
}

/** What was counted, and how complete the statements are; counts of nothing are not stated. */
function moreOf(report: Report, counts: RuleCounts, coverage: readonly Coverage[]): string {
  if (report.asOf === null) return "";
  const { agrees, explained, unexplained, notReported } = counts;
  if (agrees + explained + unexplained > 0)
    return `${counted(explained, "difference")} explained, ${countText(unexplained)} unexplained; ${completeText(coverage, report.asOf)}`;
  const unknown = notReported === 0 ? "" : `${counted(notReported, "figure")} not reported; `;
  return unknown + completeText(coverage, report.asOf);
}

function completeText(coverage: readonly Coverage[], asOf: IsoDate): string {
  const gaps = coverage.flatMap(({ gaps: own }) => own);
  const from = coverage.map((one) => one.from).sort()[0] ?? asOf;
  return gaps.length === 0
    ? `complete since ${longDate(from)}`
    : `${counted(gaps.length, "gap")} since ${longDate(from)}`;
}

function madeText(report: Report): readonly string[] {
  const fetched = lastFetched(report);
  if (fetched !== null) return [`Last fetched ${dateText(fetched)} UTC`];
  const newest =
    report.windows
      .map(({ generated }) => generated ?? "")
      .sort()
      .at(-1) ?? "";
  return newest === "" ? [] : [`Newest statement made ${dateText(newest)}`];
}
