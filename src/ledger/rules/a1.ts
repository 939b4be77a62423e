import { type Amount, isKnown, subtract, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { DividendAccrual } from "../../events/broker-rows.ts";
import type { Rule } from "../checks.ts";
import { onSums } from "./sums.ts";

/** Where the fee is not exported, it is not known what rows of depositary receipts hold: their fee is inside the net. */
export const a1: Rule = {
  name: "A1",
  title: "Net amount of each accrued dividend",
  formula: "net = gross − tax − fee",
  tolerance: () => Decimal.of("0.005"),
  source: "accounting notes 1.5, A1",
  *compare({ assertions }) {
    const check = onSums("A1");
    for (const row of assertions["dividend accrual"]) {
      const about = `${row.instrument ?? "unnamed"}/${row.open ? "open" : row.codes.join("+")}`;
      yield check({ ...row, row, about }, "netAmount", row.net, netOf(row));
    }
  },
};

/** Fees of depositary receipts are a few cents a share; rows of the fee alone have no gross. */
const LARGEST_FEE = Decimal.of("0.1");

function netOf({ gross, tax, fee, net, quantity }: DividendAccrual): Amount {
  const beforeFee = subtract(gross, tax);
  if (isKnown(fee) || !isKnown(beforeFee) || !isKnown(net) || !isKnown(gross))
    return subtract(beforeFee, fee);
  const off = beforeFee.minus(net);
  const isFee =
    (gross.isZero || off.sign === gross.sign) &&
    (!isKnown(quantity) || off.abs().compare(quantity.abs().times(LARGEST_FEE)) <= 0);
  return isFee ? unknown(`${fee.unknown}, and the net holds one`) : beforeFee;
}
