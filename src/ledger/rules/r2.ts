import { type Amount, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { FigureId, RowRef } from "../../core/ids.ts";
import { type Comparison, type Facts, holdingKey, type Rule } from "../checks.ts";
import type { Holding } from "../ledger.ts";
import { wholeLists } from "../position-lists.ts";
import { silenceIn } from "./silence.ts";
import { unless } from "./totals.ts";

/** Quantities at the end of every day for which the broker lists positions; an instrument that it does not list is 0. */
export const r2: Rule = {
  name: "R2",
  title: "Quantity of each instrument",
  formula: "position = opening quantity + everything traded and transferred until that day",
  tolerance: ({ quantity }) => quantity,
  source: "accounting notes 3, R2",
  *compare(facts) {
    const listed = new Set<string>();
    for (const position of facts.assertions.position) {
      const holding = facts.holdings.get(holdingKey(position.account, position.instrument));
      if (holding === undefined) continue;
      listed.add(`${holdingKey(position.account, position.instrument)}|${position.date}`);
      yield quantityCheck(facts, holding, position.date, position.quantity, position.source);
    }
    const { windows, assertions } = facts;
    for (const { account, date, source } of wholeLists(windows, assertions.position))
      for (const holding of facts.ledger.holdings) {
        if (holding.account !== account || holding.unknown !== null) continue;
        if (listed.has(`${holdingKey(account, holding.instrument)}|${date}`)) continue;
        if (quantityOn(holding, date).isZero) continue;
        yield quantityCheck(facts, holding, date, Decimal.zero, source);
      }
  },
};

/** Trades of days that no statement exports may be what is missing. */
function quantityCheck(
  facts: Facts,
  holding: Holding,
  date: IsoDate,
  broker: Amount,
  source: RowRef,
): Comparison {
  const { account, instrument } = holding;
  const check = {
    id: `R2/${account}/${instrument}/${date}`,
    account,
    date,
    instrument,
    currency: "",
    field: "position",
    broker,
    ours: holding.unknown === null ? quantityOn(holding, date) : unknown(holding.unknown),
    rows: [source],
    figure: `positions/${account}/${instrument}/quantity` as FigureId,
  };
  return unless(silenceIn(facts, account, { to: date }, ["trades"]), check, Decimal.zero);
}

/** What was held at the end of a day: the opening quantity and everything booked on report dates until then. */
export function quantityOn({ opening, moves }: Holding, date: IsoDate): Decimal {
  let quantity = opening;
  for (const move of moves) if (move.date <= date) quantity = quantity.plus(move.quantity);
  return quantity;
}
