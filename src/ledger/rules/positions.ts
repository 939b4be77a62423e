/** What the rules on rows of open positions share. */
import { type Amount, isKnown, type Unknown, unknown } from "../../core/amount.ts";
import type { AssertionBase } from "../../events/assertion.ts";
import type { PositionRow } from "../../events/broker-rows.ts";
import type { Comparison, Facts } from "../checks.ts";
import { Names } from "./names.ts";
import { CENT, unless } from "./totals.ts";

/** A check, to the cent, of one field on every row of open positions, against what its other fields make of it. */
export function* onPositions(
  rule: string,
  { assertions }: Facts,
  field: string,
  sides: (row: PositionRow) => { readonly broker: Amount; readonly ours: Amount },
  doubt: (row: PositionRow) => string | null = () => null,
): Iterable<Comparison> {
  const names = new Names();
  for (const row of assertions["position row"]) {
    const { account, instrument, date, level } = row;
    const name = `${rule}/${account}/${instrument}/${date}/${level}`;
    const check = {
      id: names.of(row.transaction === "" ? name : `${name}/${row.transaction}`),
      account,
      date,
      instrument,
      currency: row.currency,
      field,
      ...sides(row),
      rows: [row.source],
    };
    yield unless(doubt(row), check, CENT);
  }
}

/**
 * Why a list of positions says nothing of a figure: all of its rows have 0, though something is held. With the field Model
 * selected, lists have neither costs nor results. (Flex schema, section 5.)
 */
export function nowhereIn(
  rows: readonly PositionRow[],
  figure: (row: PositionRow) => Amount,
  name: string,
): (row: AssertionBase) => Unknown | null {
  const silent = new Set<string>();
  for (const [list, own] of Map.groupBy(rows, listOf))
    if (own.every((row) => isZero(figure(row))) && own.some(isPriced)) silent.add(list);
  const reason = unknown(`the list of positions has no ${name} but 0`);
  return (row) => (silent.has(listOf(row)) ? reason : null);
}

const listOf = ({ account, source }: AssertionBase): string => `${account}|${source.file}`;

const isZero = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

/** Worth something, and something else than it cost. */
const isPriced = ({ marketValue, costBasis }: PositionRow): boolean =>
  isKnown(marketValue) && isKnown(costBasis) && !marketValue.eq(costBasis);

/** Why values of bonds may be others than price and cost make: nobody has seen which hold the interest that accrued. */
export const accruing = ({ assetCategory }: PositionRow): string | null =>
  assetCategory === "BOND" || assetCategory === "BILL"
    ? "nobody has seen whether the value of a bond holds its accrued interest"
    : null;
