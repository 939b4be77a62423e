/** One difference on a page of its own: both figures, what explains it, what it hangs on, and every row behind it. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, isKnown } from "../../core/amount.ts";
import { assert } from "../../core/assert.ts";
import { type RowRef, rowsOnce } from "../../core/ids.ts";
import { EXPLANATIONS } from "../../ledger/causes/codes.ts";
import { type Cause, type Check, restOf } from "../../ledger/checks.ts";
import { RULES } from "../../ledger/reconcile.ts";
import { dateText, longDate, readable } from "../format/date.ts";
import { exact } from "../format/number.ts";
import { capital, typeset } from "../format/words.ts";
import { href } from "../links.ts";
import { followersOf, precedingOf, rootOf, sinceOf } from "./chains.ts";
import { checkHref, differencesOf, instrumentChecksPath } from "./check-places.ts";
import { type CheckRow, checkRow } from "./check-rows.ts";
import { dayHref } from "./days.ts";
import { eventsOf } from "./difference-events.ts";
import { type LotsOfCheck, lotsOf } from "./difference-lots.ts";
import { explainedText, extentOf } from "./differences.ts";
import type { EventRow } from "./event-rows.ts";
import { once } from "./once.ts";
import { headingIn } from "./options.ts";
import { beyond } from "./parts.ts";
import { differenceText, type RowLink, rowLink } from "./trace.ts";

export interface CauseRow {
  readonly code: string;
  readonly meaning: string;
  readonly because: string;
  readonly amount: Amount;
  readonly rows: readonly RowLink[];
  readonly moreRows: number;
  /** The check that it follows from. */
  readonly from: { readonly text: string; readonly href: string } | null;
}

export interface DifferenceView {
  readonly row: CheckRow;
  readonly title: string;
  /** The account and the day; since when, where that is earlier. */
  readonly summary: string;
  readonly tolerance: string;
  readonly rule: { readonly title: string; readonly formula: string; readonly source: string };
  readonly explained: string;
  readonly causes: readonly CauseRow[];
  readonly rest: Amount;
  readonly since: string;
  readonly extent: readonly string[];
  /** The first difference of the chain; null where it is this one. */
  readonly root: CheckRow | null;
  readonly preceding: readonly CheckRow[];
  readonly followers: readonly CheckRow[];
  readonly moreFollowers: number;
  readonly lots: LotsOfCheck;
  readonly events: readonly EventRow[];
  readonly eventsTitle: string;
  readonly rows: readonly RowLink[];
  readonly moreRows: number;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

const ROWS = 60;
const CAUSE_ROWS = 12;
const FOLLOWERS = 50;

const byId = once((report) => new Map(differencesOf(report).map((check) => [check.id, check])));

export function differenceView(report: Report, id: string): DifferenceView {
  const check = byId(report).get(id);
  assert(check !== undefined, `there is a page for ${id}, which does not differ`);
  const row = checkRow(report, check);
  const rule = RULES.find(({ name }) => name === check.rule);
  const root = rootOf(report, check);
  const followers = followersOf(report, check);
  const rows = rowsOf(check);
  const since = sinceOf(report, check);
  const { events, title } = eventsOf(report, check);
  return {
    row,
    title: titleOf(check, row),
    summary: `${check.account}, ${longDate(check.date)}${since === check.date ? "" : `; it differs since ${longDate(since)}`}`,
    tolerance: exact(check.tolerance),
    rule: {
      title: typeset(rule?.title ?? ""),
      formula: typeset(rule?.formula ?? ""),
      source: rule?.source ?? "",
    },
    explained: explainedText(check),
    causes: check.causes.map((cause) => causeRow(report, check, cause)),
    rest: restOf(check),
    since: longDate(since),
    extent: extentOf(report, check),
    root: root === check ? null : checkRow(report, root),
    preceding: precedingOf(report, check).map((one) => checkRow(report, one)),
    followers: followers.slice(0, FOLLOWERS).map((one) => checkRow(report, one)),
    moreFollowers: beyond(followers, FOLLOWERS),
    lots: lotsOf(report, check),
    events,
    eventsTitle: title,
    rows: rows.slice(0, ROWS).map((one) => rowLink(report, one)),
    moreRows: beyond(rows, ROWS),
    links: linksOf(report, check, row),
  };
}

/** `KO cost basis differs by +0.45 USD`; where there is no instrument, the name begins with the currency. */
function titleOf({ difference, currency, instrument }: Check, { what }: CheckRow): string {
  const unit = currency === "" || instrument === null ? "" : `\u00a0${currency}`;
  const by = isKnown(difference) ? ` by ${differenceText(difference, currency)}${unit}` : "";
  return `${capital(what)} differs${by}`;
}

/** The broker's row first, then what ours is made of, then what proves the causes; each once. */
function rowsOf({ rows, causes }: Check): readonly RowRef[] {
  const all = [...rows, ...causes.flatMap((cause) => cause.rows)];
  return rowsOnce(all);
}

function causeRow(report: Report, check: Check, cause: Cause): CauseRow {
  const { code, because, amount, rows, from } = cause;
  const [before] = from === undefined ? [] : precedingOf(report, { ...check, causes: [cause] });
  return {
    code,
    meaning: EXPLANATIONS[code],
    because: capital(readable(because)),
    amount,
    rows: rows.slice(0, CAUSE_ROWS).map((one) => rowLink(report, one)),
    moreRows: beyond(rows, CAUSE_ROWS),
    from:
      before === undefined
        ? null
        : {
            text: `${before.rule}, ${checkRow(report, before).what}, ${dateText(before.date)}`,
            href: checkHref(report, before),
          },
  };
}

function linksOf(report: Report, check: Check, row: CheckRow): DifferenceView["links"] {
  const day = dayHref(report, check.date);
  const own = check.instrument === null ? null : instrumentChecksPath(report, check.instrument);
  const heading = check.instrument === null ? "" : headingIn(report, check.instrument);
  return [
    ...(own === null ? [] : [{ text: `All checks of ${heading}`, href: href(own) }]),
    ...(day === null ? [] : [{ text: `All checks of ${dateText(check.date)}`, href: day }]),
    { text: `All checks of ${check.rule}`, href: row.ruleHref },
    ...(row.oursHref === null || !isKnown(check.ours)
      ? []
      : [{ text: "How our figure came about", href: row.oursHref }]),
  ];
}
