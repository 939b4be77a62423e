/** Lines about trades, options that end, and units that are moved between accounts or were held before. */
import { unknown } from "../../core/amount.ts";
import { assert } from "../../core/assert.ts";
import type { IsoDate, IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId, LotId } from "../../core/ids.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import type { Trade } from "../../events/event.ts";
import { type Instrument, settlementOf } from "../../events/instrument.ts";
import type { Lot } from "../lots.ts";
import { main, numberOf, type Options, type Told, XYZ } from "./told.ts";

const VALUED = ["fee", "in", "tax", "cost"];
const EFFECTS = ["opens", "closes", "both"] as const;
const PLAIN = [...EFFECTS, "unknown"];

/** `buy|sell DATE[TIME] UNITS [NAME] @ PRICE [fee N [in CURRENCY]] [tax N] [closes|opens|both] [unknown] [cost N]` */
export function readTrade(told: Told): void {
  const { side, moment, units, name, price, rest } = told.parts<
    "side" | "moment" | "units" | "name" | "price" | "rest"
  >(
    /^(?<side>buy|sell) (?<moment>\S+) (?<units>[\d.]+)(?: (?<name>[^@]+))? @ (?<price>[\d.]+)(?<rest>.*)$/,
  );
  const options = told.options(rest, VALUED, PLAIN);
  const trade = tradeOf(told, moment, told.instrument(name), {
    quantity: side === "sell" ? Decimal.of(units).negated() : Decimal.of(units),
    price: Decimal.of(price),
    options,
  });
  told.events.push(trade);
  const cost = options.get("cost");
  if (cost !== undefined) told.assertions.push(assertionOf(trade, Decimal.of(cost)));
}

interface Terms {
  /** Positive buys. */
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly options: Options;
}

function tradeOf(
  told: Told,
  moment: string,
  { id, assetCategory, multiplier, currency }: Instrument,
  { quantity, price, options }: Terms,
): Trade {
  const proceeds = quantity.times(price).times(multiplier).negated();
  const commission = numberOf(options, "fee").negated();
  const taxes = numberOf(options, "tax").negated();
  const commissionCurrency = options.get("in") ?? currency;
  const foreign = commissionCurrency === currency ? null : "the commission is in another currency";
  const why = options.has("unknown") ? "not exported" : foreign;
  const settlement = settlementOf(assetCategory);
  const costs = settlement === "by difference" ? Decimal.zero : commission.plus(taxes);
  return {
    ...told.head("trade", moment),
    kind: "trade",
    instrument: id,
    quantity,
    currency,
    price,
    proceeds,
    commission,
    commissionCurrency,
    commissionRate: Decimal.one,
    taxes,
    net: why === null ? proceeds.plus(costs) : unknown(why),
    settlement,
    effect: EFFECTS.find((word) => options.has(word)) ?? null,
    delivers: null,
    deliveredBy: null,
    cancels: null,
    cancelledBy: null,
  };
}

const NONE = unknown("not told");

/** What the broker's row says that a closing had cost. */
const assertionOf = (trade: Trade, cost: Decimal): TradeAssertion => ({
  kind: "trade",
  account: main,
  source: trade.sources[0],
  event: trade.id,
  date: trade.date,
  instrument: trade.instrument,
  assetCategory: "STK",
  currency: trade.currency,
  symbol: XYZ,
  rate: trade.rate,
  commissionRate: trade.commissionRate,
  quantity: trade.quantity,
  multiplier: Decimal.one,
  price: trade.price,
  proceeds: trade.proceeds,
  commission: trade.commission,
  commissionCurrency: trade.commissionCurrency,
  taxes: trade.taxes,
  netCash: trade.net,
  cost,
  realized: Decimal.one,
  markToMarket: NONE,
  closePrice: NONE,
  transaction: trade.transaction,
  tradeId: "",
  moment: trade.moment,
  settles: null,
  isBooking: false,
  action: "",
  underlying: "",
  strike: NONE,
  right: null,
  lots: null,
  effect: trade.effect,
  codes: [],
  cancelled: false,
});

/** `expire DATE CONTRACTS NAME`, signed like what is held: `expire 2025-01-17 -2 XYZ 20 put`. */
export function readExpiry(told: Told): void {
  const { moment, units, name } = told.parts<"moment" | "units" | "name">(
    /^expire (?<moment>\S+) (?<units>-?[\d.]+) (?<name>\S+ [\d.]+ (call|put))$/,
  );
  const options = new Map([["closes", ""]]);
  const quantity = Decimal.of(units).negated();
  told.events.push(
    tradeOf(told, moment, told.instrument(name), { quantity, price: Decimal.zero, options }),
  );
}

type Ended = "verb" | "moment" | "contracts" | "root" | "strike" | "right" | "own" | "how" | "rest";

/**
 * `assign|exercise DATE CONTRACTS NAME [fee N] [opens|closes|both] delivers UNITS [NAME] [fee N] [closes|opens|both] [first]`,
 * or `… settles N`, in cash, which may be `unknown`. Contracts and units have no sign: who is assigned is short, who
 * exercises is long. The delivery is at the strike; `first` puts its row before the option's.
 */
