/** What the value consists of: positions by asset class, cash, accruals, and whatever is left. */
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Figure } from "../../core/figures.ts";
import { headingOf } from "../../exports/instrument-name.ts";
import { percentText } from "../format/number.ts";
import { type Labelled, labelled, sumOf } from "./labelled.ts";
import { assetClass, type Portfolio } from "./portfolio.ts";

export interface AllocationRow extends Labelled {
  /** As percent; null where it is not known. */
  readonly share: string | null;
  readonly value: Decimal | null;
}

export interface Allocation {
  readonly rows: readonly AllocationRow[];
  readonly total: Labelled;
}

const CENT = Decimal.of("0.005");

export function allocationOf(portfolio: Portfolio): Allocation {
  const { base, positions, days } = portfolio;
  const id = (name: string) => `overview/${base}/allocation/${name}`;
  const classes = [...Map.groupBy(positions, ({ instrument }) => assetClass(instrument))].map(
    ([name, members]) =>
      labelled(
        name,
        sumOf(
          id(name),
          base,
          members.map(({ instrument, account, marketValueBase }) => ({
            label: `${headingOf(instrument)}, ${account}`,
            figure: marketValueBase,
          })),
        ),
      ),
  );
  const last = days.at(-1);
  if (last === undefined) {
    const total = labelled("Positions", sumOf(id("total"), base, classes));
    return { rows: withShares(classes, total.figure), total };
  }
  const accruals = sumOf(id("accruals"), base, [
    { label: "Dividends", figure: last.dividendAccruals },
    { label: "Interest", figure: last.interestAccruals },
  ]);
  const named = [...classes, labelled("Cash", last.cash), labelled("Accruals", accruals)];
  const total = labelled("Net asset value", last.total);
  const rest = sumOf(id("rest"), base, [
    { label: "Net asset value", figure: last.total },
    ...named.map((row) => ({ ...row, operator: "−" as const })),
  ]);
  const rows = isSmall(rest) ? named : [...named, labelled("Not in these rows", rest)];
  return { rows: withShares(rows, total.figure), total };
}

/** Largest first, each with its share of the total. */
function withShares(rows: readonly Labelled[], total: Figure): readonly AllocationRow[] {
  const valued = rows.map((row) => {
    const value = isKnown(row.figure.value) ? row.figure.value : null;
    return { ...row, value, share: value === null ? null : shareText(value, total) };
  });
  return valued
    .filter(({ value }) => value === null || !value.isZero)
    .toSorted((a, b) => (b.value ?? Decimal.zero).compare(a.value ?? Decimal.zero));
}

/** A part of a figure as percent with one decimal; null where the whole is unknown or nothing. */
export function shareText(part: Decimal, { value: whole }: Figure): string | null {
  if (!isKnown(whole) || whole.sign <= 0) return null;
  return percentText(Decimal.share(Decimal.one, part, whole), 1);
}

const isSmall = ({ value }: Figure): boolean => isKnown(value) && value.abs().compare(CENT) < 0;
