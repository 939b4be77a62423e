/**
 * TRANSFER_BASIS and BASIS_ENTERED_LATER: the basis of shares that came in by a transfer is not in its row, and may be
 * entered months later. (Accounting notes 2.16.)
 */
import { isKnown, negate, subtract } from "../../core/amount.ts";
import { holdingKey } from "../checks.ts";
import type { Lot } from "../lots.ts";
import { type Finder, isAbout, type Question } from "./cause.ts";

/** Lots that the check is about: those of one opening, of the closing, or of the whole position. */
function lotsOf({ check, facts }: Question): readonly Lot[] {
  if (check.instrument === null) return [];
  const holding = facts.holdings.get(holdingKey(check.account, check.instrument));
  if (check.rule === "R4")
    return (holding?.closings ?? [])
      .filter(({ trade }) => trade.id === check.event)
      .flatMap(({ lots }) => lots.map(({ lot }) => lot));
  const [, , , opened] = check.id.split("/");
  return (holding?.lots ?? []).filter((lot) => opened === undefined || lot.opened === opened);
}

export const transferBasis: Finder = {
  code: "TRANSFER_BASIS",
  find: (question) => {
    const { check, rest, earlier } = question;
    if (check.rule !== "R3" && check.rule !== "R4") return null;
    const moved = lotsOf(question).filter(
      ({ openedBy }) => earlier.event(openedBy)?.kind === "transfer",
    );
    return moved.length === 0
      ? null
      : {
          amount: rest,
          because:
            "the lot came in by a transfer, whose row does not give the basis that the broker uses",
          rows: moved.slice(0, 12).map(({ sources }) => sources[0]),
        };
  },
};

export const basisEnteredLater: Finder = {
  code: "BASIS_ENTERED_LATER",
  find: (question) => {
    const { check, rest, facts } = question;
    if (check.rule !== "R3" || check.instrument === null) return null;
    const own = facts.assertions["open lot"].filter(
      ({ account, instrument, date }) =>
        account === check.account && instrument === check.instrument && date <= check.date,
    );
    const [, , , opened] = check.id.split("/");
    const lots = Map.groupBy(
      own.filter((one) => opened === undefined || one.opened === opened),
      (one) => `${one.opened}|${one.transaction}|${one.quantity}`,
    );
    for (const listed of lots.values()) {
      const sorted = listed.toSorted((a, b) => (a.date < b.date ? -1 : 1));
      const [first, last] = [sorted[0], sorted.at(-1)];
      if (first === undefined || last === undefined || last.date !== check.date) continue;
      const change = negate(subtract(last.costBasis, first.costBasis));
      if (isKnown(change) && !change.isZero && isAbout(question, change, rest))
        return {
          amount: rest,
          because: `the broker gave the lot another basis between ${first.date} and ${last.date}`,
          rows: [last.source, first.source],
        };
    }
    return null;
  },
};
