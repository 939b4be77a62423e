/** What the broker changed about days that it had reported before. */
import type { Amount } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import type { AccountAlias, NonEmpty, RowRef } from "../core/ids.ts";

/** The cash of a row in a newer statement, against the same row in an older one, or against its absence there. */
export interface Restatement {
  readonly account: AccountAlias;
  readonly currency: string;
  /** The day on which the row counts. */
  readonly date: IsoDate;
  /** When the newer statement was generated: older ones could not know. */
  readonly known: IsoDate | IsoDateTime | null;
  /** Newer minus older (zero where it was absent), signed as cash moves. */
  readonly amount: Amount;
  /** The newer row, then the older one where there is one. */
  readonly rows: NonEmpty<RowRef>;
}
