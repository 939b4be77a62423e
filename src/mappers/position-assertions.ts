/** Rows of open positions, one by one, as they stand in the list. */
import type { PositionRow } from "../events/broker-rows.ts";
import { isLotRow } from "./broker.ts";
import type { Source } from "./source.ts";
import { multiplierOf } from "./subject.ts";

/** One per row of each day's newest list. */
export function mapPositionRows(source: Source): PositionRow[] {
  return source.rows.positions.flatMap(({ date, row }) => {
    const fields = row.read();
    const instrument = source.instruments.of(fields, row);
    if (instrument === null) return [];
    return [
      {
        kind: "position row",
        account: row.account,
        source: row.sources[0],
        date,
        instrument: instrument.id,
        assetCategory: fields.text("assetCategory"),
        currency: fields.text("currency"),
        level: isLotRow(row) ? "lot" : "summary",
        side: fields.text("side"),
        quantity: fields.amount("position"),
        multiplier: multiplierOf(fields, instrument),
        markPrice: fields.amount("markPrice"),
        marketValue: fields.amount("positionValue"),
        costPrice: fields.amount("costBasisPrice"),
        costBasis: fields.amount("costBasisMoney"),
        unrealized: fields.amount("fifoPnlUnrealized"),
        transaction: fields.text("originatingTransactionID"),
      },
    ];
  });
}
