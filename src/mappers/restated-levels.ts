/**
 * Levels of a day that two statements give differently → entries of the log of restatements. They move no cash: the
 * newest counts. (Accounting notes, section 4, "Levels".)
 */
import type { Revision } from "../adapters/flex/collect.ts";
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { isKnown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { NonEmpty, RowRef } from "../core/ids.ts";
import type { MovedField, Restated, Restatement } from "../events/restatement.ts";
import { amountNames } from "./breakdown.ts";
import type { Source } from "./source.ts";

const POSITION = ["position", "markPrice", "costBasisMoney", "fxRateToBase", "multiplier"];

/** What each section is about, and which of its values figures are made of; null stands for all amounts. */
const SECTIONS: Readonly<
  Record<string, { readonly what: Restated; readonly names: readonly string[] | null }>
> = {
  OpenPositions: { what: "position", names: POSITION },
  EquitySummaryInBase: { what: "net asset value", names: null },
  PriorPeriodPositions: { what: "price", names: ["price"] },
  ConversionRates: { what: "rate", names: ["rate"] },
};

/** The log of all levels, in no order. */
export const restatedLevels = (source: Source): Restatement[] =>
  source.rows.revisions.flatMap((revision) => entryOf(source, revision));

function entryOf(source: Source, revision: Revision): Restatement[] {
  const { container, date, by, newer, older } = revision;
  const section = SECTIONS[container];
  const row = newer ?? older;
  if (section === undefined || row === null) return [];
  const [now, before] = [newer?.read() ?? null, older?.read() ?? null];
  const moved = (section.names ?? amountNames(row)).flatMap((name) =>
    movedField(name, before, now),
  );
  if (moved.length === 0) return [];
  const fields = row.read();
  const isRate = section.what === "rate";
  const isLot = fields.text("levelOfDetail") === "LOT" || fields.text("openDateTime") !== "";
  const hasInstrument = section.what === "position" || section.what === "price";
  return [
    {
      kind: older === null ? "added" : newer === null ? "withdrawn" : "changed",
      what: section.what === "position" && isLot ? "lot" : section.what,
      account: row.account,
      instrument: hasInstrument ? (source.instruments.of(fields, row)?.id ?? null) : null,
      currency:
        fields.text(isRate ? "fromCurrency" : "currency") || source.baseCurrency(row.account),
      date,
      known: by.generated,
      event: null,
      moved,
      amount: Decimal.zero,
      rows: placesOf(newer, older, by.place),
    },
  ];
}

function placesOf(newer: MergedRow | null, older: MergedRow | null, by: RowRef): NonEmpty<RowRef> {
  const first = newer === null ? by : newer.sources[0];
  return older === null ? [first] : [first, older.sources[0]];
}

/** A value that both export and have differently; a blank is none. Of a row that came or went whatever is not zero. */
function movedField(field: string, before: Fields | null, now: Fields | null): MovedField[] {
  const isCompared = [before, now].every((fields) => fields === null || fields.has(field));
  if (!isCompared) return [];
  const [then, value] = [before, now].map((fields) => fields?.amount(field) ?? null);
  const nothing = (one: typeof then): boolean =>
    one == null || !isKnown(one) || (isKnown(one) && one.isZero);
  if (then == null || value == null)
    return nothing(then ?? value) ? [] : [{ field, before: then ?? null, after: value ?? null }];
  if (nothing(then) && nothing(value)) return [];
  if (isKnown(then) && isKnown(value) && then.eq(value)) return [];
  return [{ field, before: then, after: value }];
}
