import {
  type Amount,
  absent,
  add,
  isKnown,
  multiply,
  shareOf,
  sum,
  unknown,
} from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import { isExercise, type TradeAssertion } from "../../events/assertion.ts";
import { type Delivery, deliveriesOf } from "../../events/deliveries.ts";
import type { Rule } from "../checks.ts";
import { hasForeignCommission, onRow, withoutResults } from "./row.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.00001");

/** Shares that an exercised or assigned option delivered and that close a position: the premium is part of their result. */
export const t5b: Rule = {
  name: "T5b",
  title: "Realized P&L of shares that an option delivered",
  formula:
    "realized = proceeds + commission + taxes + cost + cost of the option's row (its premium)",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.1, T5b, and 2.10",
  *compare({ assertions }) {
    const silence = withoutResults(assertions.trade);
    const deliveries = deliveriesOf(assertions.trade);
    for (const trade of assertions.trade) {
      const closes = trade.effect === "closes" || trade.effect === "both";
      const delivery = deliveries.get(trade.event);
      const isDelivered = delivery !== undefined || isExercise(trade);
      if (trade.assetCategory !== "STK" || !closes || !isDelivered) continue;
      if (trade.cancelled || hasForeignCommission(trade)) continue;
      const broker = silence(trade) ?? trade.realized;
      const check = onRow("T5b", trade, "fifoPnlRealized", broker, realizedOf(trade, delivery));
      const rows = [...check.rows, ...(delivery?.options ?? []).map(({ source }) => source)];
      yield unless(doubtOf(trade), { ...check, rows }, TOLERANCE);
    }
  },
};

function realizedOf(trade: TradeAssertion, delivery: Delivery | undefined): Amount {
  if (delivery === undefined)
    return unknown(
      "no row of an exercised or assigned option fits these shares (positionActionID, or underlyingConid, strike and quantity at the same time)",
    );
  const own = sum([trade.proceeds, trade.commission, trade.taxes, trade.cost]);
  return add(own, premiumOf(trade, deliveredPremium(trade, delivery)));
}

/** What the options left, by units where they delivered several rows. */
function deliveredPremium({ quantity }: TradeAssertion, { options, delivered }: Delivery): Amount {
  const whole = sum(options.map(({ cost }) => cost));
  const units = sum(delivered.map((one) => one.quantity));
  if (delivered.length === 1) return whole;
  if (!isKnown(quantity)) return quantity;
  return isKnown(units) ? shareOf(whole, quantity, units) : units;
}

/** A trade that crosses zero closes with a part of its units, and takes that part of the premium. */
function premiumOf({ effect, lots, quantity }: TradeAssertion, premium: Amount): Amount {
  if (effect !== "both") return premium;
  if (lots === null) return absent("no closed lots follow the trade (Trades, level CLOSED_LOT)");
  if (!isKnown(quantity) || !isKnown(lots.quantity)) return multiply(quantity, lots.quantity);
  return quantity.isZero
    ? unknown("the trade has no quantity")
    : shareOf(premium, lots.quantity, quantity.abs());
}

const doubtOf = ({ effect }: TradeAssertion): string | null =>
  effect === "both"
    ? "the trade crosses zero, and how the broker writes the result of such a delivery is not settled"
    : null;