export function readExercise(told: Told): void {
  const { verb, moment, contracts, root, strike, right, own, how, rest } = told.parts<Ended>(
    /^(?<verb>assign|exercise) (?<moment>\S+) (?<contracts>[\d.]+) (?<root>\S+) (?<strike>[\d.]+) (?<right>call|put)(?<own>.*?) (?<how>delivers|settles) (?<rest>.+)$/,
  );
  const units = Decimal.of(contracts);
  const isShort = verb === "assign";
  const option = told.instrument(`${root} ${strike} ${right}`);
  const terms = {
    quantity: isShort ? units : units.negated(),
    price: Decimal.zero,
    options: told.options(own, ["fee"], [...EFFECTS, "silent"]),
  };
  const ends = (): Trade => {
    const trade = tradeOf(told, moment, option, terms);
    return terms.options.has("silent") ? trade : { ...trade, effect: trade.effect ?? "closes" };
  };
  if (how === "settles") {
    const trade = ends();
    const amount = rest === "unknown" ? NONE : Decimal.of(rest);
    told.events.push({
      ...trade,
      proceeds: amount,
      net:
        amount instanceof Decimal ? amount.plus(numberOf(terms.options, "fee").negated()) : amount,
    });
    return;
  }
  const [, size = "", name = root, tail = ""] =
    /^([\d.]+)(?: ([A-Z][A-Z0-9.]*))?((?: .*)?)$/.exec(rest) ?? [];
  const options = told.options(tail, VALUED, [...PLAIN, "first"]);
  const isBought = (right === "call") !== isShort;
  const delivery = (): Trade =>
    tradeOf(told, moment, told.instrument(name), {
      quantity: isBought ? Decimal.of(size) : Decimal.of(size).negated(),
      price: Decimal.of(strike),
      options,
    });
  const [one, other] = options.has("first") ? [delivery(), ends()] : [ends(), delivery()];
  const [exercise, shares] = options.has("first") ? [other, one] : [one, other];
  told.events.push({ ...exercise, delivers: shares.id }, { ...shares, deliveredBy: exercise.id });
}

/** `transfer DATE UNITS [NAME] [basis N]`, negative when they go out. */
export function readTransfer(told: Told): void {
  const { moment, units, name, basis } = told.parts<"moment" | "units" | "name" | "basis">(
    /^transfer (?<moment>\S+) (?<units>-?[\d.]+)(?: (?<name>.+?))??(?: basis (?<basis>-?[\d.]+))?$/,
  );
  const { id, currency } = told.instrument(name);
  const costBasis = basis === "" ? unknown("the row has no price") : Decimal.of(basis);
  told.events.push({
    ...told.head("transfer", moment),
    kind: "transfer",
    instrument: id,
    quantity: Decimal.of(units),
    currency,
    costBasis,
    marketValue: costBasis,
  });
}

/** `held UNITS [NAME] [basis N] [opened DATE]`: a lot from before the first event. */
export function readHeld(told: Told): void {
  const { units, name, basis, opened } = told.parts<"units" | "name" | "basis" | "opened">(
    /^held (?<units>-?[\d.]+)(?: (?<name>.+?))??(?: basis (?<basis>-?[\d.]+))?(?: opened (?<opened>\S+))?$/,
  );
  const instrument = told.instrument(name).id;
  const own = told.opening.get(instrument) ?? [];
  const lot = { units, opened: opened === "" ? null : opened, basis: basis === "" ? null : basis };
  told.opening.set(instrument, [...own, heldLot(told, instrument, own.length, lot)]);
}

const heldLot = (
  told: Told,
  instrument: InstrumentId,
  index: number,
  { units, opened, basis }: { units: string; opened: string | null; basis: string | null },
): Lot => ({
  id: `main/opening/${instrument}/${index}` as LotId,
  account: main,
  instrument,
  opened: opened as IsoDate | IsoDateTime | null,
  holdingFrom: opened as IsoDate | IsoDateTime | null,
  openedBy: null,
  transaction: "",
  origin: opened === null ? "inferred" : "broker",
  quantity: Decimal.of(units),
  costBasis:
    basis === null
      ? unknown("held before the first event", "OPENING_BASIS_UNKNOWN")
      : Decimal.of(basis),
  premium: Decimal.zero,
  premiumSources: [],
  provisional: null,
  sources: [told.source],
});

/** `cancel DATE LINE`: takes back what an earlier line told, which is repeated word for word. */
export function readCancellation(told: Told): void {
  const { moment, what } = told.parts<"moment" | "what">(/^cancel (?<moment>\S+) (?<what>.+)$/);
  const originals = told.events.filter(({ description }) => description === what);
  assert(originals.length > 0, `no line of the story says "${what}" before it is cancelled`);
  for (const original of originals) {
    assert(
      original.kind === "trade" || original.kind === "corporate-action",
      `a ${original.kind} cannot be cancelled`,
    );
    const head = told.head(original.kind, moment);
    const links = { cancels: original.id, cancelledBy: null };
    told.events[told.events.indexOf(original)] =
      original.kind === "trade"
        ? { ...original, cancelledBy: head.id, delivers: null, deliveredBy: null }
        : { ...original, cancelledBy: head.id };
    if (original.kind === "trade")
      told.events.push({
        ...original,
        ...head,
        ...links,
        quantity: original.quantity.negated(),
        delivers: null,
        deliveredBy: null,
      });
    else
      told.events.push({
        ...original,
        ...head,
        ...links,
        action: `${original.action}/cancelled`,
        legs: original.legs.map((leg) => ({
          ...leg,
          date: head.date,
          quantity: leg.quantity.negated(),
        })) as unknown as typeof original.legs,
      });
  }
}
