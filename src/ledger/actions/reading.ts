/**
 * How the legs of a corporate action are read. Flex says what came and what went, never what happens to the basis; where
 * the legs allow one reading only it is taken, everything else is a case. (Accounting notes 2.15.)
 */
import { type Amount, isKnown, sum } from "../../core/amount.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { ActionLeg, CorporateAction } from "../../events/corporate-action.ts";
import { quantityOf } from "../pool.ts";
import type { CaseKind } from "./action.ts";

export type Reading =
  /** No leg moves units; rows of coupons and cash dividends name the units that they are paid on. */
  | { readonly kind: "nothing" }
  /** More units of what is held for nothing, or fewer. */
  | { readonly kind: "split"; readonly leg: ActionLeg }
  /** One instrument becomes another; what was paid for it (positive) is added to the basis. */
  | {
      readonly kind: "exchange";
      readonly from: ActionLeg;
      readonly to: ActionLeg;
      readonly paid: Amount;
    }
  /** Units go for cash, or for nothing. */
  | { readonly kind: "sale"; readonly legs: readonly ActionLeg[] }
  /** Cash for units that are gone already. */
  | { readonly kind: "payment"; readonly legs: readonly ActionLeg[] }
  /** Units come for cash. */
  | { readonly kind: "purchase"; readonly leg: ActionLeg; readonly paid: Amount }
  | {
      readonly kind: "case";
      readonly of: CaseKind;
      readonly gone: readonly ActionLeg[];
      readonly come: readonly ActionLeg[];
      readonly cash: Amount;
    };

/**
 * Reads an action, given what is held of an instrument just before it (signed). What is said of a long position holds
 * mirrored for a short one: cash that comes with long units is paid for short ones.
 */
export function readingOf(
  action: CorporateAction,
  heldOf: (instrument: InstrumentId) => Decimal,
): Reading {
  if (action.type === "cash distribution") return { kind: "nothing" };
  const legs = united(action.legs).filter(({ quantity }) => !quantity.isZero);
  const gone = legs.filter((leg) => goes(leg, legs, heldOf, action.parent));
  const come = legs.filter((leg) => !gone.includes(leg));
  const cash = sum(action.legs.map(({ proceeds }) => proceeds));
  const [from, ...otherGone] = gone;
  const [to, ...otherCome] = come;
  if (from === undefined && to === undefined) return withoutUnits(action, heldOf);
  const undetermined = (of: CaseKind): Reading => ({ kind: "case", of, gone, come, cash });
  if (!isKnown(cash)) return undetermined("other");
  if (to === undefined) return wentAway(action, gone, cash, heldOf) ?? undetermined("other");
  if (from === undefined) {
    if (otherCome.length > 0) return undetermined(received(action, cash));
    if (isSplit(action)) return { kind: "split", leg: to };
    if (cash.sign === -to.quantity.sign) return { kind: "purchase", leg: to, paid: cash.negated() };
    return undetermined(received(action, cash));
  }
  if (otherGone.length > 0) return undetermined("other");
  const isPaidOut = cash.sign === -from.quantity.sign;
  if (otherCome.length > 0) return undetermined(isPaidOut ? "cash-and-stock" : multiple(action));
  if (isPaidOut) return undetermined("cash-and-stock");
  return { kind: "exchange", from, to, paid: cash.negated() };
}

/** What was liquidated may pay once more when nothing is held of it any more. */
function withoutUnits(
  { legs }: CorporateAction,
  heldOf: (instrument: InstrumentId) => Decimal,
): Reading {
  const paid = legs.filter(({ proceeds }) => isKnown(proceeds) && !proceeds.isZero);
  const isOver = paid.length > 0 && paid.every(({ instrument }) => heldOf(instrument).isZero);
  return isOver ? { kind: "payment", legs: paid } : { kind: "nothing" };
}

/** Rows of one instrument in one direction are one leg. */
function united(legs: readonly ActionLeg[]): readonly ActionLeg[] {
  const groups = Map.groupBy(legs, ({ instrument, quantity }) => `${instrument}|${quantity.sign}`);
  return [...groups.values()].map((own) => {
    const [first] = own as [ActionLeg];
    return {
      ...first,
      quantity: quantityOf(own),
      proceeds: sum(own.map(({ proceeds }) => proceeds)),
      value: sum(own.map(({ value }) => value)),
      realized: sum(own.map(({ realized }) => realized)),
    };
  });
}

/**
 * Whether a leg takes units away: those of an instrument that is held go against the sign of what is held. An instrument
 * of which nothing is held goes the way of a leg that has the same sign; where no leg's instrument is held, units come as
 * what the action is on is held. Where nothing is known (openings are missing), negative legs go, which is right for all but
 * short positions.
 */
function goes(
  { instrument, quantity }: ActionLeg,
  legs: readonly ActionLeg[],
  heldOf: (instrument: InstrumentId) => Decimal,
  parent: InstrumentId | null,
): boolean {
  const isGoing = (leg: ActionLeg): boolean => leg.quantity.sign === -heldOf(leg.instrument).sign;
  if (!heldOf(instrument).isZero) return quantity.sign === -heldOf(instrument).sign;
  const other = legs.find((leg) => !heldOf(leg.instrument).isZero);
  if (other === undefined)
    return parent !== null && heldOf(parent).sign < 0 ? quantity.sign > 0 : quantity.sign < 0;
  return quantity.sign === other.quantity.sign ? isGoing(other) : !isGoing(other);
}

const isSplit = ({ type }: CorporateAction): boolean =>
  type === "split" || type === "reverse split";

/**
 * What is gone and brought cash was sold or redeemed; what a removal takes for nothing is lost; a split that takes units
 * of what stays leaves fewer.
 */
function wentAway(
  action: CorporateAction,
  legs: readonly ActionLeg[],
  cash: Decimal,
  heldOf: (instrument: InstrumentId) => Decimal,
): Reading | null {
  const [leg, ...others] = legs as [ActionLeg, ...ActionLeg[]];
  const isLess = leg.quantity.abs().compare(heldOf(leg.instrument).abs()) < 0;
  if (isSplit(action) && cash.isZero && others.length === 0 && isLess)
    return { kind: "split", leg };
  const isSold =
    legs.every(isPaid) ||
    (others.length === 0 && cash.sign === -leg.quantity.sign) ||
    (cash.isZero && action.type === "removal");
  return isSold ? { kind: "sale", legs } : null;
}

const isPaid = ({ proceeds, quantity }: ActionLeg): boolean =>
  isKnown(proceeds) && proceeds.sign === -quantity.sign;

/** The question that units raise which came and nothing went for; of cash that came along nothing is known. */
function received({ type, parent }: CorporateAction, cash: Decimal): CaseKind {
  if (type === "stock dividend") return "stock-dividend";
  if (parent === null || !cash.isZero) return "other";
  if (type === "spin-off") return "spin-off";
  return type === "rights issue" ? "rights-issue" : "other";
}

/** Units of a blank check company fall apart into shares and warrants; a merger may pay in several instruments. */
const multiple = ({ type, description }: CorporateAction): CaseKind =>
  type === "merger" && !/\bUNITS?\b/i.test(description) ? "merger" : "unit-split";
