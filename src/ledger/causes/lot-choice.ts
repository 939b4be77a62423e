/**
 * LOT_METHOD: the broker closed other lots than ours, because the account, or somebody on that day, chose another
 * method. Its codes say so, or the lots that it lists below the closing. (Accounting notes 2.1.)
 */
import { dayOf } from "../../core/dates.ts";
import { compareText, type RowRef } from "../../core/ids.ts";
import type { Trade } from "../../events/event.ts";
import { type Check, type Facts, holdingKey } from "../checks.ts";
import type { Finder, Question } from "./cause.ts";

/** Last in first out, highest cost, maximum and minimum of long and short term, chosen lots. (Flex codes.) */
const METHODS: ReadonlySet<string> = new Set(["LI", "HC", "ML", "MLG", "MLL", "MSG", "MSL", "SL"]);

export const lotChoice: Finder = {
  code: "LOT_METHOD",
  find: (question) => {
    const { check, rest } = question;
    if (check.rule !== "R4" && check.rule !== "R3") return null;
    const rows = check.rule === "R4" ? proofOf(question, check) : anyProof(question);
    return rows.length === 0
      ? null
      : { amount: rest, because: "the broker closed other lots than our method does", rows };
  },
};

/** Rows that show the choice for one closing: its own code, or lots with other openings than ours. */
function proofOf(
  { earlier, facts }: Question,
  { account, instrument, event }: Pick<Check, "account" | "instrument" | "event">,
): readonly RowRef[] {
  const trade = earlier.trade(event);
  if (trade === undefined || instrument === null) return [];
  if (trade.codes.some((code) => METHODS.has(code))) return [trade.source];
  const theirs = earlier.closedLots(event);
  const ours = facts.holdings
    .get(holdingKey(account, instrument))
    ?.closings.find(({ id }) => id === event);
  if (theirs.length === 0 || ours === undefined) return [];
  const days = (opened: Iterable<string | null>): string =>
    [...new Set([...opened].map((one) => (one === null ? "" : dayOf(one as never))))]
      .sort(compareText)
      .join();
  const same =
    days(theirs.map(({ opened }) => opened)) === days(ours.lots.map(({ lot }) => lot.opened));
  const last =
    theirs
      .map(({ opened }) => opened)
      .toSorted(compareText)
      .at(-1) ?? "";
  const kept = leftBehind(facts, { account, instrument, date: ours.date }, last);
  return same || kept === undefined ? [] : theirs.slice(0, 12).map(({ source }) => source);
}

/**
 * An older lot than the last one that the broker closed, which it closes later or still has: without one it closed its
 * oldest lots, and other units than ours were there.
 */
function leftBehind(
  { assertions, holdings }: Facts,
  { account, instrument, date }: Pick<Trade, "account" | "instrument" | "date">,
  last: string,
): { readonly opened: string | null } | undefined {
  const later = [...assertions["closed lot"], ...assertions["open lot"]].find(
    (one) =>
      one.account === account &&
      one.instrument === instrument &&
      one.opened < last &&
      (one.kind === "closed lot" ? one.date > date : one.date >= date),
  );
  return (
    later ??
    holdings
      .get(holdingKey(account, instrument))
      ?.lots.find(({ opened }) => opened !== null && opened < last)
  );
}

/** Rows that show it for any closing of the instrument: what is left of its lots is another choice, too. */
function anyProof(question: Question): readonly RowRef[] {
  const { check, facts } = question;
  const { account, instrument } = check;
  if (instrument === null) return [];
  const own = facts.holdings.get(holdingKey(account, instrument))?.closings ?? [];
  for (const { by } of own) {
    const rows = proofOf(question, { account, instrument, event: by.id });
    if (rows.length > 0) return rows;
  }
  return [];
}
