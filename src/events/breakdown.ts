/** Totals that the broker reports with all that they are made of, to compare with one another and with our events. */
import type { Amount } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import type { AccountAlias, RowRef } from "../core/ids.ts";
import type { OfMembers } from "./assertion.ts";

interface Breakdown extends OfMembers {
  readonly account: AccountAlias;
  readonly source: RowRef;
  /** What the total is made of by name; what is zero is left out. */
  readonly lines: ReadonlyMap<string, Amount>;
  /** Usual lines that the query does not export, in the broker's words: the sum may lack them. */
  readonly lacking: readonly string[];
}

/** A figure that is reported in parts too: long and short, or by segment of the account. */
export interface InParts {
  readonly whole: Amount;
  readonly parts: Amount;
}

/** How net asset value came from what it was before a window to what it was after it. */
export interface NavChangeAssertion extends Breakdown {
  readonly kind: "nav change";
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly starting: Amount;
  readonly ending: Amount;
  /** In percent. */
  readonly twr: Amount;
  /** Names of all figures of the row, those that are zero included; where they are not given, none is left out. */
  readonly exported?: readonly string[];
}

/** What net asset value is made of at the end of a day. */
export interface NavColumnsAssertion extends Breakdown {
  readonly kind: "nav columns";
  readonly date: IsoDate;
  readonly total: Amount;
  /** Figures with a long and a short part. */
  readonly sides: ReadonlyMap<string, InParts>;
}

/** Everything that moved the cash of one currency in a window. `BASE` is the total in base currency. */
export interface CashLinesAssertion extends Breakdown {
  readonly kind: "cash lines";
  readonly currency: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly starting: Amount;
  readonly ending: Amount;
  /** The ending cash without what settles later. */
  readonly settled: Amount;
  /** Figures that are reported by segment too. */
  readonly segments: ReadonlyMap<string, InParts>;
  /** Names of all figures of the row, those that are zero included. */
  readonly exported: readonly string[];
}
