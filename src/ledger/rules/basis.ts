/** What a holding had cost at the end of any day. */
import { type Amount, add, unknown } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import type { Holding } from "../ledger.ts";
import { basisOf } from "../pool.ts";

/** The signed basis at the end of a day: that of the open lots where nothing happened later, else opening and moves. */
export function basisOn(holding: Holding, date: IsoDate): Amount {
  const { lots, moves, openingBasis } = holding;
  if (holding.unknown !== null) return unknown(holding.unknown);
  if (moves.every((move) => move.date <= date)) return basisOf(lots);
  let basis = openingBasis;
  for (const move of moves) if (move.date <= date) basis = add(basis, move.basis);
  return basis;
}
