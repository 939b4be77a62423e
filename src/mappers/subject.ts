/** What rows that book nothing share: the instrument that they are about, and which of several statements count. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, isKnown, unknown } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Instrument } from "../events/instrument.ts";
import type { Source } from "./source.ts";

/** The instrument of a row that describes none: only one that other rows describe; null for currencies and totals. */
export function subjectOf({ instruments }: Source, fields: Fields): InstrumentId | null {
  if (fields.text("assetCategory") === "CASH") return null;
  const conid = fields.text("conid") as InstrumentId;
  if (instruments.all.has(conid)) return conid;
  const named = instruments.named(fields.text("isin")) ?? instruments.named(fields.text("symbol"));
  return named?.id ?? null;
}

/** Classes that are counted in single units, or in face value. */
const BY_UNIT: ReadonlySet<string> = new Set(["STK", "CASH", "BOND", "BILL", "FUND", "CRYPTO", ""]);

/** The row's own multiplier, else that of another row of its instrument; 1 only for classes that have none. */
export function multiplierOf(fields: Fields, known: Instrument | undefined): Amount {
  const own = fields.amount("multiplier");
  if (isKnown(own) && own.sign > 0) return own;
  if (BY_UNIT.has(fields.text("assetCategory"))) return Decimal.one;
  if (known !== undefined && !known.multiplier.eq(Decimal.one)) return known.multiplier;
  return isKnown(own) ? unknown(`multiplier is ${own}`) : own;
}

/** Of rows that sum up a window those of the newest statement with that window; rows come newest statement first. */
export function ofNewestStatement(rows: readonly MergedRow[]): MergedRow[] {
  const newest = new Map<string, MergedRow["statement"]>();
  return rows.filter(({ accountId, statement }) => {
    const window = `${accountId}|${statement.from}|${statement.to}`;
    const first = newest.get(window) ?? statement;
    newest.set(window, first);
    return first === statement;
  });
}

/** Rows that stand word for word in several statements, once. */
export function once(rows: readonly MergedRow[]): MergedRow[] {
  const seen = new Map<string, MergedRow["statement"]>();
  return rows.filter(({ accountId, statement, versions }) => {
    const attributes = versions[0].row.attributes();
    const text = attributes.names().map((name) => `${name}=${attributes.get(name)}`);
    const key = `${accountId}|${versions[0].row.element}|${text.join("|")}`;
    const first = seen.get(key) ?? statement;
    seen.set(key, first);
    return first === statement;
  });
}
