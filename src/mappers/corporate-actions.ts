/**
 * Corporate actions → one event for the legs of each. Legs belong together by `actionID`; where it is not exported, by
 * what they say and when. A row with the code Ca takes an earlier leg back. (Accounting notes 2.15; flex schema, section 8.)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { isKnown } from "../core/amount.ts";
import { previousWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId, InstrumentId, RowRef } from "../core/ids.ts";
import type { ActionLeg, ActionType, CorporateAction, Terms } from "../events/corporate-action.ts";
import type { LedgerEvent, Unbooked } from "../events/event.ts";
import {
  byTransaction,
  type Draft,
  headline,
  type Paired,
  withoutCancelled,
} from "./action-cancellations.ts";
import { partsOf } from "./action-legs.ts";
import { actionTypeOf } from "./action-types.ts";
import { type Head, headOf, type Source } from "./source.ts";

const DATING = { date: ["reportDate", "date"], moment: ["dateTime", "date", "reportDate"] };

/** All corporate actions. Raises `flex/missing-value` and `events/cancel-without-original`. */
export function mapCorporateActions(source: Source): LedgerEvent[] {
  const unbooked: Unbooked[] = [];
  const drafts: Draft[] = [];
  for (const row of source.rows.corporateActions) {
    const draft = draftOf(source, row);
    if ("kind" in draft) unbooked.push(draft);
    else drafts.push(draft);
  }
  const { kept, pairs, lonely } = withoutCancelled(drafts);
  return [
    ...joined(source, kept),
    ...takenBack(source, pairs),
    ...lonely.map((draft) => withoutOriginal(source, draft)),
    ...unbooked,
  ];
}

function draftOf(source: Source, row: MergedRow): Draft | Unbooked {
  const fields = row.read();
  const head = headFrom(source, row, fields);
  const instrument = source.instruments.of(fields, row);
  const quantity = fields.amountOrZero("quantity");
  const text = fields.text("actionDescription") || head.description;
  const type = actionTypeOf(fields.text("type"), text);
  if (instrument === null || !isKnown(quantity))
    return unreadable(source, fields, head, type, instrument?.id ?? null);
  const own = idIn(fields);
  return {
    head,
    type,
    text,
    name: own || head.transaction || (head.id.split("/").at(-1) ?? ""),
    group:
      own === ""
        ? `${head.account}|${head.moment}|${headline(text)}`
        : `${head.account}|${own}|${type}`,
    isCancellation: fields.codes("code").includes("Ca") || fields.codes("notes").includes("Ca"),
    saysCodes: fields.has("code") || fields.has("notes"),
    leg: {
      instrument: instrument.id,
      date: head.date,
      quantity,
      currency: fields.text("currency") || instrument.currency,
      proceeds: fields.amountOrZero("proceeds"),
      value: fields.amountOrZero("value"),
      realized: fields.amount("fifoPnlRealized"),
      transaction: head.transaction,
      source: row.sources[0],
    },
  };
}

/** Without a time, an action happened on the evening of the weekday before it is reported, when brokers book it. */
function headFrom(source: Source, row: MergedRow, fields: Fields): Head {
  const head = headOf(source, row, fields, "corporate-action", DATING);
  const isTold = fields.moment("dateTime") !== null || fields.moment("date") !== null;
  return isTold ? head : { ...head, moment: previousWeekday(head.date) };
}

/** Real ids have digits; a word in their place, such as REDACTED, would join all actions to one. */
function idIn(fields: Fields): string {
  const id = fields.text("actionID");
  return /[0-9]/.test(id) ? id : "";
}

/** One event for the legs of each group that are booked together. */
function joined(source: Source, drafts: readonly Draft[]): CorporateAction[] {
  return [...Map.groupBy(drafts, ({ group }) => group).values()].flatMap((own) =>
    partsOf(own.toSorted(byTransaction), source.instruments.all).map((part, index) =>
      eventOf(source, part, partName(index)),
    ),
  );
}

/** The legs that were taken back, and those that take them back, as events that name each other, part by part. */
function takenBack(source: Source, pairs: readonly Paired[]): CorporateAction[] {
  const takenBackBy = new Map(pairs.map(({ original, cancellation }) => [original, cancellation]));
  const groups = Map.groupBy(
    pairs,
    ({ original, cancellation }) => `${original.group}|${cancellation.group}`,
  );
  return [...groups.values()].flatMap((own) => {
    const drafts = own.map(({ original }) => original).toSorted(byTransaction);
    return partsOf(drafts, source.instruments.all).flatMap((legs, index) => {
      const takers = legs.map((leg) => takenBackBy.get(leg) as Draft).toSorted(byTransaction);
      const original = eventOf(source, legs, partName(index));
      const cancellation = eventOf(source, takers as [Draft, ...Draft[]], partName(index));
      return [
        { ...original, cancelledBy: cancellation.id },
        { ...cancellation, cancels: original.id },
      ];
    });
  });
}

