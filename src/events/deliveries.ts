/**
 * Which option delivered which shares. Both rows carry the same action id; older statements leave it out, and there the
 * shares are found by what an option must deliver: its underlying, at its strike, so many units, in the same second.
 * (Accounting notes 2.10 and 6.)
 */
import { type Amount, isKnown, multiply } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import { compareIds, type EventId } from "../core/ids.ts";
import { DELIVERY_CODES, type TradeAssertion } from "./assertion.ts";

const OPTIONS: ReadonlySet<string> = new Set(["OPT", "FOP"]);

/**
 * Whether a row may book an exercise or assignment: of the option itself, or of what it delivered. A query that leaves the
 * codes out still has it among the broker's own bookings.
 */
const isBooking = ({ codes, cancelled, isBooking: isOwn }: TradeAssertion): boolean =>
  !cancelled && (codes.length === 0 ? isOwn : codes.some((code) => DELIVERY_CODES.has(code)));

/** The option's row for each row of shares (or futures) that an option delivered, by the event of the latter. */
export function deliveriesOf(
  trades: readonly TradeAssertion[],
): ReadonlyMap<EventId, TradeAssertion> {
  const bookings = trades
    .filter(isBooking)
    .toSorted((a, b) => compareIds(a.transaction, b.transaction));
  const [options, delivered] = [true, false].map((isOption) =>
    bookings.filter(({ assetCategory }) => OPTIONS.has(assetCategory) === isOption),
  );
  const found = new Map<EventId, TradeAssertion>();
  const byAction = Map.groupBy(delivered ?? [], ({ account, action }) => `${account}|${action}`);
  const byMoment = Map.groupBy(delivered ?? [], ({ account, moment }) => `${account}|${moment}`);
  const left = (options ?? []).filter((option) => {
    const candidates = byAction.get(`${option.account}|${option.action}`) ?? [];
    return !take(found, option, candidates, sameAction);
  });
  for (const option of left)
    take(found, option, byMoment.get(`${option.account}|${option.moment}`) ?? [], fits);
  return found;
}

type Fits = (option: TradeAssertion, shares: TradeAssertion) => boolean;

/** Gives an option the nearest free row that fits; answers whether there was one. */
function take(
  found: Map<EventId, TradeAssertion>,
  option: TradeAssertion,
  delivered: readonly TradeAssertion[],
  fitting: Fits,
): boolean {
  const [nearest] = delivered
    .filter((shares) => !found.has(shares.event) && fitting(option, shares))
    .toSorted((a, b) => distance(option, a).compare(distance(option, b)));
  if (nearest === undefined) return false;
  found.set(nearest.event, option);
  return true;
}

const sameAction: Fits = (option, shares) =>
  option.action !== "" && option.action === shares.action && isUnderlying(option, shares);

/** All that the rows say must fit, and they must say the strike or the underlying. */
const fits: Fits = (option, shares) =>
  (option.action === "" || shares.action === "") &&
  isUnderlying(option, shares) &&
  isSame(unitsOf(option), unitsOf(shares)) &&
  (isKnown(option.strike) ? isSame(option.strike, shares.price) : option.underlying !== "");

/** By id; where that is not exported, by the name that the symbol of an option on shares begins with. */
function isUnderlying(option: TradeAssertion, shares: TradeAssertion): boolean {
  if (option.underlying !== "") return option.underlying === shares.instrument;
  const [, root] = OPTION_SYMBOL.exec(option.symbol) ?? [];
  return root === undefined || shares.assetCategory !== "STK" || root === shares.symbol;
}

/** Root, expiry, right and strike: `MSFT  250620C00400000`. */
const OPTION_SYMBOL = /^([A-Z0-9.]{1,6}) *\d{6}[CP]\d{8}$/;

/** Units of the underlying, without a sign: a contract on a future delivers one future of the same size. */
function unitsOf({ quantity, multiplier }: TradeAssertion): Amount {
  const units = multiply(quantity, multiplier);
  return isKnown(units) ? units.abs() : units;
}

const isSame = (left: Amount, right: Amount): boolean =>
  isKnown(left) && isKnown(right) && left.eq(right);

/** How far apart two rows were numbered: by trade id, which are neighbors, else by transaction id. */
function distance(one: TradeAssertion, other: TradeAssertion): Decimal {
  for (const name of ["tradeId", "transaction"] as const) {
    const [a, b] = [Decimal.parse(one[name]), Decimal.parse(other[name])];
    if (a !== null && b !== null) return a.minus(b).abs();
  }
  return Decimal.zero;
}
