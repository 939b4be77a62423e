/** Legs of corporate actions that were taken back, and the rows that do so. (Accounting notes 2.15, "Cancel and rebook".) */
import type { Decimal } from "../core/decimal.ts";
import { compareIds, compareText } from "../core/ids.ts";
import type { ActionLeg, ActionType } from "../events/corporate-action.ts";
import type { Head } from "./source.ts";

/** A leg before legs are joined. */
export interface Draft {
  readonly head: Head;
  readonly leg: ActionLeg;
  readonly type: ActionType;
  readonly group: string;
  readonly name: string;
  readonly text: string;
  readonly isCancellation: boolean;
  /** Whether the query exports the codes that say what is a cancellation. */
  readonly saysCodes: boolean;
}

/** The part of a description that the legs of one action share: the last parenthesis names the leg's instrument. */
export const headline = (text: string): string =>
  text.slice(0, text.lastIndexOf("(")).trim() || text;

export const byTransaction = (a: Draft, b: Draft): number =>
  compareIds(a.head.transaction, b.head.transaction) || compareText(a.head.id, b.head.id);

export interface Paired {
  readonly original: Draft;
  readonly cancellation: Draft;
}

/**
 * Takes away legs that were taken back, each with the row that does so: the same units mirrored, of the same moment, else of
 * the same action or headline.
 */
export function withoutCancelled(drafts: readonly Draft[]): {
  readonly kept: readonly Draft[];
  readonly pairs: readonly Paired[];
  readonly lonely: readonly Draft[];
} {
  const keyOf = ({ head, leg }: Draft, quantity: Decimal): string =>
    `${head.account}|${leg.instrument}|${quantity}`;
  const cancellations = new Set([
    ...drafts.filter((draft) => draft.isCancellation),
    ...withoutCodes(drafts),
  ]);
  const originals = Map.groupBy(
    drafts.filter((draft) => !cancellations.has(draft)),
    (draft) => keyOf(draft, draft.leg.quantity),
  );
  const pairs: Paired[] = [];
  const lonely: Draft[] = [];
  for (const cancellation of cancellations) {
    const free = originals.get(keyOf(cancellation, cancellation.leg.quantity.negated())) ?? [];
    const original =
      free.find(({ head }) => head.moment === cancellation.head.moment) ??
      free.findLast((one) => isOfOne(one, cancellation));
    if (original === undefined) lonely.push(cancellation);
    else {
      free.splice(free.indexOf(original), 1);
      pairs.push({ original, cancellation });
    }
  }
  const gone = new Set(pairs.flatMap(({ original, cancellation }) => [original, cancellation]));
  return {
    kept: drafts.filter((draft) => !gone.has(draft) && !lonely.includes(draft)),
    pairs,
    lonely,
  };
}

const isOfOne = (original: Draft, later: Draft): boolean =>
  original.head.moment <= later.head.moment &&
  (original.name === later.name || headline(original.text) === headline(later.text));

/**
 * Rows that mirror an earlier one of the same action where the query exports no codes. Two rows of one instrument alone may
 * be a change of its name.
 */
function withoutCodes(drafts: readonly Draft[]): Draft[] {
  const silent = drafts.filter(({ saysCodes }) => !saysCodes);
  return [...Map.groupBy(silent, ({ group }) => group).values()].flatMap((own) => {
    if (own.length < 3 && own[0]?.type === "identity change") return [];
    const free: Draft[] = [];
    return own.toSorted(byTransaction).filter((draft) => {
      const { instrument, quantity } = draft.leg;
      const at = free.findIndex(
        ({ leg }) => leg.instrument === instrument && leg.quantity.eq(quantity.negated()),
      );
      if (at < 0 || quantity.isZero) {
        free.push(draft);
        return false;
      }
      free.splice(at, 1);
      return true;
    });
  });
}
