import { type Amount, isKnown, multiply, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Rule } from "../checks.ts";
import { onSums } from "./sums.ts";

/** Dividends that are announced; what is taken back carries the amount that was really paid. */
export const a2: Rule = {
  name: "A2",
  title: "Gross amount of each announced dividend",
  formula: "gross = quantity × rate, without signs, to the cent",
  tolerance: () => Decimal.of("0.011"),
  source: "accounting notes 1.5, A2",
  *compare({ assertions }) {
    const check = onSums("A2");
    for (const row of assertions["dividend accrual"]) {
      if (!row.open && !row.codes.includes("Po")) continue;
      const about = `${row.instrument ?? "unnamed"}/${row.open ? "open" : row.codes.join("+")}`;
      const ours = row.codes.includes("ADR")
        ? unknown("the row books the fee of a depositary receipt, which is not part of its gross")
        : size(multiply(row.quantity, row.rate));
      yield check({ ...row, row, about }, "grossAmount", size(row.gross), ours);
    }
  },
};

const size = (amount: Amount): Amount => (isKnown(amount) ? amount.abs() : amount);
