/**
 * Rows that the broker changed, or added, after it had reported their day → what that did to cash. (Accounting notes,
 * section 4, "Supersede".)
 */
import type { FlexStatement } from "../adapters/flex/document.ts";
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { type Amount, isKnown, subtract } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import { compareText } from "../core/ids.ts";
import type { Restatement } from "../events/restatement.ts";
import type { Source } from "./source.ts";

/** Trades and cash transactions; an exchange of currencies moves two currencies and is left out. */
export function mapRestatements({ rows }: Source): Restatement[] {
  const first = new FirstReports(rows.statements);
  return [
    ...rows.trades.flatMap((row) => restatementsOf(row, first, tradeCash)),
    ...rows.cash.flatMap((row) => restatementsOf(row, first, (fields) => fields.amount("amount"))),
  ];
}

const tradeCash = (fields: Fields): Amount | null =>
  fields.text("assetCategory") === "CASH" ? null : fields.amount("netCash");

type CashOf = (fields: Fields) => Amount | null;

function restatementsOf(row: MergedRow, first: FirstReports, cashOf: CashOf): Restatement[] {
  return [...(row.isRestated ? changes(row, cashOf) : []), ...addition(row, first, cashOf)];
}

/** One for each newer version of the row that moves other cash than the version before it. */
function changes(row: MergedRow, cashOf: CashOf): Restatement[] {
  return row.versions.slice(1).flatMap((older, index) => {
    const newer = row.versions[index];
    const fields = row.read(index);
    const [now, before] = [cashOf(fields), cashOf(row.read(index + 1))];
    if (newer === undefined || now === null || before === null) return [];
    const amount = subtract(now, before);
    if (isKnown(amount) && amount.isZero) return [];
    return [
      {
        ...placeOf(row, fields),
        known: newer.statement.generated,
        amount,
        rows: [newer.row.place, older.row.place],
      },
    ];
  });
}

/** A row that an older statement of its day did not have yet. */
function addition(row: MergedRow, first: FirstReports, cashOf: CashOf): Restatement[] {
  const oldest = row.versions.at(-1);
  if (oldest === undefined || first.isOldest(oldest.statement)) return [];
  const { generated } = oldest.statement;
  const fields = row.read(row.versions.length - 1);
  const place = placeOf(row, fields);
  const before = first.of(row.accountId, oldest.row.section, place.date);
  const amount = cashOf(fields);
  if (before === null || generated === null || before >= generated || amount === null) return [];
  return [{ ...place, known: generated, amount, rows: [oldest.row.place] }];
}

const placeOf = (row: MergedRow, fields: Fields) => ({
  account: row.account,
  currency: fields.text("currency"),
  date: fields.date("reportDate") ?? fields.date("settleDate") ?? row.statement.to,
});

/** When the days of an account were reported first, section by section; remembered. */
class FirstReports {
  readonly #oldestFirst: readonly FlexStatement[];
  readonly #known = new Map<string, IsoDate | IsoDateTime | null>();

  constructor(statements: readonly FlexStatement[]) {
    this.#oldestFirst = statements.toSorted((a, b) =>
      compareText(a.generated ?? "", b.generated ?? ""),
    );
  }

  /** Whether no statement is older, so that its rows cannot be additions; spares reading them once more. */
  isOldest(statement: FlexStatement): boolean {
    return this.#oldestFirst[0]?.generated === statement.generated;
  }

  of(accountId: string, section: string, date: IsoDate): IsoDate | IsoDateTime | null {
    const key = `${accountId}|${section}|${date}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#oldestFirst.find(
      (one) =>
        one.accountId === accountId &&
        one.from <= date &&
        date <= one.to &&
        one.sections.has(section),
    );
    this.#known.set(key, found?.generated ?? null);
    return found?.generated ?? null;
  }
}
