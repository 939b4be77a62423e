/** What the broker changed, added or withdrew of days that it had reported before: the log of restatements. */
import type { Amount } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import {
  type AccountAlias,
  compareText,
  type EventId,
  type InstrumentId,
  type NonEmpty,
  type RowRef,
} from "../core/ids.ts";

/**
 * `changed`: both statements have it, with other values. `added`: an older statement of its day did not have it yet.
 * `withdrawn`: a newer statement no longer has it, so it is in no figure. `missing`: a newer statement lacks it, which may
 * have other reasons than the broker, so it still counts.
 */
export type RestatementKind = "changed" | "added" | "withdrawn" | "missing";

/** What was restated: events first, then levels of a day. */
export type Restated =
  | "trade"
  | "cash transaction"
  | "corporate action"
  | "transfer"
  | "sales tax"
  | "transaction tax"
  | "CFD charge"
  | "net asset value"
  | "position"
  | "lot"
  | "price"
  | "rate";

/** One value in both versions; null where that statement does not have the row at all. */
export interface MovedField {
  /** As the broker names it: `ibCommission`. */
  readonly field: string;
  /** Amounts signed as on the row, dates as `2025-03-01`, texts without account numbers. */
  readonly before: Amount | string | null;
  readonly after: Amount | string | null;
}

/** One entry of the log: what a newer statement says otherwise than an older one did, in one currency. */
export interface Restatement {
  readonly kind: RestatementKind;
  readonly what: Restated;
  readonly account: AccountAlias;
  readonly instrument: InstrumentId | null;
  /** The currency of `amount`; of a rate the one that it is of. */
  readonly currency: string;
  /** The day on which the row counts. A row whose day was changed has an entry on each of the two days. */
  readonly date: IsoDate;
  /** When the newer statement was generated: older ones could not know. */
  readonly known: IsoDate | IsoDateTime | null;
  /** The event that the row became; null for levels, and for rows that are in no figure any more. */
  readonly event: EventId | null;
  readonly moved: readonly MovedField[];
  /**
   * What it did to cash: newer minus older (zero where it was absent), signed as cash moves. Zero where cash was not
   * touched: levels, rows that are missing and still count, changes of other fields.
   */
  readonly amount: Amount;
  /** The newer row, then the older one. What has no row in the newer statement: its own line, then the older row. */
  readonly rows: NonEmpty<RowRef>;
}

/** Newest first: by what made it known, then by the day that it is about. */
export const newestFirst = (log: readonly Restatement[]): readonly Restatement[] =>
  log.toSorted(
    (a, b) =>
      compareText(b.known ?? "", a.known ?? "") ||
      compareText(b.date, a.date) ||
      compareText(a.account, b.account) ||
      compareText(a.rows[0].file, b.rows[0].file) ||
      a.rows[0].line - b.rows[0].line ||
      compareText(a.rows.at(-1)?.file ?? "", b.rows.at(-1)?.file ?? "") ||
      (a.rows.at(-1)?.line ?? 0) - (b.rows.at(-1)?.line ?? 0) ||
      compareText(a.currency, b.currency),
  );

/** How many rows the log is about: an exchange of currencies is one row with two entries. */
export const restatedRows = (log: readonly Restatement[]): number =>
  new Set(
    log.map(({ kind, rows }) => [kind, ...rows.map((row) => `${row.file}:${row.line}`)].join()),
  ).size;
