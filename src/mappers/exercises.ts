/**
 * What exercised and assigned options brought: the shares or futures that they delivered, or the cash that settled them.
 * The cash stands in neither Trades nor CashTransactions, only in the section OptionEAE or the statement of funds.
 * (Accounting notes 2.10, 2.11 and 6; flex schema, section 5, "Trades ↔ OptionEAE".)
 */
import { type Amount, add, isKnown, unknown } from "../core/amount.ts";
import { dayOf } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { EventId, RowRef } from "../core/ids.ts";
import { DELIVERY_CODES, type TradeAssertion } from "../events/assertion.ts";
import { deliveriesOf } from "../events/deliveries.ts";
import type { LedgerEvent, Trade } from "../events/event.ts";
import { dayOfEvent, optionEventRows, tradeIdOf } from "./option-events.ts";
import type { Source } from "./source.ts";
import { once } from "./subject.ts";

const OPTIONS: ReadonlySet<string> = new Set(["OPT", "FOP", "WAR", "IOPT"]);

/** Links deliveries with their options, and adds the cash that settled options which delivered nothing. */
export function linkExercises(
  source: Source,
  events: readonly LedgerEvent[],
  trades: readonly TradeAssertion[],
): LedgerEvent[] {
  const options = new Map<EventId, EventId>();
  const delivered = new Map<EventId, EventId>();
  for (const [shares, option] of deliveriesOf(trades)) {
    delivered.set(shares, option.event);
    options.set(option.event, shares);
  }
  const settled = settlementsOf(
    source,
    trades.filter((trade) => isExercise(trade) && !options.has(trade.event)),
  );
  return events.map((event) => {
    if (event.kind !== "trade") return event;
    const own = settled.get(event.id);
    const linked = {
      ...event,
      delivers: options.get(event.id) ?? null,
      deliveredBy: delivered.get(event.id) ?? null,
    };
    return own === undefined ? linked : withSettlement(linked, own);
  });
}

const isExercise = ({ assetCategory, codes, cancelled }: TradeAssertion): boolean =>
  !cancelled && OPTIONS.has(assetCategory) && codes.some((code) => DELIVERY_CODES.has(code));

interface CashSettlement {
  /** In the trade's currency, positive when received. */
  readonly amount: Amount;
  /** What it did to cash: unknown too where the options are surely settled in cash and no row says how much. */
  readonly isPaid: boolean;
  readonly sources: readonly RowRef[];
}

const withSettlement = (trade: Trade, { amount, isPaid, sources }: CashSettlement): Trade => ({
  ...trade,
  proceeds: isPaid ? amount : trade.proceeds,
  net: isPaid ? add(trade.net, amount) : amount,
  sources: [...trade.sources, ...sources],
});

/** What settled each option, by its event. Raises `options/settlement-missing`. */
function settlementsOf(
  source: Source,
  exercised: readonly TradeAssertion[],
): ReadonlyMap<EventId, CashSettlement> {
  const found = new Map<EventId, CashSettlement>();
  if (exercised.length === 0) return found;
  const paid = paidFor(source);
  const groups = Map.groupBy(exercised, keyOf);
  for (const [key, trades] of groups) {
    const cash = paid.get(key);
    const units = Decimal.sum(trades.map(({ quantity }) => sizeOf(quantity)));
    for (const trade of trades)
      if (isKnown(trade.proceeds) && !trade.proceeds.isZero) continue;
      else if (cash === undefined || units.isZero) found.set(trade.event, missing(source, trade));
      else
        found.set(trade.event, {
          amount: Decimal.share(cash.amount, sizeOf(trade.quantity), units),
          isPaid: true,
          sources: cash.sources,
        });
  }
  return found;
}

const sizeOf = (quantity: Amount): Decimal => (isKnown(quantity) ? quantity.abs() : Decimal.zero);

const keyOf = ({ account, instrument, moment, currency }: TradeAssertion): string =>
  `${account}|${instrument}|${dayOf(moment)}|${currency}`;

function missing(source: Source, trade: TradeAssertion): CashSettlement {
  const underlying = source.instruments.all.get(trade.underlying as never);
  const isDelivered = underlying !== undefined && underlying.assetCategory !== "IND";
  source.notice({
    code: "options/settlement-missing",
    message: isDelivered
      ? `${trade.symbol} was exercised or assigned, and what it delivered is in no row`
      : `${trade.symbol} was exercised or assigned, and neither a delivery nor a cash settlement is in any row`,
    at: [trade.source],
    expected: isDelivered
      ? "a trade of the underlying at the strike, at the same time"
      : "a row Cash Settlement in Option Exercises, Assignments and Expirations, or in the Statement of Funds",
    hint: "select these sections in the query and fetch again; until then the result of the option is unknown",
  });
  const reason = isDelivered
    ? "what the option delivered is in no row"
    : "no row says for how much cash the option was settled";
  return {
    amount: unknown(reason, "CASH_SETTLEMENT_MISSING"),
    isPaid: !isDelivered,
    sources: [],
  };
}

interface Paid {
  readonly amount: Decimal;
  readonly sources: readonly RowRef[];
}

/** Cash settlements by account, option, day and currency: of OptionEAE, else of the statement of funds. */
function paidFor(source: Source): ReadonlyMap<string, Paid> {
  const events = sumsOf(source, "OptionEAE", "proceeds", (text) => text === "Cash Settlement");
  const funds = sumsOf(source, "StmtFunds", "amount", (text) =>
    text.startsWith("Option Cash Settlement"),
  );
  return new Map([...funds, ...events]);
}

function sumsOf(
  source: Source,
  section: string,
  amountName: string,
  isSettlement: (text: string) => boolean,
): ReadonlyMap<string, Paid> {
  const sums = new Map<string, Paid>();
  const seen = new Set<string>();
  for (const row of section === "OptionEAE"
    ? optionEventRows(source)
    : once(source.rows.every(section))) {
    const fields = row.read();
    if (!isSettlement(fields.text("transactionType") || fields.text("activityDescription")))
      continue;
    const day = dayOfEvent(fields);
    const instrument = source.instruments.of(fields, row);
    const amount = fields.amount(amountName);
    if (day === null || instrument === null || !isKnown(amount)) continue;
    const currency = fields.text("currency");
    const key = `${row.account}|${instrument.id}|${day}|${currency}`;
    // The statement of funds lists the account's own currency twice: for itself and as the base currency.
    const level = fields.text("levelOfDetail");
    const id = tradeIdOf(fields);
    const line = `${key}|${amount}|${id}|${fields.text("activityDescription")}`;
    if (level === "BaseCurrency" && currency !== instrument.currency) continue;
    // A row of OptionEAE that stands twice is one settlement where it names its trade.
    if (seen.has(line) && (section === "StmtFunds" ? level !== "" : id !== "")) continue;
    seen.add(line);
    const before = sums.get(key);
    sums.set(key, {
      amount: before === undefined ? amount : before.amount.plus(amount),
      sources: [...(before?.sources ?? []), row.sources[0]],
    });
  }
  return sums;
}
