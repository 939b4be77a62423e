/** The log of restatements as JSON and as a sentence. */
import type { Report } from "../analytics/report.ts";
import { type Amount, isKnown } from "../core/amount.ts";
import type { InstrumentId } from "../core/ids.ts";
import type { Instrument } from "../events/instrument.ts";
import { type MovedField, type Restatement, restatedRows } from "../events/restatement.ts";
import type { RestatementJson } from "./schema.ts";

/** One entry, its instrument by conid and symbol. */
export function restatementJson(
  entry: Restatement,
  instruments: ReadonlyMap<InstrumentId, Instrument>,
): RestatementJson {
  const { account, date, kind, what, currency, known, moved, amount, rows, event } = entry;
  const instrument = entry.instrument === null ? undefined : instruments.get(entry.instrument);
  return {
    account,
    date,
    kind,
    what,
    instrument:
      instrument === undefined ? null : { conid: instrument.id, symbol: instrument.symbol },
    currency,
    known,
    event,
    moved: moved.map(({ field, before, after }) => ({
      field,
      before: valueJson(before),
      after: valueJson(after),
    })),
    amount: amountJson(amount),
    rows: rows.map(({ file, line }) => ({ file, line })),
  };
}

const amountJson = (amount: Amount): RestatementJson["amount"] =>
  isKnown(amount) ? amount.toString() : { unknown: amount.unknown };

const valueJson = (value: MovedField["before"]): RestatementJson["moved"][number]["before"] =>
  value === null || typeof value === "string" ? value : amountJson(value);

/** How much newer statements did, for a terminal; empty where they did nothing. */
export function restatementsText({ restatements }: Pick<Report, "restatements">): string {
  const count = restatedRows(restatements);
  if (count === 0) return "";
  const rows = count === 1 ? "1 row was" : `${count} rows were`;
  return `${rows} changed, added, withdrawn or left out by newer statements; see restatements in \`lotbook report --json\`.`;
}
