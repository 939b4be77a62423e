/** What the badge of an instrument says: how it compares with the broker, and what of it is not known at all. */
import type { Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { Check } from "../../ledger/checks.ts";
import { counted } from "../format/words.ts";
import { type CheckState, worstState } from "./lookup.ts";

export interface Badge {
  readonly state: CheckState | null;
  readonly text: string;
}

/** A difference comes first; then what is not known, because the rest alone says little where it agrees. */
export function badgeOf(report: Report, id: InstrumentId, checks: readonly Check[]): Badge {
  const state = worstState(checks);
  const differing = checks.filter(({ status }) => status === "differs").length;
  if (state === "explained" || state === "unexplained")
    return {
      state,
      text: `${counted(differing, "figure")} ${differing === 1 ? "differs" : "differ"}, ${state}`,
    };
  const unknown = unknownText(report, id);
  if (unknown !== null) return { state: "unknown", text: unknown };
  return { state, text: state === "agrees" ? "Agrees with the broker" : "Cannot be compared" };
}

/** What is not known of its cost or results; null where all is. */
export function unknownText(report: Report, id: InstrumentId): string | null {
  const holdings = report.ledger.holdings.filter((one) => one.instrument === id);
  if (holdings.some((one) => one.unknown !== null)) return "Not booked in full";
  const isUnknown = (values: readonly { readonly value: unknown }[]) =>
    values.some(({ value }) => !isKnown(value));
  const of = <T extends { readonly instrument: { readonly id: string } }>(all: readonly T[]) =>
    all.filter(({ instrument }) => instrument.id === id);
  const cost = isUnknown(of(report.positions).map(({ costBasis }) => costBasis));
  const result = isUnknown(of(report.realized).map(({ realized }) => realized));
  if (!cost && !result) return null;
  const isOpen = report.ledger.actions.some(
    (one) => one.case?.status === "open" && one.case.instruments.includes(id),
  );
  const what = cost && result ? "Cost and result" : cost ? "Cost" : "Result";
  return `${what} unknown${isOpen ? ": to decide" : ""}`;
}