/** Further parts of one action have a number. */
const partName = (index: number): string => (index === 0 ? "" : `.${index + 1}`);

/** The event of the legs that are booked together; further parts of one action have a number behind its name. */
function eventOf(
  source: Source,
  drafts: readonly [Draft, ...Draft[]],
  part: string,
): CorporateAction {
  const [first] = drafts;
  const { head, type, text, name } = first;
  const dates = drafts.map((draft) => draft.head.date).sort();
  const paid = drafts.find(({ leg }) => !isKnown(leg.proceeds) || !leg.proceeds.isZero) ?? first;
  const legs = drafts.map(({ leg }) => leg) as [ActionLeg, ...ActionLeg[]];
  return {
    ...head,
    kind: "corporate-action",
    type,
    date: dates.at(-1) ?? head.date,
    rate: paid.head.rate,
    sources: drafts.flatMap(({ head: { sources } }) => sources) as [RowRef, ...RowRef[]],
    description: text,
    action: `${head.account}/${name}${part}-${(dates[0] ?? head.date).replaceAll("-", "")}`,
    legs,
    parent: parentOf(source, text, type, legs),
    terms: termsOf(text),
    cancels: null,
    cancelledBy: null,
  };
}

/**
 * What the action is on: descriptions begin with its symbol and ISIN, `GE(US3696043013) SPINOFF …`. Null where that is one
 * of the legs that already say so by what they do, or where no row describes it. What is handed out on a short position has
 * negative legs only.
 */
function parentOf(
  { instruments }: Source,
  text: string,
  type: ActionType,
  legs: readonly ActionLeg[],
): InstrumentId | null {
  const [, symbol = "", isin = ""] = /^([^(]+)\(([^)]+)\)/.exec(text) ?? [];
  const parent = instruments.named(isin.trim()) ?? instruments.named(symbol.trim());
  if (parent === undefined) return null;
  const isHandedOut = HANDED_OUT.has(type) && legs.every(({ quantity }) => quantity.sign < 0);
  return legs.some(({ quantity }) => quantity.sign < 0) && !isHandedOut ? null : parent.id;
}

const HANDED_OUT: ReadonlySet<ActionType> = new Set(["spin-off", "rights issue"]);

/** `SPLIT 5 FOR 4`: so many units for so many. */
function termsOf(text: string): Terms | null {
  const [, after, before] = /\bSPLIT\s+([\d.]+)\s+FOR\s+([\d.]+)/i.exec(text) ?? [];
  const [to, from] = [Decimal.parse(after ?? ""), Decimal.parse(before ?? "")];
  return to === null || from === null || to.sign <= 0 || from.sign <= 0 ? null : { to, from };
}

function unreadable(
  source: Source,
  fields: Fields,
  head: Head,
  type: ActionType,
  instrument: InstrumentId | null,
): Unbooked {
  const reason = instrument === null ? "the row names no instrument" : "the row has no quantity";
  source.notice({
    code: "flex/missing-value",
    message: `a corporate action (${type}) is not booked: ${reason}`,
    at: head.sources,
    hint: "its effect on lots is unknown until the row can be read; fetch the statement again",
  });
  return unbookedOf(head, `a ${type} is not booked: ${reason}`, instrument, {
    quantity: fields.amount("quantity"),
    proceeds: fields.amountOrZero("proceeds"),
    currency: fields.text("currency"),
  });
}

function withoutOriginal({ notice }: Source, { head, leg, type }: Draft): Unbooked {
  notice({
    code: "events/cancel-without-original",
    message: `a row takes back a leg of a ${type} that is in no statement`,
    at: head.sources,
    expected: "the corporate action that it takes back in one of the statements",
    hint: "add the statement of the day on which the original was booked",
  });
  return unbookedOf(
    head,
    "the corporate action that it takes back is in no statement",
    leg.instrument,
    leg,
  );
}

const unbookedOf = (
  head: Head,
  reason: string,
  instrument: InstrumentId | null,
  {
    quantity,
    proceeds,
    currency,
  }: Pick<ActionLeg, "proceeds" | "currency"> & { readonly quantity: Unbooked["quantity"] },
): Unbooked => ({
  ...head,
  id: head.id as EventId,
  kind: "unbooked",
  what: "corporate action",
  reason,
  instrument,
  quantity,
  touchesLots: true,
  cash: isKnown(proceeds) && proceeds.isZero ? [] : [{ part: "trade", amount: proceeds, currency }],
});
