/** How a corporate action came to be booked, in words and as a state. */
import type { Report } from "../../analytics/report.ts";
import type { CorporateAction } from "../../events/corporate-action.ts";
import { type ActionStatus, statusOf } from "../../exports/cases.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import { actionsByEvent } from "./action-pages.ts";
import type { ShownState } from "./states.ts";

const WORDS: Readonly<Record<ActionStatus, string>> = {
  determined: "determined by the rows",
  decided: "decided by you",
  broker: "from the broker’s rows, to confirm",
  open: "to be decided",
  "taken back": "taken back",
  "not booked": "not booked",
};

export interface ActionState {
  readonly status: ActionStatus;
  /** `to be decided` */
  readonly text: string;
  /** Null where nothing asks for attention. */
  readonly mark: ShownState | null;
}

export function actionState(report: Report, of: BookedAction): ActionState {
  const status = statusOf(of, report);
  const isUndecided = status === "open" || status === "broker";
  return {
    status,
    text: WORDS[status],
    mark: isUndecided ? "provisional" : status === "not booked" ? "unknown" : null,
  };
}

/** For a link from an event to the page of its action. */
export function actionStateText(report: Report, event: CorporateAction): string {
  const of = actionsByEvent(report).get(event.id);
  const state = of === undefined ? null : actionState(report, of);
  return state === null || state.status === "determined" || state.status === "taken back"
    ? "Legs and lots"
    : `Legs, lots and case: ${state.text}`;
}
