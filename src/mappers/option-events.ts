/**
 * The list of exercises, assignments and expirations. It repeats trades, apart from the cash that settles options, so it is
 * compared with them. (Accounting notes 6, "Event rows"; section 4 for many statements.)
 */
import type { FlexStatement } from "../adapters/flex/document.ts";
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { dayOf, type IsoDate } from "../core/dates.ts";
import type { OptionEvent } from "../events/broker-rows.ts";
import type { Source } from "./source.ts";
import { once } from "./subject.ts";

const SECTION = "OptionEAE";

const TYPES: Readonly<Record<string, OptionEvent["type"]>> = {
  Expiration: "expiration",
  Exercise: "exercise",
  Assignment: "assignment",
  Buy: "delivery",
  Sell: "delivery",
  "Cash Settlement": "cash settlement",
};

/** One per row, newest statement first. */
export const mapOptionEvents = (source: Source): OptionEvent[] =>
  optionEventRows(source).map((row) => {
    const fields = row.read();
    const date = dayOfEvent(fields);
    return {
      kind: "option event",
      account: row.account,
      source: row.sources[0],
      date: date ?? row.statement.to,
      isDated: date !== null,
      instrument: source.instruments.of(fields, row)?.id ?? null,
      assetCategory: fields.text("assetCategory"),
      currency: fields.text("currency"),
      type: TYPES[fields.text("transactionType")] ?? null,
      quantity: fields.amount("quantity"),
      proceeds: fields.amount("proceeds"),
      tradeId: tradeIdOf(fields),
    };
  });

/** The day on which it happened; null where the row has none. */
export function dayOfEvent(fields: Fields): IsoDate | null {
  const moment = fields.moment("date") ?? fields.moment("reportDate");
  return moment === null ? null : dayOf(moment);
}

/** Empty where it is blank, 0, or a word that stands in place of it: real ids have digits. */
export const tradeIdOf = (fields: Fields): string => {
  const id = fields.text("tradeID");
  return /^(0|[^0-9]*)$/.test(id) ? "" : id;
};

/**
 * The rows of all statements, each once, as the newest statement has it. Where a statement was made later of the same days,
 * its rows alone count: what it lacks was taken back, what it has may have been restated.
 */
export function optionEventRows({ rows }: Source): MergedRow[] {
  const lists = rows.statements.filter(({ sections }) => sections.has(SECTION));
  const seen = new Seen();
  return once(rows.every(SECTION)).filter((row) => {
    const fields = row.read();
    const day = dayOfEvent(fields);
    return !(day !== null && isListedAnew(lists, row, day)) && seen.isNew(row, fields, day);
  });
}

/** Whether a later statement covers all days on which the row may have been reported. Statements come oldest first. */
function isListedAnew(
  lists: readonly FlexStatement[],
  { statement, accountId }: MergedRow,
  day: IsoDate,
): boolean {
  const later = lists.slice(lists.indexOf(statement) + 1);
  return later.some(
    (one) => one.accountId === accountId && one.from <= day && one.to >= statement.to,
  );
}

/**
 * Rows of newer statements: by trade, and by what they say, because a query may export the trade id and another not. Rows
 * that look alike within one statement are different events.
 */
class Seen {
  readonly #first = new Map<string, FlexStatement>();

  isNew({ accountId, statement }: MergedRow, fields: Fields, day: IsoDate | null): boolean {
    const [id, type] = [tradeIdOf(fields), fields.text("transactionType")];
    const name = fields.text("conid") || fields.text("symbol");
    const about = [accountId, fields.text("assetCategory"), type].join("|");
    const terms = [about, name, day, fields.amount("quantity")].join("|");
    const byId = `id|${about}|${id}`;
    const isRepeat = (key: string) => (this.#first.get(key) ?? statement) !== statement;
    const repeats =
      id === "" ? isRepeat(`any|${terms}`) : isRepeat(byId) || isRepeat(`unnumbered|${terms}`);
    if (repeats) return false;
    const keys = [`any|${terms}`, id === "" ? `unnumbered|${terms}` : byId];
    for (const key of keys) if (!this.#first.has(key)) this.#first.set(key, statement);
    return true;
  }
}
