/**
 * Which option delivered which shares. Both rows carry the same action id; older statements leave it out, and there the
 * shares are found by what an option must deliver: its underlying, at its strike, so many units, in the same second.
 * (Accounting notes 2.10 and 6.)
 */
import { type Amount, isKnown, multiply, sum } from "../core/amount.ts";
import { dayOf, daysBetween } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { compareIds, type EventId, type NonEmpty } from "../core/ids.ts";
import { isExercise, type TradeAssertion } from "./assertion.ts";
import { isOptionClass } from "./option-terms.ts";

/**
 * Whether a row may book an exercise or assignment: of the option itself, or of what it delivered. A query that leaves the
 * codes out still has it among the broker's own bookings.
 */
export const mayBeExercise = (trade: TradeAssertion): boolean =>
  !trade.cancelled && (trade.codes.length === 0 ? trade.isBooking : isExercise(trade));

/** What exercised or assigned options delivered: nearly always one row for one option. */
export interface Delivery {
  readonly options: NonEmpty<TradeAssertion>;
  readonly delivered: NonEmpty<TradeAssertion>;
}

type Fits = (option: TradeAssertion, shares: TradeAssertion) => boolean;

/** One way to tell what belongs together; the surer ones come first, and each works on what those before it left. */
interface Pass {
  /** One row for one option, or several of which only the sums of units fit. */
  readonly of: "pairs" | "groups";
  /** Only rows of one key may belong together; null leaves a row out. */
  readonly keyOf: (trade: TradeAssertion) => string | null;
  readonly fits: Fits;
}

/** The delivery that each row of shares (or futures) is of, by the event of that row. */
export function deliveriesOf(trades: readonly TradeAssertion[]): ReadonlyMap<EventId, Delivery> {
  const bookings = trades
    .filter(mayBeExercise)
    .toSorted((a, b) => compareIds(a.transaction, b.transaction));
  const options = new Set(bookings.filter(({ assetCategory }) => isOptionClass(assetCategory)));
  const delivered = new Set(bookings.filter((trade) => !options.has(trade)));
  const found: Delivery[] = [];
  for (const pass of PASSES)
    found.push(...(pass.of === "pairs" ? paired : grouped)(options, delivered, pass));
  return new Map(found.flatMap((one) => one.delivered.map(({ event }) => [event, one])));
}

const byAction: Pass["keyOf"] = ({ account, action }) =>
  action === "" ? null : `${account}|${action}`;
const byMoment: Pass["keyOf"] = ({ account, moment }) => `${account}|${moment}`;

/** Rows whose codes say that they are of an exercise or assignment: all that is no guess by what the broker books. */
const byAccount: Pass["keyOf"] = ({ account, codes }) => (codes.length === 0 ? null : account);
const byCodedMoment: Pass["keyOf"] = (trade) => (trade.codes.length === 0 ? null : byMoment(trade));

/** Rows with different action ids are not of one delivery, whatever else they say. */
const mayShareAction: Fits = (option, shares) => option.action === "" || shares.action === "";

const isTermed: Fits = (option, shares) =>
  mayShareAction(option, shares) && isUnderlying(option, shares) && isPaid(option, shares);

/** Booked anew, or after midnight: what fits in every respect, up to a long weekend later. */
function isLater(option: TradeAssertion, shares: TradeAssertion): boolean {
  const days = daysBetween(dayOf(option.moment), dayOf(shares.moment));
  return (
    days >= 0 &&
    days <= 4 &&
    isKnown(option.strike) &&
    isTermed(option, shares) &&
    isWhole(option, shares)
  );
}

/**
 * All terms but the underlying that the option's row names, which may be wrong: shares of that name, as many, at the
 * strike, the way that the option moves them.
 */
const isTermedByName: Fits = (option, shares) =>
  mayShareAction(option, shares) &&
  option.right !== null &&
  isSame(option.strike, shares.price) &&
  isWhole(option, shares) &&
  isNamed(option, shares);

type Rows = Set<TradeAssertion>;

/** Gives each option the nearest row that fits, and takes both out of what is left. */
function paired(options: Rows, delivered: Rows, { keyOf, fits }: Pass): Delivery[] {
  const byKey = Map.groupBy(delivered, keyOf);
  const found: Delivery[] = [];
  for (const option of [...options]) {
    const key = keyOf(option);
    const [nearest] = (key === null ? [] : (byKey.get(key) ?? []))
      .filter(
        (shares) => delivered.has(shares) && isDirected(option, shares) && fits(option, shares),
      )
      .toSorted((a, b) => distance(option, a).compare(distance(option, b)));
    if (nearest === undefined) continue;
    options.delete(option);
    delivered.delete(nearest);
    found.push({ options: [option], delivered: [nearest] });
  }
  return found;
}

