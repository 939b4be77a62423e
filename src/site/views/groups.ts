/** Positions in groups with their sums. */
import type { PositionReport } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Figure } from "../../core/figures.ts";
import { compareText } from "../../core/ids.ts";
import { headingOf } from "../../exports/instrument-name.ts";
import { sumOf } from "./labelled.ts";
import { assetClass, type Portfolio } from "./portfolio.ts";

export type Grouping = "class" | "currency";

export interface Group {
  readonly name: string;
  readonly positions: readonly PositionReport[];
  readonly value: Figure;
  readonly unrealized: Figure;
}

/** The groups of a portfolio, largest first, and within each the positions, largest first. */
export function groupsOf(portfolio: Portfolio, by: Grouping): readonly Group[] {
  const key = ({ instrument }: PositionReport) =>
    by === "class" ? assetClass(instrument) : instrument.currency;
  return [...Map.groupBy(portfolio.positions, key)]
    .map(([name, positions]) => groupOf(portfolio.base, `${by}/${name}`, name, positions))
    .toSorted((a, b) => bySize(a.value, b.value) || compareText(a.name, b.name));
}

/** All positions of a portfolio as one group. */
export const wholeOf = (portfolio: Portfolio): Group =>
  groupOf(portfolio.base, "all", "All positions", portfolio.positions);

function groupOf(
  base: string,
  id: string,
  name: string,
  members: readonly PositionReport[],
): Group {
  const positions = members.toSorted(
    (a, b) =>
      bySize(a.marketValueBase, b.marketValueBase) ||
      compareText(a.instrument.symbol, b.instrument.symbol),
  );
  const sum = (field: "marketValueBase" | "unrealizedBase") =>
    sumOf(
      `groups/${base}/${id}/${field}`,
      base,
      positions.map((position) => ({
        label: `${headingOf(position.instrument)}, ${position.account}`,
        figure: position[field],
      })),
    );
  return { name, positions, value: sum("marketValueBase"), unrealized: sum("unrealizedBase") };
}

const bySize = (a: Figure, b: Figure): number =>
  (isKnown(b.value) ? b.value : Decimal.zero).compare(isKnown(a.value) ? a.value : Decimal.zero);
