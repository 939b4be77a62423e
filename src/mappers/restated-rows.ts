/**
 * Rows of events that newer statements changed, added, took back or lack → entries of the log of restatements. (Accounting
 * notes, section 4, "Supersede".)
 */
import type { Fields } from "../adapters/flex/fields.ts";
import type { Change, MergedRow } from "../adapters/flex/merge.ts";
import type { Turn } from "../adapters/flex/presence.ts";
import type { MovedValue } from "../adapters/flex/versions.ts";
import { type Amount, isKnown } from "../core/amount.ts";
import { dayOf, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId } from "../core/ids.ts";
import type { Money } from "../core/money.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import type { MovedField, Restated, Restatement } from "../events/restatement.ts";
import { type CashEffect, cashBetween, cashIn, cashOfTrade } from "./cash-effect.ts";
import { eventId, type Source } from "./source.ts";

/** How rows of a section are told of. */
interface Section {
  readonly what: Restated;
  /** The word in the ids of its events. */
  readonly kind: string;
  /** Attributes that date its rows, best first, as they date its events. */
  readonly dates: readonly string[];
  readonly cash: CashEffect;
  /** What is told of a row that came or went as a whole. */
  readonly shown: readonly string[];
}

const PAID = ["reportDate", "settleDate", "date"];
const TRADED = ["quantity", "tradePrice", "proceeds", "ibCommission", "taxes", "netCash"];

const SECTIONS: Readonly<Record<string, Section>> = {
  Trades: {
    what: "trade",
    kind: "trade",
    dates: ["reportDate", "tradeDate"],
    cash: cashOfTrade,
    shown: [...TRADED, "cost", "fifoPnlRealized"],
  },
  CashTransactions: {
    what: "cash transaction",
    kind: "cash",
    dates: PAID,
    cash: cashIn("amount"),
    shown: ["amount"],
  },
  CorporateActions: {
    what: "corporate action",
    kind: "corporate-action",
    dates: ["reportDate", "date"],
    cash: cashIn("proceeds"),
    shown: ["quantity", "proceeds", "value", "fifoPnlRealized"],
  },
  Transfers: {
    what: "transfer",
    kind: "transfer",
    dates: ["reportDate", "date"],
    cash: cashIn("cashTransfer"),
    shown: ["quantity", "transferPrice", "positionAmount", "cashTransfer"],
  },
  SalesTaxes: tax("sales tax", "sales-tax", "salesTax"),
  TransactionTaxes: tax("transaction tax", "transaction-tax", "taxAmount"),
  CFDCharges: tax("CFD charge", "cfd-charge", "total"),
};

function tax(what: Restated, kind: string, amount: string): Section {
  return { what, kind, dates: PAID, cash: cashIn(amount), shown: [amount] };
}

/** The log of all rows of events, withdrawn ones included, in no order. Rows of one version have none. */
export function restatedRows(source: Source): Restatement[] {
  const { rows } = source;
  const all = [
    rows.trades,
    rows.cash,
    rows.corporateActions,
    rows.transfers,
    rows.salesTaxes,
    rows.transactionTaxes.filter(isStandalone),
    rows.cfdCharges,
    rows.withdrawn.filter(isStandalone),
  ];
  return all.flatMap((some) => some.flatMap((row) => entriesOf(source, row)));
}

/** Other transaction taxes repeat what is in the trade. */
const isStandalone = (row: MergedRow): boolean =>
  row.versions[0].row.section !== "TransactionTaxes" || row.read().text("source") === "STANDALONE";

function entriesOf(source: Source, row: MergedRow): Restatement[] {
  if (!row.isRestated && row.turns.length === 0) return [];
  const section = SECTIONS[row.versions[0].row.section];
  if (section === undefined) return [];
  const teller = new Teller(source, row, section);
  const changed = row.isRestated ? row.changes().flatMap((one) => teller.change(one)) : [];
  return [...changed, ...row.turns.flatMap((turn) => teller.turn(turn))];
}

