import { type Amount, unknown } from "../../core/amount.ts";
import { type IsoDate, isWeekday, previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, FigureId, RowRef } from "../../core/ids.ts";
import type { Window } from "../../events/assertion.ts";
import { type Comparison, type Facts, holdingKey, type Rule } from "../checks.ts";
import type { Holding } from "../ledger.ts";
import { silenceIn } from "./silence.ts";
import { unless } from "./totals.ts";

/** Quantities at the end of every day for which the broker lists positions; an instrument that it does not list is 0. */
export const r2: Rule = {
  name: "R2",
  title: "Quantity of each instrument",
  formula: "position = opening quantity + everything traded and transferred until that day",
  tolerance: ({ quantity }) => quantity,
  source: "accounting notes 3, R2",
  *compare(facts) {
    const listed = new Set<string>();
    for (const position of facts.assertions.position) {
      const holding = facts.holdings.get(holdingKey(position.account, position.instrument));
      if (holding === undefined) continue;
      listed.add(`${holdingKey(position.account, position.instrument)}|${position.date}`);
      yield quantityCheck(facts, holding, position.date, position.quantity, position.source);
    }
    for (const { account, date, source } of snapshots(facts))
      for (const holding of facts.ledger.holdings) {
        if (holding.account !== account || holding.unknown !== null) continue;
        if (listed.has(`${holdingKey(account, holding.instrument)}|${date}`)) continue;
        if (quantityOn(holding, date).isZero) continue;
        yield quantityCheck(facts, holding, date, Decimal.zero, source);
      }
  },
};

/** Trades of days that no statement exports may be what is missing. */
function quantityCheck(
  facts: Facts,
  holding: Holding,
  date: IsoDate,
  broker: Amount,
  source: RowRef,
): Comparison {
  const { account, instrument } = holding;
  const check = {
    id: `R2/${account}/${instrument}/${date}`,
    account,
    date,
    instrument,
    currency: "",
    field: "position",
    broker,
    ours: holding.unknown === null ? quantityOn(holding, date) : unknown(holding.unknown),
    rows: [source],
    figure: `positions/${account}/${instrument}/quantity` as FigureId,
  };
  return unless(silenceIn(facts, account, { to: date }, ["trades"]), check, Decimal.zero);
}

/** What was held at the end of a day: the opening quantity and everything booked on report dates until then. */
export function quantityOn({ opening, moves }: Holding, date: IsoDate): Decimal {
  let quantity = opening;
  for (const move of moves) if (move.date <= date) quantity = quantity.plus(move.quantity);
  return quantity;
}

interface Snapshot {
  readonly account: AccountAlias;
  readonly date: IsoDate;
  readonly source: RowRef;
}

/**
 * The days for which the broker lists positions: those of its rows, and the last weekday of a window whose section is
 * there but empty, because then it lists that nothing is held. A statement that lists its last day lists no other: a row
 * of another day beside it is of that instrument alone.
 */
function snapshots({ windows, assertions }: Facts): Snapshot[] {
  const last = (window: Window): IsoDate =>
    isWeekday(window.to) ? window.to : previousWeekday(window.to);
  const listed = new Map<string, Snapshot>();
  const files = new Set<string>();
  const statements = Map.groupBy(windows, fileOf);
  const windowOf = (row: Snapshot): Window | undefined =>
    statements.get(fileOf(row))?.findLast(({ source }) => source.line <= row.source.line);
  for (const [window, rows] of Map.groupBy(assertions.position, windowOf)) {
    const days = window === undefined ? [] : [window.to, last(window)];
    const ofLast = rows.filter(({ date }) => days.includes(date));
    for (const one of ofLast.length > 0 ? ofLast : rows)
      listed.set(`${one.account}|${one.date}`, one);
    for (const row of rows) files.add(fileOf(row));
  }
  for (const window of windows) {
    const { account, exports, source } = window;
    if (!exports.has("positions") || files.has(fileOf(window))) continue;
    const date = last(window);
    if (!listed.has(`${account}|${date}`))
      listed.set(`${account}|${date}`, { account, date, source });
  }
  return [...listed.values()];
}

const fileOf = ({ account, source }: Pick<Snapshot, "account" | "source">): string =>
  `${account}|${source.file}`;
