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
import type { Holding } from "../ledger.ts";
import { basisOn } from "./basis.ts";
import { quantityOn } from "./r2.ts";
import { roundingOf } from "./totals.ts";
import { onWindow, withoutTrades } from "./windowed.ts";

/**
 * The broker's result of each instrument over the days of a statement against ours of the same days: realized at the
 * rate of each closing, unrealized at the rate of the last day.
 */
export const r5: Rule = {
  name: "R5",
  title: "Realized and unrealized P&L of each instrument over a statement",
  formula:
    "realized = sum of our closings, each at the rate of its row; unrealized = (value − cost of our lots) at the rate of the last day",
  tolerance: () => Decimal.of("0.02"),
  source: "accounting notes 3, R5, and 2.7, A",
  *compare(facts) {
    const { performance, position } = facts.assertions;
    if (performance.length === 0) return;
    const check = onWindow("R5", facts.accounts);
    const positions = new Map(
      position.map((one) => [`${holdingKey(one.account, one.instrument)}|${one.date}`, one]),
    );
    for (const row of performance) {
      if (!row.isItem || row.assetCategory === "CASH") continue;
      const realized = withHolding(facts, row, () => realizedIn(facts, row));
      yield {
        ...check(row, "totalRealizedPnl", row.realized, realized),
        rounding: roundingOf(closedIn(facts, row).length),
      };
      const unrealized = withHolding(facts, row, (holding) =>
        unrealizedAt(facts, row, holding, positions),
      );
      const broker = sum([row.unrealizedProfit, row.unrealizedLoss]);
      yield check(row, "unrealizedProfit + unrealizedLoss", broker, unrealized);
    }
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

function realizedIn(facts: Facts, row: Performance): Amount {
  const reason = withoutTrades(facts, row);
  if (reason !== null) return absent(reason);
  return sum(closedIn(facts, row).map(({ realizedBase }) => realizedBase));
}

/** What was closed in the row's window. */
function closedIn({ holdings }: Facts, { account, instrument, from, to }: Performance) {
  const holding = instrument === null ? undefined : holdings.get(holdingKey(account, instrument));
  return (holding?.closings ?? []).filter(({ trade }) => trade.date >= from && trade.date <= to);
}

function unrealizedAt(
  { windows }: Facts,
  { account, instrument, to }: Performance,
  holding: Holding,
  positions: ReadonlyMap<string, PositionAssertion>,
): Amount {
  const on = (date: string) => positions.get(`${account}|${instrument}|${date}`);
  const position = on(to) ?? (isWeekday(to) ? undefined : on(previousWeekday(to)));
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
