/** Books an action that the statement does not determine, as its answer says, and states what is to be decided. */
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { ActionLeg, CorporateAction } from "../../events/corporate-action.ts";
import { instrumentsOf } from "../../events/event.ts";
import type { Books } from "../booking.ts";
import type { Answer, BookedAction, Case, CaseKind, ProposedField } from "./action.ts";
import type { Settled } from "./answer.ts";
import type { Reading } from "./reading.ts";
import { receive } from "./receive.ts";
import { decisionOn } from "./settlement.ts";
import { shareOut } from "./share-out.ts";

export type CaseReading = Extract<Reading, { kind: "case" }>;

/** What a case's booking is made of. */
export interface CaseInput {
  readonly books: Books;
  readonly action: CorporateAction;
  readonly reading: CaseReading;
  readonly decision: Settled | null;
}

/** Books a case. Raises `decisions/unfit` for a decision that does not fit it. */
export function bookCase(books: Books, action: CorporateAction, read: CaseReading): BookedAction {
  const { settlement, instruments } = books.input;
  const reading = lacksParent(books, action, read) ? { ...read, of: "other" as const } : read;
  const received = reading.come.flatMap(({ instrument }) => instruments.get(instrument) ?? []);
  const notice = (diagnostic: Diagnostic): void => books.input.notice(diagnostic);
  const decision = decisionOn(settlement, action, reading.of, received, notice);
  const input = { books, action, reading, decision };
  return sharesNothing(input) ? receive(input) : shareOut(input);
}

/** Whether what came would take its basis from shares that are not held: a fraction of theirs says nothing. */
const lacksParent = (books: Books, { parent }: CorporateAction, { of, gone }: CaseReading) =>
  of !== "stock-dividend" &&
  gone.length === 0 &&
  (parent === null || books.pool(parent).held.isZero);

/** Whether there is no old lot whose basis could be shared out. A dividend in the same shares is in the lots that there are. */
function sharesNothing({ books, action: { parent }, reading, decision }: CaseInput): boolean {
  if (reading.of === "other") return true;
  const isShared = decision !== null && decision.basisFraction !== null;
  const isSame = reading.come.some(({ instrument }) => instrument === parent);
  if (reading.of !== "stock-dividend") return false;
  return !isShared || isSame || parent === null || books.pool(parent).held.isZero;
}

/** The case of a booked action. */
export function caseOf(
  { action, reading }: CaseInput,
  { status, isOwnCost, reason, rows }: Pick<Answer, "status" | "isOwnCost" | "reason" | "rows">,
  proposal: readonly ProposedField[],
): Case {
  return {
    action: action.action,
    kind: reading.of,
    question: QUESTIONS[reading.of],
    status,
    isOwnCost,
    instruments: instrumentsOf(action),
    proposal,
    reason,
    rows: [...rows, ...action.legs.map(({ source }) => source)],
  };
}

const QUESTIONS: Readonly<Record<CaseKind, string>> = {
  "spin-off": "which fraction of the parent's cost basis goes to the shares that were spun off?",
  "unit-split": "how does the cost basis of the units divide among what they fell apart into?",
  merger: "how does the cost basis divide among the instruments that were received?",
  "cash-and-stock": "which gain is recognized, and how does the rest of the cost basis go on?",
  "stock-dividend":
    "what do the shares that were received cost: nothing, their market value, or a part of the old cost?",
  "rights-issue": "which fraction of the cost basis of the shares goes to the rights?",
  other: "what does this action do to the lots?",
};

/** What marks lots whose basis rests on an action that the user has not decided. */
export const provisionalBy = (
  action: CorporateAction,
  { status }: Pick<Answer, "status">,
): string | null => (status === "decided" ? null : action.action);

/** Whose lots are shared out: those of the leg that went, else those of the parent. */
export const sourceOf = (
  { parent }: CorporateAction,
  gone: readonly ActionLeg[],
): InstrumentId | null => gone[0]?.instrument ?? parent;
