import { type Amount, add } from "../../core/amount.ts";
import { type IsoDate, isWeekday, nextWeekday } from "../../core/dates.ts";
import type { AccountAlias, RowRef } from "../../core/ids.ts";
import type { OfMembers } from "../../events/assertion.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { ofOtherMembers } from "./members.ts";
import { baseOf, MILLIONTH, ofAccount, unless } from "./totals.ts";

/** A statement starts with what the statement of the days before it has ended with. */
export const r12: Rule = {
  name: "R12",
  title: "From one statement to the next",
  formula: "starting value = ending value of the statement that ends on the weekday before",
  tolerance: () => MILLIONTH,
  source: "accounting notes 3, R12",
  *compare(facts) {
    yield* chain(facts, facts.assertions["nav change"], "startingValue");
    for (const reports of Map.groupBy(facts.assertions["cash lines"], ({ currency }) => currency))
      yield* chain(facts, reports[1], "startingCash");
    for (const [currency, own] of interestOf(facts))
      yield* chain(facts, own, "startingAccrualBalance", `interest/${currency}`);
  },
};

interface Link extends OfMembers {
  readonly account: AccountAlias;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly source: RowRef;
  readonly starting: Amount;
  readonly ending: Amount;
  readonly currency?: string;
}

/** Accrued interest by currency; the segments of an account together. */
function interestOf({ assertions }: Facts): Map<string, Link[]> {
  const joined = new Map<string, Link & { readonly currency: string }>();
  for (const one of assertions["interest accrual"]) {
    const key = [one.account, one.currency, one.from, one.to].join("|");
    const before = joined.get(key);
    joined.set(
      key,
      before === undefined
        ? one
        : {
            ...before,
            starting: add(before.starting, one.starting),
            ending: add(before.ending, one.ending),
          },
    );
  }
  return Map.groupBy(joined.values(), ({ currency }) => currency);
}

/** Links come newest statement first; of several that end on one day the newest counts. */
function* chain(
  facts: Facts,
  links: readonly Link[],
  field: string,
  about?: string,
): Iterable<Comparison> {
  const before = new Map<string, Link>();
  for (const link of links) {
    const key = `${link.account}|${nextWeekday(link.to)}`;
    if (!before.has(key)) before.set(key, link);
  }
  for (const link of links) {
    const { account, from, to, source, starting, currency } = link;
    const previous = before.get(`${account}|${isWeekday(from) ? from : nextWeekday(from)}`);
    if (previous === undefined) continue;
    const base = baseOf(facts, account);
    const check = ofAccount(
      `R12/${account}/${about ?? currency ?? "nav"}/${from}/${to}`,
      {
        account,
        date: from,
        currency: currency === undefined || currency === "BASE" ? base : currency,
      },
      field,
      { broker: starting, ours: previous.ending },
      [source, previous.source],
    );
    yield unless(ofOtherMembers(link, previous), check, MILLIONTH);
  }
}
