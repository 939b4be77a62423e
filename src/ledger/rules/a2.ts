import { type Amount, isKnown, multiply, subtract, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { DividendAccrual } from "../../events/broker-rows.ts";
import type { Comparison, Rule } from "../checks.ts";
import { onSums } from "./sums.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.011");

/** Dividends that are announced; what is taken back carries the amount that was really paid. */
export const a2: Rule = {
  name: "A2",
  title: "Gross amount of each announced dividend",
  formula: "gross = quantity × rate, without signs, to the cent",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, A2",
  *compare({ assertions }) {
    const check = onSums("A2");
    for (const row of assertions["dividend accrual"]) {
      if (!row.open && !row.codes.includes("Po")) continue;
      const about = `${row.instrument ?? "unnamed"}/${row.open ? "open" : row.codes.join("+")}`;
      const ours = row.codes.includes("ADR")
        ? unknown("the row books the fee of a depositary receipt, which is not part of its gross")
        : size(multiply(row.quantity, row.rate));
      const gross = check({ ...row, row, about }, "grossAmount", size(row.gross), ours);
      yield unless(roundedRate(row, gross), gross, TOLERANCE);
    }
  },
};

/** Rates are printed with five decimals at least; zeros at the end are cut off. */
function roundedRate(
  { quantity, rate }: DividendAccrual,
  { broker, ours }: Comparison,
): string | null {
  if (!isKnown(rate)) return null;
  const decimals = rate.toString().split(".")[1] ?? "";
  const half = Decimal.of(`0.${"0".repeat(decimals.length < 5 ? 5 : decimals.length)}5`);
  const room = size(multiply(quantity, half));
  const off = size(subtract(ours, broker));
  return isKnown(off) && isKnown(room) && off.minus(TOLERANCE).compare(room) <= 0
    ? `${rate} is rounded, and the amount is within what that hides`
    : null;
}

const size = (amount: Amount): Amount => (isKnown(amount) ? amount.abs() : amount);
