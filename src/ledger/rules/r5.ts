import {
  type Amount,
  absent,
  isKnown,
  multiply,
  subtract,
  sum,
  unknown,
} from "../../core/amount.ts";
import { isWeekday, previousWeekday } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { PositionAssertion } from "../../events/assertion.ts";
import type { Performance } from "../../events/broker-rows.ts";
import { type Facts, holdingKey, type Rule } from "../checks.ts";
import type { Closing, Holding } from "../ledger.ts";
import { basisOn } from "./basis.ts";
import { type Converted, converts, whereProven } from "./conversion.ts";
import { perLeg } from "./per-leg.ts";
import { quantityOn } from "./r2.ts";
import { silenceIn } from "./silence.ts";
import { roundingOf } from "./totals.ts";
import { besideParts, onWindow, withoutTrades } from "./windowed.ts";

const TOLERANCE = Decimal.of("0.02");

/**
 * The broker's result of each instrument over the days of a statement against ours of the same days: realized at the
 * rate of each closing, unrealized at the rate of the last day.
 */
export const r5: Rule = {
  name: "R5",
  title: "Realized and unrealized P&L of each instrument over a statement",
  formula:
    "realized = sum of our closings, each at the rate of its row; unrealized = (value − cost of our lots) at the rate of the last day",
  tolerance: () => TOLERANCE,
  source: "accounting notes 3, R5, and 2.7, A",
  *compare(facts) {
    const { performance, position } = facts.assertions;
    if (performance.length === 0) return;
    const check = onWindow("R5", facts.accounts);
    const positions = new Map(
      position.map((one) => [`${holdingKey(one.account, one.instrument)}|${one.date}`, one]),
    );
    const opened = new Map(facts.events.map(({ id, rate }) => [id, rate]));
    const figures = performance.flatMap((row): Converted[] => {
      if (!row.isItem || row.assetCategory === "CASH") return [];
      const doubt = besideParts(row);
      const list = `${row.account}|${row.source.file}|${row.from}|${row.to}`;
      const closed = closedIn(facts, row);
      const realized = withHolding(facts, row, () => realizedIn(facts, row, closed));
      const position = positionAt(row, positions);
      const unrealized = withHolding(facts, row, (holding) =>
        unrealizedAt(facts, row, holding, position),
      );
      const broker = sum([row.unrealizedProfit, row.unrealizedLoss]);
      return [
        {
          check: {
            ...check(row, "totalRealizedPnl", row.realized, realized),
            rounding: roundingOf(closed.length),
          },
          list: `${list}|realized`,
          isConverted: converts(closed.map(({ by }) => by.rate)),
          doubt,
          otherWays: [sum(closed.map((closing) => perLeg(closing, (id) => opened.get(id))))],
        },
        {
          check: check(row, "unrealizedProfit + unrealizedLoss", broker, unrealized),
          list: `${list}|unrealized`,
          isConverted: position !== undefined && converts([position.rate]),
          doubt: doubt ?? silenceIn(facts, row.account, { to: row.to }, ["trades"]),
        },
      ];
    });
    yield* whereProven(figures, TOLERANCE);
  },
};

/** What we know of the row's instrument; unknown where we book it not, or not any more. */
function withHolding(
  { holdings }: Facts,
  { account, instrument }: Performance,
  figure: (holding: Holding) => Amount,
): Amount {
  const holding = instrument === null ? undefined : holdings.get(holdingKey(account, instrument));
  if (holding === undefined) return unknown("no row of a trade or position is about it");
  return holding.unknown === null ? figure(holding) : unknown(holding.unknown);
}

function realizedIn(facts: Facts, row: Performance, closed: readonly Closing[]): Amount {
  const reason = withoutTrades(facts, row);
  if (reason !== null) return absent(reason);
  return sum(closed.map(({ realizedBase }) => realizedBase));
}

/** What was closed in the row's window. */
function closedIn(
  { holdings }: Facts,
  { account, instrument, from, to }: Performance,
): readonly Closing[] {
  const holding = instrument === null ? undefined : holdings.get(holdingKey(account, instrument));
  return (holding?.closings ?? []).filter(({ date }) => date >= from && date <= to);
}

/** The position that the broker lists at the end of the row's window. */
function positionAt(
  { account, instrument, to }: Performance,
  positions: ReadonlyMap<string, PositionAssertion>,
): PositionAssertion | undefined {
  const on = (date: string) => positions.get(`${account}|${instrument}|${date}`);
  return on(to) ?? (isWeekday(to) ? undefined : on(previousWeekday(to)));
}

function unrealizedAt(
  { windows }: Facts,
  { account, to }: Performance,
  holding: Holding,
  position: PositionAssertion | undefined,
): Amount {
  if (position !== undefined)
    return multiply(subtract(position.marketValue, basisOn(holding, position.date)), position.rate);
  const quantity = quantityOn(holding, to);
  if (isKnown(quantity) && quantity.isZero) return Decimal.zero;
  const lists = windows.some(
    (one) => one.account === account && one.to === to && one.exports.has("positions"),
  );
  return lists
    ? unknown("the broker lists no position on that day")
    : absent("the statement has no section OpenPositions");
}
