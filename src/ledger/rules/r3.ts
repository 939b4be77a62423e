import { type Amount, add, isKnown, sum, unknown } from "../../core/amount.ts";
import { dayOf, type IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type AccountAlias, compareText, type FigureId, type RowRef } from "../../core/ids.ts";
import type { OpenLotAssertion, PositionAssertion } from "../../events/assertion.ts";
import { type Comparison, holdingKey, type Rule } from "../checks.ts";
import type { Holding } from "../ledger.ts";
import type { Lot } from "../lots.ts";
import { nowhereIn } from "./positions.ts";
import { silenceIn } from "./silence.ts";
import { CENT, unless } from "./totals.ts";

/**
 * Cost basis on the last day for which the broker lists positions: of each position, and of each lot where it lists
 * lots. Lots are matched by their opening time; lots of one second count together, and lots of one day
 * where one side has days alone.
 */
export const r3: Rule = {
  name: "R3",
  title: "Cost of each position and lot",
  formula: "cost basis = what the opening trades cost, less the parts that were closed",
  tolerance: () => CENT,
  source: "accounting notes 3, R3",
  *compare(facts) {
    const last = lastDays(facts.assertions.position);
    const blank = nowhereIn(facts.assertions["position row"], ({ costBasis }) => costBasis, "cost");
    const lots = Map.groupBy(facts.assertions["open lot"], lotsKey);
    for (const position of facts.assertions.position) {
      if (position.date !== last.get(position.account)) continue;
      const holding = facts.holdings.get(holdingKey(position.account, position.instrument));
      if (holding === undefined) continue;
      const stale = changedAfter(holding, position.date);
      const { account, date } = position;
      const silence = silenceIn(facts, account, { to: date }, ["trades"]);
      const whole = costCheck(
        holding,
        position,
        "",
        blank(position) ?? position.costBasis,
        stale ?? costOf(holding),
        position.source,
      );
      const isListed = holding.unknown === null && stale === null && blank(position) === null;
      const parts = isListed ? lotChecks(lots.get(lotsKey(position)) ?? [], holding, position) : [];
      for (const check of [whole, ...parts]) yield unless(silence, check, CENT);
    }
  },
};

const lotsKey = ({ account, instrument, date }: OpenLotAssertion | PositionAssertion): string =>
  `${holdingKey(account, instrument)}|${date}`;

function* lotChecks(
  theirs: readonly OpenLotAssertion[],
  holding: Holding,
  position: PositionAssertion,
): Iterable<Comparison> {
  if (theirs.length === 0) return;
  const hasTimes = [...holding.lots, ...theirs].every(({ opened }) => opened?.length !== 10);
  const momentOf = (opened: Lot["opened"]): string =>
    opened === null ? "before the first statement" : hasTimes ? opened : dayOf(opened);
  const ours = Map.groupBy(holding.lots, ({ opened }) => momentOf(opened));
  const broker = Map.groupBy(theirs, ({ opened }) => momentOf(opened));
  for (const opened of [...new Set<string>([...ours.keys(), ...broker.keys()])].sort(compareText)) {
    const row = broker.get(opened)?.[0]?.source ?? position.source;
    const theirCost = (broker.get(opened) ?? []).reduce<Amount>(
      (total, lot) => add(total, lot.costBasis),
      Decimal.zero,
    );
    yield costCheck(
      holding,
      position,
      `/${opened}`,
      theirCost,
      ownOf(holding, ours.get(opened)),
      row,
    );
  }
}

function costCheck(
  { account, instrument }: Holding,
  { date }: PositionAssertion,
  lot: string,
  broker: Amount,
  ours: Amount,
  row: RowRef,
): Comparison {
  return {
    id: `R3/${account}/${instrument}${lot}`,
    account,
    date,
    instrument,
    currency: "",
    field:
      lot === ""
        ? "costBasisMoney"
        : `costBasisMoney of the lot of ${lot.slice(1).replace("T", " ")}`,
    broker,
    ours,
    rows: [row],
    figure: `positions/${account}/${instrument}/costBasis` as FigureId,
  };
}

/** Where the cost of some lot is unknown, so is whether it is one that the broker lists under another opening. */
const ownOf = ({ lots }: Holding, own: readonly Lot[] = []): Amount =>
  own.length > 0
    ? basisOf(own)
    : (lots.find(({ costBasis }) => !isKnown(costBasis))?.costBasis ?? Decimal.zero);

const basisOf = (lots: readonly Lot[]): Amount => sum(lots.map(({ costBasis }) => costBasis));

const costOf = (holding: Holding): Amount =>
  holding.unknown === null ? basisOf(holding.lots) : unknown(holding.unknown);

const changedAfter = ({ events }: Holding, date: IsoDate): Amount | null =>
  events.some((event) => event.kind !== "cash" && event.date > date)
    ? unknown("the position changed after the last day for which the broker lists positions")
    : null;

/** The last day for which the broker lists positions, by account. */
export function lastDays(
  positions: Iterable<{ readonly account: AccountAlias; readonly date: IsoDate }>,
): ReadonlyMap<AccountAlias, IsoDate> {
  const days = new Map<AccountAlias, IsoDate>();
  for (const { account, date } of positions)
    if (date > (days.get(account) ?? "")) days.set(account, date);
  return days;
}
