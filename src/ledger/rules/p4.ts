import { type Amount, absent, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { PositionRow } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";

const FIELDS: Readonly<Record<string, (row: PositionRow) => Amount>> = {
  position: ({ quantity }) => quantity,
  positionValue: ({ marketValue }) => marketValue,
  costBasisMoney: ({ costBasis }) => costBasis,
  fifoPnlUnrealized: ({ unrealized }) => unrealized,
};

/** Each position against the lots that the broker lists below it. */
export const p4: Rule = {
  name: "P4",
  title: "Each position against its lots",
  formula: "position = sum of its lots",
  tolerance: () => Decimal.of("0.01"),
  source: "accounting notes 1.2, P4",
  *compare({ assertions }) {
    const groups = Map.groupBy(
      assertions["position row"],
      ({ account, instrument, side, date }) => `${account}/${instrument}/${side || "any"}/${date}`,
    );
    for (const [name, rows] of groups) {
      const summaries = rows.filter(({ level }) => level === "summary");
      const lots = rows.filter(({ level }) => level === "lot");
      const [first] = summaries;
      if (first === undefined) continue;
      if (lots.length === 0) {
        const reason = absent("the list of positions has no lots (OpenPositions, level LOT)");
        yield checkOf(
          name,
          first,
          "position",
          sum(summaries.map(({ quantity }) => quantity)),
          reason,
        );
      } else
        for (const [field, part] of Object.entries(FIELDS))
          yield checkOf(name, first, field, sum(summaries.map(part)), sum(lots.map(part)));
    }
  },
};

function checkOf(
  name: string,
  row: PositionRow,
  field: string,
  broker: Amount,
  ours: Amount,
): Comparison {
  return {
    id: `P4/${name}/${field}`,
    account: row.account,
    date: row.date,
    instrument: row.instrument,
    currency: field === "position" ? "" : row.currency,
    field,
    broker,
    ours,
    rows: [row.source],
  };
}