/** Puts together all that is left and fits, where it is not one of each, if the units of both sides are the same. */
function grouped(options: Rows, delivered: Rows, { keyOf, fits }: Pass): Delivery[] {
  const byKey = Map.groupBy(delivered, keyOf);
  const found: Delivery[] = [];
  for (const first of [...options]) {
    const key = keyOf(first);
    if (key === null || !options.has(first)) continue;
    const own = (byKey.get(key) ?? []).filter(
      (shares) => delivered.has(shares) && isDirected(first, shares) && fits(first, shares),
    );
    const [shares, ...others] = own;
    if (shares === undefined) continue;
    const rest = [...options].filter(
      (one) => one !== first && keyOf(one) === key && isDirected(one, shares) && fits(one, shares),
    );
    const isOne = others.length === 0 && rest.length === 0 && keyOf === byAction;
    if (!isOne && !isShared([first, ...rest], own)) continue;
    for (const one of [first, ...rest]) options.delete(one);
    for (const one of own) delivered.delete(one);
    found.push({ options: [first, ...rest], delivered: [shares, ...others] });
  }
  return found;
}

/** As many units on both sides, and all that was delivered in one direction: units say what part each row has. */
function isShared(
  options: readonly TradeAssertion[],
  delivered: readonly TradeAssertion[],
): boolean {
  const units = sum(delivered.map(unitsOf));
  const net = sum(delivered.map(({ quantity, multiplier }) => multiply(quantity, multiplier)));
  return (
    isKnown(net) &&
    !net.isZero &&
    isSame(net.abs(), units) &&
    isSame(sum(options.map(unitsOf)), units)
  );
}

/** A call brings units to whoever exercises it, and takes them from whom it is assigned to; a put the other way round. */
function isDirected({ right, quantity }: TradeAssertion, shares: TradeAssertion): boolean {
  if (right === null || !isKnown(quantity) || !isKnown(shares.quantity)) return true;
  return (quantity.sign === shares.quantity.sign) === (right === "put");
}

const isWhole: Fits = (option, shares) => isSame(unitsOf(option), unitsOf(shares));

/** An adjusted contract delivers other units for the same money. */
const isAdjusted: Fits = (option, { proceeds }) => {
  const owed = multiply(option.strike, unitsOf(option));
  return isKnown(owed) && isKnown(proceeds) && owed.minus(proceeds.abs()).abs().compare(CENT) <= 0;
};

const CENT = Decimal.of("0.01");

/** The price is the strike, or the money is; nothing contradicts where the strike is not known. */
const isPaid: Fits = (option, shares) =>
  !isKnown(option.strike) || isSame(option.strike, shares.price) || isAdjusted(option, shares);

/** By id; where that is not exported, by the name that the symbol of an option on shares begins with. */
function isUnderlying(option: TradeAssertion, shares: TradeAssertion): boolean {
  return option.underlying === ""
    ? isNamed(option, shares)
    : option.underlying === shares.instrument;
}

/** Nothing contradicts where the symbol is no option's on shares, or something else was delivered. */
function isNamed(option: TradeAssertion, shares: TradeAssertion): boolean {
  const [, spelled] = OPTION_SYMBOL.exec(option.symbol) ?? [];
  const root = spelled === undefined ? undefined : plain(spelled);
  return root === undefined || shares.assetCategory !== "STK" || root === plain(shares.symbol);
}

/**
 * Classes of shares are written with a blank or a dot, the roots of their options without: `BRK B`, `BRKB`; and small
 * letters, which tell exchanges apart, are capitals there: `ABCd`, `ABCD`.
 */
const plain = (symbol: string): string => symbol.replaceAll(/[ .]/g, "").toUpperCase();

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

/** What was renamed since the option was opened has another id than the option's underlying. */
const PASSES: readonly Pass[] = [
  {
    of: "pairs",
    keyOf: byAction,
    fits: (option, shares) => isUnderlying(option, shares) && isWhole(option, shares),
  },
  { of: "pairs", keyOf: byAction, fits: isWhole },
  { of: "groups", keyOf: byAction, fits: isUnderlying },
  {
    of: "pairs",
    keyOf: byMoment,
    fits: (option, shares) =>
      isTermed(option, shares) &&
      isWhole(option, shares) &&
      (isKnown(option.strike) || option.underlying !== ""),
  },
  {
    of: "pairs",
    keyOf: byMoment,
    fits: (option, shares) => isTermed(option, shares) && isAdjusted(option, shares),
  },
  {
    of: "groups",
    keyOf: byMoment,
    fits: (option, shares) => isKnown(option.strike) && isTermed(option, shares),
  },
  { of: "pairs", keyOf: byAccount, fits: isLater },
  { of: "pairs", keyOf: byCodedMoment, fits: isTermedByName },
];
