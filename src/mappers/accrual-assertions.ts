/** Accruals, values of positions and lots of currencies: rows whose own figures must add up. */
import type { Fields } from "../adapters/flex/fields.ts";
import type { MergedRow } from "../adapters/flex/merge.ts";
import { add } from "../core/amount.ts";
import type {
  BrokerRow,
  CurrencyLot,
  CurrencyTransaction,
  DividendAccrual,
  InterestAccrual,
  PositionValue,
} from "../events/broker-rows.ts";
import { amountNames, lackingOf } from "./breakdown.ts";
import type { Source } from "./source.ts";
import { ofNewestStatement, once, subjectOf } from "./subject.ts";

/** All of them, of all statements. */
export function mapAccruals(source: Source): BrokerRow[] {
  const { every } = source.rows;
  return [
    ...ofNewestStatement(every("ChangeInPositionValues")).map(positionValueOf),
    ...ofNewestStatement(every("InterestAccruals")).map(interestOf),
    ...once(every("ChangeInDividendAccruals")).map((row) => dividendOf(source, row, false)),
    ...once(every("OpenDividendAccruals")).map((row) => dividendOf(source, row, true)),
    ...once(every("FxTransactions")).map(transactionOf),
    ...once(every("FxPositions")).map(lotOf),
  ];
}

/** The columns that change a value; a query that leaves one out may leave out what happened. */
const CHANGES = [
  "transactions",
  "mtmPriorPeriodPositions",
  "mtmTransactions",
  "corporateActions",
  "other",
  "accountTransfers",
  "linkingAdjustments",
  "fxTranslationPnl",
  "futurePriceAdjustments",
  "settledCash",
];

/** Columns that say what a row is about, and its ends. */
const NO_CHANGES: ReadonlySet<string> = new Set([
  "assetCategory",
  "priorPeriodValue",
  "endOfPeriodValue",
  "startingAccrualBalance",
  "endingAccrualBalance",
]);

/** All numbers between the ends of a row, whatever they are called. */
const changesOf = (row: MergedRow, fields: Fields) =>
  amountNames(row)
    .filter((name) => !NO_CHANGES.has(name))
    .map((name) => fields.amountOrZero(name));

function positionValueOf(row: MergedRow): PositionValue {
  const fields = row.read();
  return {
    kind: "position value",
    account: row.account,
    source: row.sources[0],
    from: row.statement.from,
    to: row.statement.to,
    currency: baseOr(fields.text("currency")),
    assetCategory: fields.text("assetCategory"),
    starting: fields.amount("priorPeriodValue"),
    changes: changesOf(row, fields),
    lacking: lackingOf("ChangeInPositionValue", amountNames(row), CHANGES),
    marks: add(fields.amount("mtmPriorPeriodPositions"), fields.amount("mtmTransactions")),
    ending: fields.amount("endOfPeriodValue"),
  };
}

function interestOf(row: MergedRow): InterestAccrual {
  const fields = row.read();
  return {
    kind: "interest accrual",
    account: row.account,
    source: row.sources[0],
    from: fields.date("fromDate") ?? row.statement.from,
    to: fields.date("toDate") ?? row.statement.to,
    currency: baseOr(fields.text("currency")),
    starting: fields.amount("startingAccrualBalance"),
    changes: changesOf(row, fields),
    lacking: lackingOf("InterestAccrualsCurrency", amountNames(row), [
      "interestAccrued",
      "accrualReversal",
      "fxTranslation",
    ]),
    ending: fields.amount("endingAccrualBalance"),
  };
}

const baseOr = (currency: string): string => (currency === "BASE_SUMMARY" ? "BASE" : currency);

function dividendOf(source: Source, row: MergedRow, open: boolean): DividendAccrual {
  const fields = row.read();
  return {
    kind: "dividend accrual",
    account: row.account,
    source: row.sources[0],
    date: (open ? null : (fields.date("reportDate") ?? fields.date("date"))) ?? row.statement.to,
    instrument: subjectOf(source, fields),
    currency: fields.text("currency"),
    open,
    codes: fields.codes("code"),
    quantity: fields.amount("quantity"),
    rate: fields.amount("grossRate"),
    gross: fields.amount("grossAmount"),
    tax: fields.amountOrZero("tax"),
    fee: fields.amountOrZero("fee"),
    net: fields.amount("netAmount"),
  };
}

function transactionOf(row: MergedRow): CurrencyTransaction {
  const fields = row.read();
  return {
    kind: "currency transaction",
    account: row.account,
    source: row.sources[0],
    date: fields.date("reportDate") ?? row.statement.to,
    currency: fields.text("fxCurrency"),
    base: fields.text("functionalCurrency"),
    codes: fields.codes("code"),
    isLot:
      row.versions[0].row.element === "FxClosedLot" ||
      fields.text("levelOfDetail") === "CLOSED_LOT",
    proceeds: fields.amount("proceeds"),
    cost: fields.amount("cost"),
    realized: fields.amount("realizedPL"),
  };
}

function lotOf(row: MergedRow): CurrencyLot {
  const fields = row.read();
  return {
    kind: "currency lot",
    account: row.account,
    source: row.sources[0],
    date: fields.date("reportDate") ?? row.statement.to,
    currency: fields.text("fxCurrency"),
    base: fields.text("functionalCurrency"),
    value: fields.amount("value"),
    costBasis: fields.amount("costBasis"),
    unrealized: fields.amount("unrealizedPL"),
    isLot: row.versions[0].row.element === "FxLot",
  };
}
