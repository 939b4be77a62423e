/**
 * Trades that were taken back, and the rows that take them back. For lots neither happened; between their report dates the
 * trade stands in the broker's quantity and basis, so both move, and the two rows together leave nothing behind.
 * (Accounting notes, section 4, Ca/Co.)
 */
import { type Amount, negate } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId } from "../core/ids.ts";
import type { Trade } from "../events/event.ts";
import type { Pool } from "./pool.ts";

export class TakenBack {
  /** What each trade did to the basis until it was taken back. */
  readonly #bases = new Map<EventId, Amount>();

  /** Records one of the two rows, whichever comes first. */
  record(pool: Pool, trade: Trade): void {
    const original = trade.cancels ?? trade.id;
    const basis = this.#bases.get(original) ?? basisOfOriginal(pool, trade);
    this.#bases.set(original, basis);
    const own = trade.cancels === null ? basis : negate(basis);
    pool.record(trade, trade.date, trade.quantity, own);
  }
}

/** The row that takes a trade back has its amounts with the opposite signs. */
function basisOfOriginal(pool: Pool, { cancels, quantity, net }: Trade): Amount {
  if (quantity.isZero) return Decimal.zero;
  return cancels === null
    ? pool.basisBy(quantity, net)
    : pool.basisBy(quantity.negated(), negate(net));
}
