/**
 * TRANSFER_BASIS and BASIS_ENTERED_LATER: the basis of shares that came in by a transfer is not in its row, and may be
 * entered months later. (Accounting notes 2.16.)
 */
import { isKnown, negate, subtract } from "../../core/amount.ts";
import { type Finder, isAbout } from "./cause.ts";
import { rowsOfMarked } from "./marked-lots.ts";

export const transferBasis: Finder = {
  code: "TRANSFER_BASIS",
  find: (question) => {
    const { check, rest, earlier } = question;
    if (check.rule !== "R3" && check.rule !== "R4") return null;
    const rows = rowsOfMarked(
      question,
      (_, { openedBy }) => earlier.event(openedBy)?.kind === "transfer",
    );
    return rows === null
      ? null
      : {
          amount: rest,
          because:
            "the lot came in by a transfer, whose row does not give the basis that the broker uses",
          rows,
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
