/** What every mapper works on: the collected rows and the reference data read from them. */
import { createHash } from "node:crypto";
import type { Collected } from "../adapters/flex/collect.ts";
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, unknown } from "../core/amount.ts";
import { dayOf, type IsoDate, type IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { AccountAlias, EventId } from "../core/ids.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { type Rates, usableRate } from "../events/instrument.ts";
import type { Carried } from "./carried.ts";
import type { InstrumentBook } from "./instruments.ts";

export interface Source {
  readonly rows: Collected;
  readonly instruments: InstrumentBook;
  readonly rates: Rates;
  /** Base currency of an account; empty where no row tells. */
  readonly baseCurrency: (account: AccountAlias) => string;
  readonly notice: (diagnostic: Diagnostic) => void;
  /** Rates and prices that rows of events carry beside, gathered while they are mapped. */
  readonly carried: Carried;
}

/** What all events of a row share. */
export interface Head {
  readonly id: EventId;
  readonly account: AccountAlias;
  readonly date: IsoDate;
  readonly moment: IsoDate | IsoDateTime;
  readonly transaction: string;
  readonly sources: MergedRow["sources"];
  readonly rate: Amount;
  readonly description: string;
}

/** Names of the attributes that date a section's rows, best first. */
export interface Dating {
  readonly date: readonly string[];
  readonly moment: readonly string[];
}

/**
 * The part that all events share. Dated by the report date, because the broker's sums are; where the query does not
 * export it, by the next best date; with `flex/missing-value` by the statement's last day where none can be read.
 */
export function headOf(
  source: Source,
  row: MergedRow,
  fields: Fields,
  kind: string,
  dating: Dating,
): Head {
  const moment = first(dating.moment, (name) => fields.moment(name));
  const dated =
    first(dating.date, (name) => fields.date(name)) ?? (moment === null ? null : dayOf(moment));
  const date = dated ?? row.statement.to;
  if (dated === null) noticeUndated(source, row, dating);
  source.carried.rate(source, row, fields, date);
  return {
    id: eventId(row, kind),
    account: row.account,
    date,
    moment: moment ?? date,
    transaction: fields.text("transactionID"),
    sources: row.sources,
    rate: rateOf(source, fields, row.account, date),
    description: withoutAccountNumbers(fields.text("description")),
  };
}

function noticeUndated(source: Source, row: MergedRow, dating: Dating): void {
  source.notice({
    code: "flex/missing-value",
    message: `the ${row.versions[0].row.element} row has no readable date; it counts on the statement's last day`,
    at: row.sources,
    expected: `one of ${dating.date.join(", ")}`,
    hint: "select these fields in the query and fetch again; until then sums by day and the order of lots are uncertain",
  });
}

/** Stable: the transaction id, else a hash of what tells the row apart. */
export function eventId(row: MergedRow, kind: string): EventId {
  const key = row.key.slice(row.account.length + 1);
  const name = /^\d+$/.test(key)
    ? key
    : createHash("sha256").update(key).digest("hex").slice(0, 12);
  return `${row.account}/${kind}/${name}` as EventId;
}

/**
 * Base currency per unit of the row's currency: the row's own rate, else the rate of the day. -1 is IBKR's word for "no
 * rate" and never multiplied with. (Flex schema, section 4, "Blanks and placeholders".)
 */
export function rateOf(
  source: Source,
  fields: Fields,
  account: AccountAlias,
  date: IsoDate,
): Amount {
  const own = fields.amount("fxRateToBase");
  if (usableRate(own)) return own;
  return rateOn(source, account, fields.text("currency"), date);
}

/** The rate of a day from the statements' table of rates. */
export function rateOn(
  source: Source,
  account: AccountAlias,
  currency: string,
  date: IsoDate,
): Amount {
  const base = source.baseCurrency(account);
  if (currency !== "" && currency === base) return Decimal.one;
  if (base === "") return unknown("no row gives the account's base currency");
  return source.rates.at(date, currency, base);
}

function first<T>(names: readonly string[], read: (name: string) => T | null): T | null {
  for (const name of names) {
    const value = read(name);
    if (value !== null) return value;
  }
  return null;
}
