/** The list of corporate actions: those that are to be decided, then all, newest first. */
import type { Report } from "../../analytics/report.ts";
import { compareText } from "../../core/ids.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import { dateText } from "../format/date.ts";
import { countText } from "../format/number.ts";
import { capital, counted, typeset } from "../format/words.ts";
import { actionHref } from "./action-pages.ts";
import { type ActionState, actionState } from "./action-status.ts";
import { actionText } from "./action-text.ts";
import { once } from "./once.ts";
import { beyond } from "./parts.ts";

export interface ActionRow {
  /** What it did, in one line. */
  readonly what: string;
  readonly href: string;
  readonly date: string;
  readonly account: string;
  readonly type: string;
  readonly state: ActionState;
  /** What is to be decided; empty where nothing is. */
  readonly question: string;
}

export interface ActionsView {
  /** `7 corporate actions: 1 to be decided; 2 from the broker’s rows, to confirm; 4 determined by the rows` */
  readonly summary: string;
  readonly open: readonly ActionRow[];
  readonly all: readonly ActionRow[];
  readonly more: number;
}

const LISTED = 1000;

export function actionsView(report: Report): ActionsView {
  const rows = report.ledger.actions
    .toSorted((a, b) => compareText(a.event.date, b.event.date))
    .toReversed()
    .map((one) => rowOf(report, one));
  const undecided = ({ state: { status } }: ActionRow) => status === "open" || status === "broker";
  const open = rows.filter(undecided);
  return {
    summary: summaryOf(rows),
    open: [
      ...open.filter(({ state: { status } }) => status === "open"),
      ...open.filter(({ state: { status } }) => status === "broker"),
    ],
    all: rows.slice(0, LISTED),
    more: beyond(rows, LISTED),
  };
}

function summaryOf(rows: readonly ActionRow[]): string {
  if (rows.length === 0) return "";
  const byText = Map.groupBy(rows, ({ state: { text } }) => text);
  const parts = [...byText].map(([text, own]) => `${countText(own.length)} ${text}`);
  return `${counted(rows.length, "corporate action")}: ${parts.join("; ")}`;
}

const rowOf = (report: Report, of: BookedAction): ActionRow => {
  const { event, case: own } = of;
  return {
    what: actionText(report, event),
    href: actionHref(report, event.id) ?? "",
    date: dateText(event.date),
    account: event.account,
    type: capital(event.type),
    state: actionState(report, of),
    question: own === null || own.status === "decided" ? "" : capital(typeset(own.question)),
  };
};

export interface Undecided {
  readonly open: number;
  readonly broker: number;
  /** `1 corporate action to decide, 2 to confirm`; empty where all are decided. */
  readonly text: string;
}

/** How many corporate actions the user has not decided. */
export const undecidedOf = once((report): Undecided => {
  const count = (status: "open" | "broker") =>
    report.ledger.actions.filter((one) => one.case?.status === status).length;
  const [open, broker] = [count("open"), count("broker")];
  const toDecide = open === 0 ? "" : `${counted(open, "corporate action")} to decide`;
  const toConfirm =
    broker === 0
      ? ""
      : `${open === 0 ? counted(broker, "corporate action") : countText(broker)} to confirm`;
  return { open, broker, text: [toDecide, toConfirm].filter((text) => text !== "").join(", ") };
});
