/** What the rules on rows of open positions share. */
import type { Amount } from "../../core/amount.ts";
import type { PositionRow } from "../../events/broker-rows.ts";
import type { Comparison, Facts } from "../checks.ts";
import { Names } from "./names.ts";

/** A check of one field on every row of open positions, against what its other fields make of it. */
export function* onPositions(
  rule: string,
  { assertions }: Facts,
  field: string,
  sides: (row: PositionRow) => { readonly broker: Amount; readonly ours: Amount },
): Iterable<Comparison> {
  const names = new Names();
  for (const row of assertions["position row"]) {
    const { account, instrument, date, level } = row;
    const name = `${rule}/${account}/${instrument}/${date}/${level}`;
    yield {
      id: names.of(row.transaction === "" ? name : `${name}/${row.transaction}`),
      account,
      date,
      instrument,
      currency: row.currency,
      field,
      ...sides(row),
      rows: [row.source],
    };
  }
}
