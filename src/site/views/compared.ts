/** How a figure compares with the broker's, in one line with a link: what its trace says, and what marks it in place. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import type { Figure } from "../../core/figures.ts";
import type { Check } from "../../ledger/checks.ts";
import { dateText } from "../format/date.ts";
import { fieldText } from "../format/field-names.ts";
import { countText } from "../format/number.ts";
import { counted } from "../format/words.ts";
import { checkHref, unexplainedFirst } from "./check-places.ts";
import { whyUnknown } from "./check-rows.ts";
import { checksBehind, openOf } from "./checks-of-figure.ts";
import { type CheckState, stateOf, worstState } from "./lookup.ts";
import { differenceText } from "./trace.ts";

export interface Compared {
  /** Null where the broker gives nothing to compare with. */
  readonly state: CheckState | null;
  /** After "Compared with the broker: ". */
  readonly text: string;
  readonly href: string | null;
}

export function comparedOf(report: Report, figure: Figure): Compared {
  const checks = checksBehind(report, figure);
  const state = worstState(checks);
  const [first, second] = checks
    .filter((check) => stateOf(check) === state)
    .toSorted(unexplainedFirst);
  if (state === null || first === undefined)
    return { state: null, text: "the statements hold no figure for it", href: null };
  const href = checkHref(report, first);
  return checks.length === 1
    ? { state, text: `${outcome(first)} (${first.rule}, ${dateText(first.date)})`, href }
    : { state, text: `${severalText(checks, first, second !== undefined)}`, href };
}

/** How one comparison came out. */
function outcome(check: Check): string {
  if (check.status === "agrees") return "agrees";
  if (check.status === "not-reported") return `not reported, because ${whyUnknown(check)}`;
  const by = isKnown(check.difference)
    ? ` by ${differenceText(check.difference, check.currency)}`
    : "";
  return `differs${by}${stateOf(check) === "explained" ? ", explained" : ""}`;
}

function severalText(checks: readonly Check[], worst: Check, isMore: boolean): string {
  const rules = [...new Set(checks.map(({ rule }) => rule))].join(", ");
  const all = `${countText(checks.length)} comparisons`;
  const own = checks.filter(({ status }) => status === worst.status).length;
  if (worst.status === "agrees")
    return own === checks.length
      ? `agrees in ${all} (${rules})`
      : `agrees in ${countText(own)} of ${all}, the others are not reported (${rules})`;
  if (worst.status === "not-reported") return `${outcome(worst)} (${all}, ${rules})`;
  const which = isMore ? `, one of ${counted(own, "difference")}` : "";
  return `${outcome(worst)} (${worst.rule}, ${dateText(worst.date)}${which} in ${all})`;
}

export interface Mark {
  /** For those who do not see the sign. */
  readonly text: string;
  readonly href: string;
}

/** The mark of a figure that an open difference touches; null where none does. */
export function markOf(report: Report, figure: Figure): Mark | null {
  const check = openOf(report, figure);
  if (check === null) return null;
  return {
    text: `open difference: ${check.rule}, ${fieldText(check.field)}, ${dateText(check.date)}`,
    href: checkHref(report, check),
  };
}
