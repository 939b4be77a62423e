/** Comparisons with the broker as rows of a table. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, isKnown, type Unknown } from "../../core/amount.ts";
import type { Check } from "../../ledger/checks.ts";
import { dateText, readable } from "../format/date.ts";
import { fieldText } from "../format/field-names.ts";
import { capital } from "../format/words.ts";
import { checkHref } from "./check-places.ts";
import { type CheckState, stateOf } from "./lookup.ts";
import { headingIn } from "./options.ts";
import { placesOf } from "./places.ts";
import { differenceText, type RowLink, rowLink } from "./trace.ts";

export interface CheckRow {
  readonly id: string;
  readonly rule: string;
  readonly ruleHref: string;
  /** What is compared: `KO cost basis`. */
  readonly what: string;
  readonly whatHref: string | null;
  readonly date: string;
  readonly account: string;
  readonly currency: string;
  readonly broker: Amount;
  readonly brokerHref: string | null;
  readonly ours: Amount;
  readonly oursHref: string | null;
  readonly difference: Amount;
  readonly state: CheckState;
  /** Causes with their codes and amounts, or why it cannot be compared. */
  readonly because: string;
  readonly rows: readonly RowLink[];
  /** The page of the difference; null where it has none. */
  readonly href: string | null;
}

export function checkRow(report: Report, check: Check): CheckRow {
  const places = placesOf(report);
  const symbol = check.instrument === null ? "" : headingIn(report, check.instrument);
  const rows = check.rows.map((row) => rowLink(report, row));
  return {
    id: check.id,
    rule: check.rule,
    ruleHref: places.rule(check.rule),
    what: [symbol || check.currency, fieldText(check.field)]
      .filter((part) => part !== "")
      .join(" "),
    whatHref: check.instrument === null ? null : places.instrument(check.instrument),
    date: dateText(check.date),
    account: check.account,
    currency: check.currency,
    broker: check.broker,
    brokerHref: rows[0]?.href ?? null,
    ours: check.ours,
    oursHref:
      (check.figure === undefined ? null : places.figure(check.figure)) ??
      (check.event === undefined ? null : places.event(check.event)),
    difference: check.difference,
    state: stateOf(check),
    because: becauseOf(check),
    rows,
    href: check.status === "differs" ? checkHref(report, check) : null,
  };
}

function becauseOf(check: Check): string {
  if (check.status === "not-reported") return whyUnknown(check);
  return check.causes
    .map(({ code, amount, because }) => {
      const part = isKnown(amount) ? `, ${differenceText(amount, check.currency)}` : "";
      return `${capital(readable(because))} (${code}${part})`;
    })
    .join("; ");
}

/** Why a comparison cannot be made. */
export function whyUnknown({ broker, ours }: Pick<Check, "broker" | "ours">): string {
  const side = isKnown(broker) ? ours : broker;
  return isKnown(side) ? "" : readable((side as Unknown).unknown);
}
