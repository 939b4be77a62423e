/** What the user decides about corporate actions that no statement determines. (Design, section 13.) */
import type { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { RowRef } from "../core/ids.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { CaseKind } from "./actions/action.ts";

export interface ActionDecision {
  /** The name of the action: `main/9-20250310`. */
  readonly action: string;
  readonly kind: CaseKind;
  /** The part of the old lots' basis that goes to what was received, 0 to 1. */
  readonly basisFraction: Decimal | null;
  /** The same by received instrument: symbol, `conid:…` or `isin:…`. */
  readonly basisFractions: ReadonlyMap<string, Decimal> | null;
  /** The total basis of what was received. */
  readonly basis: Decimal | null;
  /** The gain that is recognized where cash came with shares; total, in the instrument's currency. */
  readonly gain: Decimal | null;
  readonly treatment: "ignore" | "remove" | "receive" | null;
  readonly source: string;
  readonly note: string;
  readonly at: RowRef;
}

/** Decisions by the name of their action. Raises `decisions/matches-nothing` for one that names none. */
export function decisionsFor(
  decisions: readonly ActionDecision[],
  events: readonly LedgerEvent[],
  notice: (diagnostic: Diagnostic) => void,
): ReadonlyMap<string, ActionDecision> {
  const actions = new Set(
    events.flatMap((event) => (event.kind === "corporate-action" ? [event.action] : [])),
  );
  for (const { action, at } of decisions)
    if (!actions.has(action))
      notice({
        code: "decisions/matches-nothing",
        message: `a decision names the corporate action ${action}, which is in no statement`,
        at: [at],
        expected: [...actions].slice(0, 5).join(", ") || "no statement holds a corporate action",
        hint: "those that are to be decided are named below the messages of `npm run lotbook -- check`",
      });
  return new Map(decisions.map((decision) => [decision.action, decision]));
}
