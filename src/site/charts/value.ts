/** The chart of net asset value as data that a script draws: approximate numbers, for pixels only. */
import { isKnown } from "../../core/amount.ts";
import type { Figure } from "../../core/figures.ts";
import { dateText } from "../format/date.ts";
import { fixed } from "../format/number.ts";
import type { Portfolio } from "../views/portfolio.ts";

export interface ValueChart {
  readonly unit: string;
  readonly dates: readonly string[];
  /** Null where the value of a day is not known: a gap in the line. */
  readonly value: readonly (number | null)[];
  /** What was paid in less what was taken out until each day; null where a flow is not known. */
  readonly paid: readonly (number | null)[];
  /** Days with a deposit or a withdrawal, as positions in `dates`. */
  readonly flows: readonly number[];
  readonly text: string;
}

const near = ({ value }: Figure): number | null => (isKnown(value) ? value.approximate() : null);

/** Null where there are less than two days to draw a line between. */
export function valueChart({ base, days }: Portfolio): ValueChart | null {
  const first = days.findIndex(({ total }) => near(total) !== 0);
  const shown = first <= 0 ? days : days.slice(first);
  const last = shown.at(-1);
  if (last === undefined || shown.length < 2) return null;
  // What stood there before the first flow counts as paid in.
  let paid: number | null = near(shown[0]?.total ?? last.total);
  const sums = shown.map(({ flow }, index) => {
    const amount = near(flow);
    if (index > 0) paid = paid === null || amount === null ? null : paid + amount;
    return paid === null ? null : Math.round(paid * 100) / 100;
  });
  return {
    unit: base,
    dates: shown.map(({ date }) => date),
    value: shown.map(({ total }) => near(total)),
    paid: sums,
    flows: shown.flatMap(({ flow }, index) => (near(flow) === 0 ? [] : [index])),
    text: `Net asset value from ${dateText(shown[0]?.date ?? last.date)} to ${dateText(last.date)}${
      isKnown(last.total.value) ? `: ${fixed(last.total.value, 0)} ${base} at the end` : ""
    }`,
  };
}
