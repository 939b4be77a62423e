/** What is said about corporate actions that the user has not decided. */
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { InstrumentId } from "../../core/ids.ts";
import { type CorporateAction, namedType } from "../../events/corporate-action.ts";
import { type Instrument, symbolOf } from "../../events/instrument.ts";
import type { BookedAction, Case } from "./action.ts";

const HINT =
  "the entry to paste into labels/corporate-actions.yml is on the page of the action and below the messages of `npm run lotbook -- check`";

/** `corporate-actions/undecided` for each open case, `corporate-actions/from-broker` for one that the broker's rows answer. */
export const undecidedCases = (
  actions: readonly BookedAction[],
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): Diagnostic[] =>
  actions.flatMap(({ event, case: own }) =>
    own === null || own.status === "decided" ? [] : [noticeOf(event, own, instruments)],
  );

function noticeOf(
  { type, sources }: CorporateAction,
  own: Case,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): Diagnostic {
  const what = `the ${namedType(type)} ${own.action} (${namesOf(own, instruments)})`;
  if (own.status === "open")
    return {
      code: "corporate-actions/undecided",
      message: `${what} is to be decided: ${own.question}`,
      at: sources,
      actual: own.reason,
      hint: `${HINT}; until then cost and results of these instruments are provisional`,
    };
  return {
    code: "corporate-actions/from-broker",
    message: `${what} is booked from what the broker reports: ${own.reason}`,
    at: own.rows,
    hint: `${HINT}; it makes the answer yours`,
  };
}

/** Symbols of all instruments of a case. */
const namesOf = (
  { instruments: own }: Case,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): string => own.map((id) => symbolOf(id, instruments)).join(", ");
