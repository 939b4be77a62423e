/** Ledger scenarios as text, for tests: `buy 2025-01-02 10 @ 10.00`, then what is open and what was closed. */
import { isKnown, unknown } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import type { AccountAlias, EventId, InstrumentId } from "../core/ids.ts";
import type { Trade } from "../events/event.ts";
import { inBookingOrder } from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import { BrokerLots } from "./actions/broker-lots.ts";
import { bookEvents } from "./booking.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import type { Lot } from "./lots.ts";
import type { Pool } from "./pool.ts";

/** Trims lines and drops empty ones. */
export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim().replaceAll(/\s+/g, " "))
    .filter((line) => line !== "");

/** `buy|sell DATE[TIME] QUANTITY @ PRICE [fee COMMISSION] [tax TAXES] [closes|opens|both]` → a trade. */
export function tradeOf(line: string, index: number): Trade {
  const [side, moment = "", quantity = "0", , price = "0", ...rest] = line.split(" ");
  const units = side === "sell" ? Decimal.of(quantity).negated() : Decimal.of(quantity);
  const cost = (name: string) => {
    const at = rest.indexOf(name);
    return at < 0 ? Decimal.zero : Decimal.of(rest[at + 1] ?? "0").negated();
  };
  const proceeds = units.times(Decimal.of(price)).negated();
  const commission = cost("fee");
  const taxes = cost("tax");
  const effect = (["opens", "closes", "both"] as const).find((word) => rest.includes(word)) ?? null;
  return {
    kind: "trade",
    id: `main/trade/${index + 1}` as EventId,
    account: "main" as AccountAlias,
    date: moment.slice(0, 10) as IsoDate,
    moment: moment as IsoDate | IsoDateTime,
    transaction: String(index + 1),
    sources: [{ file: "story", line: index + 1 }],
    rate: Decimal.one,
    description: line,
    instrument: "1" as InstrumentId,
    quantity: units,
    currency: "USD",
    price: Decimal.of(price),
    proceeds,
    commission,
    commissionCurrency: "USD",
    commissionRate: Decimal.one,
    taxes,
    net: rest.includes("unknown") ? unknown("not exported") : proceeds.plus(commission).plus(taxes),
    settlement: "in full",
    effect,
    delivers: null,
    deliveredBy: null,
    cancels: null,
    cancelledBy: null,
  };
}

const XYZ: Instrument = {
  id: "1" as InstrumentId,
  symbol: "XYZ",
  description: "",
  isin: "",
  assetCategory: "STK",
  subCategory: "COMMON",
  currency: "USD",
  multiplier: Decimal.one,
  option: null,
  sources: [{ file: "story", line: 1 }],
};

/** Books the events of one instrument. */
export function bookOne(
  method: LotMethod,
  events: readonly Trade[],
  opening: readonly Lot[] = [],
  notice: (diagnostic: Diagnostic) => void = () => {},
): Pool {
  const { pools } = bookEvents({
    opening: new Map([[XYZ.id, opening]]),
    events,
    instruments: new Map([[XYZ.id, XYZ]]),
    methodOf: () => method,
    settlement: {
      decisions: new Map(),
      broker: () => new BrokerLots([], events),
      priceOn: () => unknown("no price"),
    },
    notice,
  });
  return pools.get(XYZ.id) as Pool;
}

/** Books a story and prints what was closed, what is open and what was noticed. */
export function play(method: LotMethod, story: string, opening: readonly Lot[] = []): string {
  const printed: string[] = [];
  const events = inBookingOrder(lines(story).map(tradeOf));
  const { closings, lots, missing } = bookOne(method, events, opening, ({ code, message }) =>
    printed.push(`${code}: ${message}`),
  );
  for (const closing of closings)
    for (const { lot, realized, term } of closing.lots)
      printed.push(`closed ${describe(lot)} realized ${money(realized)} ${term ?? "unknown"}`);
  for (const lot of lots) printed.push(`open ${describe(lot)}`);
  if (!missing.isZero) printed.push(`missing ${missing}`);
  return printed.join("\n");
}

const describe = ({ quantity, opened, costBasis }: Lot): string =>
  `${quantity} opened ${opened ?? "before"} basis ${money(costBasis)}`;

const money = (amount: Lot["costBasis"]): string =>
  isKnown(amount) ? amount.toString() : "unknown";
