/**
 * The open lots of one instrument of one account while its events are booked, with what was closed and what each event
 * did. It does not leave the booking. A pool never holds long and short lots at once.
 */
import { type Amount, negate, shareOf, subtract, sum } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { LotId } from "../core/ids.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import type { Closing, Move } from "./ledger.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import { type Lot, splitLot } from "./lots.ts";

export class Pool {
  readonly instrument: Instrument;
  readonly closings: Closing[] = [];
  readonly moves: Move[] = [];
  /** What was held before the first event, by the rows that tell of it; signed. */
  readonly start: Decimal;
  /** What must have been held then besides, found only when it was closed; signed. */
  missing = Decimal.zero;
  /** Why nothing more is booked; null while it is. */
  unknown: string | null = null;
  readonly #method: LotMethod;
  readonly #lots: Lot[] = [];
  #held = Decimal.zero;

  constructor(instrument: Instrument, method: LotMethod, opening: readonly Lot[]) {
    this.instrument = instrument;
    this.#method = method;
    for (const lot of opening) this.add(lot);
    this.start = this.#held;
  }

  /** Open lots in the order in which the method takes them. */
  get lots(): readonly Lot[] {
    return this.#lots;
  }

  /** Units held; negative when short. */
  get held(): Decimal {
    return this.#held;
  }

  /** What a disposal of this quantity closes of what is held; signed like what is held. */
  closedBy(quantity: Decimal): Decimal {
    if (this.#held.sign !== -quantity.sign) return Decimal.zero;
    return this.#held.abs().compare(quantity.abs()) <= 0 ? this.#held : quantity.negated();
  }

  add(lot: Lot): void {
    this.#method.add(this.#lots, lot);
    this.#held = this.#held.plus(lot.quantity);
  }

  /**
   * Takes a quantity (signed like the pool) out, lot by lot as the method picks; the only place where lots are split.
   * The pool holds at least that much.
   */
  take(quantity: Decimal): Lot[] {
    const parts = this.#picked(quantity);
    this.#held = this.#held.minus(quantity);
    return parts.map(({ id, part }) => {
      const index = this.#lots.findIndex((lot) => lot.id === id);
      const [own, remainder] = splitLot(this.#lots[index] as Lot, part);
      if (remainder === null) this.#lots.splice(index, 1);
      else this.#lots[index] = remainder;
      return own;
    });
  }

  /** What a trade would add to the basis of what is held: the cost of what it opens, less the basis of what it closes. */
  basisBy(quantity: Decimal, net: Amount): Amount {
    const closed = this.closedBy(quantity);
    const opened = quantity.plus(closed);
    const taken = closed.isZero ? [] : this.#picked(closed);
    const own = taken.map(({ id, part }) => {
      const lot = this.#lots.find((one) => one.id === id) as Lot;
      return splitLot(lot, part)[0];
    });
    return subtract(lessBasisOf(own), shareOf(net, opened, quantity));
  }

  /** The lots that the method takes a quantity from, and how much of each. */
  #picked(quantity: Decimal): { readonly id: LotId; readonly part: Decimal }[] {
    const parts: { readonly id: LotId; readonly part: Decimal }[] = [];
    let rest = quantity;
    for (const { id, quantity: units } of this.#method.pick(this.#lots)) {
      if (rest.isZero) break;
      const part = units.abs().compare(rest.abs()) <= 0 ? units : rest;
      parts.push({ id, part });
      rest = rest.minus(part);
    }
    return parts;
  }

  /** Takes everything out. */
  takeAll(): Lot[] {
    this.#held = Decimal.zero;
    return this.#lots.splice(0);
  }

  record(event: LedgerEvent, date: IsoDate, quantity: Decimal, basis: Amount): void {
    this.moves.push({ event, date, quantity, basis });
  }

  /** Adds a lot that an event shows to be missing: from a day on, or from before the first event. */
  addMissing(event: LedgerEvent, lot: Lot, from: IsoDate | null): void {
    const { quantity, costBasis: basis } = lot;
    this.add(lot);
    if (from === null) this.missing = this.missing.plus(quantity);
    else this.moves.push({ event, date: from, quantity, basis, missing: true });
  }
}

/** Units of several lots, or of legs of an action. */
export const quantityOf = (lots: readonly Pick<Lot, "quantity">[]): Decimal =>
  Decimal.sum(lots.map(({ quantity }) => quantity));

/** Signed basis of several lots. */
export const basisOf = (lots: readonly Lot[]): Amount =>
  sum(lots.map(({ costBasis }) => costBasis));

/** Minus the basis of several lots: what taking them out adds to a holding's basis. */
export const lessBasisOf = (lots: readonly Lot[]): Amount => negate(basisOf(lots));

/** Spreads an amount over parts of a quantity; the last part takes what is left, so that nothing is lost to rounding. */
export function spread(total: Decimal, parts: readonly Decimal[]): Decimal[];
export function spread(total: Amount, parts: readonly Decimal[]): Amount[];
export function spread(total: Amount, parts: readonly Decimal[]): Amount[] {
  const whole = Decimal.sum(parts);
  let rest = total;
  return parts.map((part, index) => {
    const own = index === parts.length - 1 ? rest : shareOf(total, part, whole);
    rest = subtract(rest, own);
    return own;
  });
}