/** Tells what happened to one row. */
class Teller {
  readonly #source: Source;
  readonly #row: MergedRow;
  readonly #section: Section;

  constructor(source: Source, row: MergedRow, section: Section) {
    this.#source = source;
    this.#row = row;
    this.#section = section;
  }

  /** A version against the one before it. A row that moved to another day leaves one and arrives on the other. */
  change({ newer, older, now, before, moved: values }: Change): Restatement[] {
    const moved = values.map((value) => movedField(value, before, now));
    const entries = (date: IsoDate, from: Fields | null, to: Fields | null) =>
      this.#entries(now, cashBetween(this.#section.cash, from, to), {
        kind: "changed" as const,
        date,
        known: newer.statement.generated,
        event: this.#event(now),
        moved,
        rows: [newer.row.place, older.row.place] as const,
      });
    const [day, dayBefore] = [this.#date(now), this.#date(before)];
    return day === dayBefore
      ? entries(day, before, now)
      : [...entries(dayBefore, before, null), ...entries(day, null, now)];
  }

  /** The row as a whole, at the version that came or went. */
  turn({ kind, by, version }: Turn): Restatement[] {
    const fields = this.#row.read(version);
    const place = this.#row.versions[version]?.row.place ?? this.#row.sources[0];
    const came = kind === "added";
    const counts = this.#row.turns.at(-1)?.kind !== "withdrawn";
    const cash =
      kind === "missing"
        ? []
        : cashBetween(this.#section.cash, came ? null : fields, came ? fields : null);
    return this.#entries(fields, cash, {
      kind,
      date: this.#date(fields),
      known: by.generated,
      event: counts ? this.#event(fields) : null,
      moved: this.#section.shown.flatMap((name) => {
        const value = fields.amount(name);
        if (!isKnown(value) || value.isZero) return [];
        return [came ? { field: name, before: null, after: value } : gone(name, value)];
      }),
      rows: came ? [place] : [by.place, place],
    });
  }

  /** One for each currency whose cash was moved; one in the row's currency where none was. */
  #entries(
    fields: Fields,
    cash: readonly Money[],
    entry: Omit<Restatement, "what" | "account" | "instrument" | "currency" | "amount">,
  ): Restatement[] {
    const nothing = { amount: Decimal.zero as Amount, currency: fields.text("currency") };
    const isExchange = fields.text("assetCategory") === "CASH";
    const instrument = isExchange ? null : this.#source.instruments.of(fields, this.#row);
    return (cash.length === 0 ? [nothing] : cash).map(({ amount, currency }) => ({
      ...entry,
      what: this.#section.what,
      account: this.#row.account,
      instrument: instrument?.id ?? null,
      currency,
      amount,
    }));
  }

  /** A transfer of cash is an event of its own beside a transfer of shares. */
  #event(fields: Fields): EventId {
    const id = eventId(this.#row, this.#section.kind);
    const cash = fields.amountOrZero("cashTransfer");
    const isCash = this.#section.what === "transfer" && isKnown(cash) && !cash.isZero;
    return isCash ? (`${id}-cash` as EventId) : id;
  }

  #date(fields: Fields): IsoDate {
    for (const name of this.#section.dates) {
      const date = fields.date(name);
      if (date !== null) return date;
    }
    const moment = fields.moment("dateTime");
    return moment === null ? this.#row.statement.to : dayOf(moment);
  }
}

const gone = (field: string, value: Amount): MovedField => ({ field, before: value, after: null });

const movedField = ({ name, kind }: MovedValue, before: Fields, now: Fields): MovedField => ({
  field: name,
  before: valueIn(before, name, kind),
  after: valueIn(now, name, kind),
});

function valueIn(fields: Fields, name: string, kind: MovedValue["kind"]): Amount | string {
  if (kind === "number") return fields.amount(name);
  const text = withoutAccountNumbers(fields.text(name));
  return kind === "date" ? (fields.moment(name) ?? text) : text;
}
