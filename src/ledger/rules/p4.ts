import { type Amount, absent, isKnown, sum, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { PositionRow } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";
import { unless } from "./totals.ts";

const FIELDS: Readonly<Record<string, (row: PositionRow) => Amount>> = {
  position: ({ quantity }) => quantity,
  positionValue: ({ marketValue }) => marketValue,
  costBasisMoney: ({ costBasis }) => costBasis,
  fifoPnlUnrealized: ({ unrealized }) => unrealized,
};

const TOLERANCE = Decimal.of("0.01");

/** Each position against the lots that the broker lists below it. */
export const p4: Rule = {
  name: "P4",
  title: "Each position against its lots",
  formula: "position = sum of its lots",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.2, P4",
  *compare({ assertions }) {
    const rows = assertions["position row"];
    const files = new Map<string, Set<string>>([
      ["lot", new Set()],
      ["summary", new Set()],
    ]);
    for (const { level, source } of rows) files.get(level)?.add(source.file);
    for (const [name, own] of bySide(rows)) {
      const summaries = own.filter(({ level }) => level === "summary");
      const lots = own.filter(({ level }) => level === "lot");
      const [first = lots[0]] = summaries;
      if (first === undefined) continue;
      const listsBoth = [...files.values()].every((some) => some.has(first.source.file));
      if (lots.length > 0 && (summaries.length > 0 || listsBoth))
        yield* fieldChecks(name, first, summaries, lots);
      else if (summaries.length > 0)
        yield* listsBoth && SEEN.has(first.assetCategory)
          ? fieldChecks(name, first, summaries, [])
          : [withoutLots(name, first, summaries, listsBoth)];
    }
  },
};

/** Classes of which lots were seen: a position of them that has none, among others that have some, lacks them. */
const SEEN: ReadonlySet<string> = new Set(["STK", "OPT"]);

/** Rows of one instrument and day; long and short apart where both levels say which is which. */
function bySide(rows: readonly PositionRow[]): Map<string, PositionRow[]> {
  const groups = new Map<string, PositionRow[]>();
  const days = Map.groupBy(
    rows,
    ({ account, instrument, date }) => `${account}/${instrument}|${date}`,
  );
  for (const [key, own] of days) {
    const [about = "", date = ""] = key.split("|");
    const sides = (wanted: PositionRow["level"]) =>
      [...new Set(own.filter(({ level }) => level === wanted).map(({ side }) => side))].sort();
    const isTold = sides("lot").length === 0 || sides("lot").join() === sides("summary").join();
    for (const [side, part] of Map.groupBy(own, (row) => (isTold ? row.side || "any" : "any")))
      groups.set(`${about}/${side}/${date}`, part);
  }
  return groups;
}

function* fieldChecks(
  name: string,
  row: PositionRow,
  summaries: readonly PositionRow[],
  lots: readonly PositionRow[],
): Iterable<Comparison> {
  const files = new Set([...summaries, ...lots].map(({ source }) => source.file));
  const mixed = files.size > 1 ? "positions and lots are of two statements" : null;
  for (const [field, part] of Object.entries(FIELDS)) {
    const [whole, parts] = [summaries.map(part), lots.map(part)];
    const check = checkOf(name, row, field, sum(whole), sum(parts));
    const doubt = mixed ?? (field === "position" ? null : roundedToCents(check, whole, parts));
    yield unless(doubt, check, TOLERANCE);
  }
}

/** Older statements print values in whole cents: each may be off by half a cent. (Accounting notes 1.2, P1.) */
function roundedToCents(
  { broker, ours }: Comparison,
  whole: readonly Amount[],
  parts: readonly Amount[],
): string | null {
  const all = [...whole, ...parts];
  const isRounded = all.every(
    (amount) => isKnown(amount) && (amount.toString().split(".")[1]?.length ?? 0) <= 2,
  );
  if (!isRounded || parts.length === 0 || !isKnown(broker) || !isKnown(ours)) return null;
  const room = Decimal.of("0.005").times(Decimal.of(String(all.length)));
  return ours.minus(broker).abs().compare(room) <= 0
    ? "the values are printed in whole cents, and the difference is within what that hides"
    : null;
}

function withoutLots(
  name: string,
  row: PositionRow,
  summaries: readonly PositionRow[],
  listsBoth: boolean,
): Comparison {
  const reason = listsBoth
    ? unknown(`nobody has seen whether there are no lots of class ${row.assetCategory}`)
    : absent("the list of positions has no lots (OpenPositions, level LOT)");
  return checkOf(name, row, "position", sum(summaries.map(({ quantity }) => quantity)), reason);
}

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
