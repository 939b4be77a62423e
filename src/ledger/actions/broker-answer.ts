/**
 * Answers a case from the broker's own later lots: the part of each old lot's basis that they say moved. Lots of one
 * opening share one fraction, because the broker splits every lot alike. (Accounting notes 2.15, last paragraphs.)
 */
import { type Amount, isKnown, subtract, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId, RowRef } from "../../core/ids.ts";
import type { ActionLeg } from "../../events/corporate-action.ts";
import type { Lot } from "../lots.ts";
import { quantityOf, spread } from "../pool.ts";
import type { BrokerCost } from "./action.ts";
import type { BrokerView, UnitCost } from "./broker-lots.ts";

/** What one received instrument takes of each old lot, in their order, and the rows that say so. */
export interface BrokerShares {
  readonly shares: readonly Amount[];
  readonly rows: readonly RowRef[];
  readonly costs: readonly BrokerCost[];
}

/** What the broker's lots of a received instrument say; null where they say nothing. */
export function sharesOf(
  old: readonly Lot[],
  leg: ActionLeg,
  view: BrokerView,
  isFresh: boolean,
): BrokerShares | null {
  const units = spread(
    leg.quantity,
    old.map(({ quantity }) => quantity),
  );
  return (
    byOpening(old, units, view) ??
    (isFresh ? (byWhole(old, leg.quantity, view) ?? byFirstClosing(old, units, view)) : null)
  );
}

/** What the broker's lots of the parent, or its position, say: what they lack has moved. */
export function sharesFromParent(old: readonly Lot[], view: BrokerView): BrokerShares | null {
  const quantity = quantityOf(old);
  const kept =
    byOpening(
      old,
      old.map(({ quantity }) => quantity),
      view,
    ) ?? byWhole(old, quantity, view);
  if (kept === null) return null;
  const shares = old.map(({ costBasis }, index) =>
    subtract(costBasis, kept.shares[index] ?? Decimal.zero),
  );
  const costs = kept.costs.map((cost) => ({ ...cost, now: cost.of.minus(cost.now) }));
  return { shares, rows: kept.rows, costs };
}

/** Lots matched by when they were opened; those without a match move as much as the others do on the whole. */
function byOpening(
  old: readonly Lot[],
  units: readonly Decimal[],
  view: BrokerView,
): BrokerShares | null {
  const fractions: (BrokerCost | null)[] = old.map(() => null);
  const rows: RowRef[] = [];
  const costs: BrokerCost[] = [];
  let [now, of] = [Decimal.zero, Decimal.zero];
  const openings = Map.groupBy(old.keys(), (index) => (old[index] as Lot).opened);
  for (const [opened, indexes] of openings) {
    const cost = view.ofOpening(opened);
    const basis = sum(indexes.map((index) => (old[index] as Lot).costBasis));
    if (cost === null || !isKnown(basis) || basis.isZero) continue;
    const received = Decimal.sum(indexes.map((index) => units[index] as Decimal)).abs();
    const own = {
      now: Decimal.share(cost.basis, received, cost.quantity),
      of: basis.abs(),
      rounding: Decimal.share(cost.rounding, received, cost.quantity),
    };
    for (const index of indexes) fractions[index] = own;
    rows.push(cost.source);
    costs.push(own);
    [now, of] = [now.plus(own.now), of.plus(own.of)];
  }
  if (of.isZero) return null;
  return {
    shares: fractions.map((own, index) => part(old, index, own ?? { now, of })),
    rows,
    costs,
  };
}

function byWhole(old: readonly Lot[], quantity: Decimal, view: BrokerView): BrokerShares | null {
  const cost = view.ofAll(quantity);
  return cost === null ? null : byTotal(old, cost, old);
}

/** The first closing took the oldest lots, so its cost is a fraction of theirs. */
function byFirstClosing(
  old: readonly Lot[],
  units: readonly Decimal[],
  view: BrokerView,
): BrokerShares | null {
  const cost = view.firstClosing();
  if (cost === null) return null;
  let rest = cost.quantity;
  const closed: Pick<Lot, "costBasis">[] = [];
  for (const [index, lot] of old.entries()) {
    const own = (units[index] as Decimal).abs();
    if (rest.isZero || own.isZero) break;
    const taken = own.compare(rest) <= 0 ? own : rest;
    closed.push({
      costBasis: isKnown(lot.costBasis) ? Decimal.share(lot.costBasis, taken, own) : lot.costBasis,
    });
    rest = rest.minus(taken);
  }
  return rest.isZero ? byTotal(old, cost, closed) : null;
}

/** One fraction for all lots: what these cost now, of what they had cost. */
function byTotal(
  old: readonly Lot[],
  { basis: now, rounding, source }: UnitCost,
  of: readonly Pick<Lot, "costBasis">[],
): BrokerShares | null {
  const before = sum(of.map(({ costBasis }) => costBasis));
  if (!isKnown(before) || before.isZero) return null;
  const cost = { now, of: before.abs(), rounding };
  return { shares: old.map((_, index) => part(old, index, cost)), rows: [source], costs: [cost] };
}

function part(
  old: readonly Lot[],
  index: number,
  { now, of }: Omit<BrokerCost, "rounding">,
): Amount {
  const basis = old[index]?.costBasis ?? Decimal.zero;
  return isKnown(basis) ? Decimal.share(now, basis, of) : basis;
}

/** Of what is shared out by several instruments, the part that one of them did not take. */
export const restOf = (
  old: readonly Amount[],
  taken: ReadonlyMap<InstrumentId, readonly Amount[]>,
): Amount[] =>
  old.map((basis, index) =>
    [...taken.values()].reduce<Amount>(
      (rest, shares) => subtract(rest, shares[index] ?? Decimal.zero),
      basis,
    ),
  );
