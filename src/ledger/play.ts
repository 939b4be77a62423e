/** Ledger scenarios as text, for tests: `buy 2025-01-02 10 @ 10.00`, then what is open and what was closed. */
import { isKnown, unknown } from "../core/amount.ts";
import type { IsoDate, IsoDateTime } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId } from "../core/ids.ts";
import type { Trade } from "../events/event.ts";
import { inBookingOrder } from "../events/event.ts";
import { bookInstrument } from "./booking.ts";
import type { LotMethod } from "./lot-methods/method.ts";
import type { Lot } from "./lots.ts";

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
    effect,
    cancels: null,
    cancelledBy: null,
  };
}

/** Books a story and prints what was closed, what is open and what was noticed. */
export function play(method: LotMethod, story: string, opening: readonly Lot[] = []): string {
  const printed: string[] = [];
  const events = inBookingOrder(lines(story).map(tradeOf));
  const { closings, lots, missing } = bookInstrument(
    opening,
    events,
    method,
    "XYZ",
    ({ code, message }) => printed.push(`${code}: ${message}`),
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
