/** What the rows of a day make of net asset value, in base currency. */
import { type Amount, add, isKnown, multiply, subtract, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { NavAssertion, TradeAssertion } from "../../events/assertion.ts";
import type { PriorMark } from "../../events/broker-rows.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Facts } from "../checks.ts";
import { flowValue } from "../returns.ts";
import { ByDate } from "./dated.ts";
import type { NavColumns } from "./nav-columns.ts";
import { PAID_IN_FULL } from "./row.ts";
import { Translation } from "./translation.ts";
import { inBase } from "./worth.ts";

/** The rows of a day, and what they come to. */
export interface Bridged {
  readonly value: Amount;
  readonly marks: readonly PriorMark[];
  readonly trades: readonly TradeAssertion[];
  readonly events: readonly LedgerEvent[];
  /** Whether rates have a part in the value. */
  readonly isForeign: boolean;
}

/** The rows of one account, to be asked for days in their order. */
export class Bridge {
  readonly #account: AccountAlias;
  readonly #columns: NavColumns;
  readonly #marks: ByDate<PriorMark>;
  readonly #trades: ByDate<TradeAssertion>;
  readonly #events: ByDate<LedgerEvent>;
  readonly #translation: Translation;

  constructor(facts: Facts, account: AccountAlias, columns: NavColumns) {
    const isOwn = (one: { readonly account: AccountAlias }) => one.account === account;
    this.#account = account;
    this.#columns = columns;
    this.#marks = new ByDate(facts.assertions["prior mark"].filter(isOwn).filter(isPosition));
    this.#trades = new ByDate(facts.assertions.trade.filter(isOwn).filter(isPosition));
    this.#events = new ByDate(facts.events.filter(isOwn));
    this.#translation = new Translation(facts, account);
  }

  /** From one day of net asset value to the next. */
  of(before: NavAssertion, day: NavAssertion): Bridged {
    const [after, until] = [before.date, day.date];
    const marks = this.#marks.between(this.#account, after, until);
    const trades = this.#trades.between(this.#account, after, until);
    const events = this.#events.between(this.#account, after, until);
    const flat = this.#columns.isFlat(before);
    const rows = [...marks, ...trades];
    const { value, isForeign } = this.#translation.between(after, until, flat, rows);
    const parts = [
      ...marks.map(({ result, rate }) => inBase(result, rate)),
      ...trades.map(resultOf),
      ...events.map(movedBy),
      accrued(this.#columns, before, day),
      value,
    ];
    return { value: sum(parts), marks, trades, events, isForeign };
  }
}

/** Balances of currencies are no positions: their cash and its translation count. */
const isPosition = ({ assetCategory }: { readonly assetCategory: string }): boolean =>
  assetCategory !== "CASH";

/** What a trade was marked to until the end of its day, less what it cost. */
const resultOf = (trade: TradeAssertion): Amount =>
  add(inBase(trade.markToMarket, trade.rate), costsOf(trade));

/** Commission and taxes, negative; where a query leaves taxes out, what net cash has beside the proceeds. */
function costsOf(trade: TradeAssertion): Amount {
  const { commission, taxes, rate } = trade;
  if (isKnown(taxes) || !PAID_IN_FULL.has(trade.assetCategory))
    return add(inBase(commission, trade.commissionRate), inBase(taxes, rate));
  return inBase(subtract(trade.netCash, trade.proceeds), rate);
}

/** What an event beside trades brings in; a conversion only the difference of its two legs, and its commission. */
function movedBy(event: LedgerEvent): Amount {
  if (event.kind === "cash" || event.kind === "transfer") return flowValue(event);
  if (event.kind !== "fx-conversion") return Decimal.zero;
  const [first, second] = event.legs;
  return sum([
    multiply(first.amount, event.legRates[0]),
    multiply(second.amount, event.legRates[1]),
    multiply(event.commission.amount, event.commissionRate),
  ]);
}

/** All accruals: interest and dividends, and what else is accrued where the day has a column for it. */
function accrued(columns: NavColumns, before: NavAssertion, day: NavAssertion): Amount {
  const of = (one: NavAssertion) =>
    sum([one.dividendAccruals, one.interestAccruals, ...columns.otherAccruals(one)]);
  return subtract(of(day), of(before));
}
