/** What the rules on rows that add up in themselves share. */
import type { Amount } from "../../core/amount.ts";
import type { BrokerRow } from "../../events/broker-rows.ts";
import type { Comparison } from "../checks.ts";
import { Names } from "./names.ts";

interface Named {
  readonly row: BrokerRow;
  /** What the row is about, for the name of the check. */
  readonly about: string;
  readonly date: Comparison["date"];
  readonly currency: string;
}

/** Makes the checks of one rule on rows without ids of their own. */
export function onSums(
  rule: string,
): (named: Named, field: string, broker: Amount, ours: Amount) => Comparison {
  const names = new Names();
  return ({ row, about, date, currency }, field, broker, ours) => ({
    id: names.of(`${rule}/${row.account}/${about}/${date}/${field}`),
    account: row.account,
    date,
    instrument: "instrument" in row ? row.instrument : null,
    currency,
    field,
    broker,
    ours,
    rows: [row.source],
  });
}
