/** What the writers of one account share: names, what is left out, and what the ledger knows of each event. */
import { type Amount, isKnown } from "../../core/amount.ts";
import { dayOf, type IsoDate } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import type { AccountAlias, EventId, InstrumentId } from "../../core/ids.ts";
import { isTakenBack, type LedgerEvent } from "../../events/event.ts";
import type { Instrument } from "../../events/instrument.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import type { CashMove, Closing, Holding, Ledger } from "../../ledger/ledger.ts";
import type { Lot } from "../../ledger/lots.ts";
import { type Accounts, currencyName } from "./names.ts";
import type { LeftOut } from "./scope.ts";
import { amountOf, type Posting, quoted, type Transaction } from "./syntax.ts";

/** On everything of which the amounts come from Lotbook's own lots: beancount proves only that nothing is lost. */
export const FROM_LOTBOOK = "from-lotbook";

/** On closings of which Lotbook names the lots, because they are not taken first in, first out. */
export const LOTS_NAMED = "lots-named";

export interface BookInput {
  readonly account: AccountAlias;
  readonly accounts: Accounts;
  readonly ledger: Ledger;
  readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  readonly commodities: ReadonlyMap<InstrumentId, string>;
  readonly leftOut: ReadonlyMap<InstrumentId, LeftOut>;
  /** Takes account numbers out of the statement's own texts. */
  readonly mask: (text: string) => string;
}

export class Book {
  readonly accounts: Accounts;
  readonly holdings: ReadonlyMap<InstrumentId, Holding>;
  readonly actions: ReadonlyMap<EventId, BookedAction>;
  readonly input: BookInput;
  readonly #closings: ReadonlyMap<string, Closing>;
  readonly #moves: ReadonlyMap<EventId, readonly CashMove[]>;

  constructor(input: BookInput) {
    const { account, accounts, ledger } = input;
    this.input = input;
    this.accounts = accounts;
    const holdings = ledger.holdings.filter((one) => one.account === account);
    this.holdings = new Map(holdings.map((one) => [one.instrument, one]));
    this.actions = new Map(ledger.actions.map((one) => [one.event.id, one]));
    this.#closings = new Map(
      holdings.flatMap(({ closings }) => closings.map((one) => [one.id, one])),
    );
    const moves = ledger.cash.flatMap((one) => (one.account === account ? one.moves : []));
    this.#moves = Map.groupBy(moves, ({ event }) => event.id);
  }

  /** Whether lots of this instrument are written. */
  has(instrument: InstrumentId): boolean {
    return this.holdings.has(instrument) && !this.input.leftOut.has(instrument);
  }

  closing(id: string): Closing | undefined {
    return this.#closings.get(id);
  }

  /** What an event moved in each currency, as far as it is known. */
  moves(event: LedgerEvent): { readonly amount: Decimal; readonly currency: string }[] {
    return (this.#moves.get(event.id) ?? []).flatMap(({ amount, currency }) =>
      isKnown(amount) && !amount.isZero ? [{ amount, currency }] : [],
    );
  }

  cash(amount: Decimal, currency: string): Posting[] {
    if (amount.isZero) return [];
    return [{ account: this.accounts.cash(currency), amount: money(amount, currency) }];
  }

  /** Units of an instrument, with everything that follows them. */
  units(instrument: InstrumentId, quantity: Decimal, rest: string): Posting {
    const commodity = this.input.commodities.get(instrument) ?? "";
    return {
      account: this.accounts.holding(commodity),
      amount: `${amountOf(quantity, commodity)} ${rest}`,
    };
  }

  /** The account that takes what beancount works out. */
  rest(kind: "Income" | "Expenses" | "Equity", name: string): Posting {
    return { account: this.accounts.other(kind, name), amount: null };
  }

  /** Closes units: first in first out, as beancount chooses; for other methods the lots that were taken. */
  closes(instrument: InstrumentId, lots: readonly Lot[], price: string): Posting[] {
    const method = this.holdings.get(instrument)?.method;
    if (method !== "FIFO") return lots.map((lot) => this.takes(lot));
    const quantity = Decimal.sum(lots.map((lot) => lot.quantity));
    return [this.units(instrument, quantity.negated(), `{}${price}`)];
  }

  /** Takes one lot out, which is named; what it costs beancount knows. */
  takes({ instrument, quantity, id }: Lot, part: Decimal = quantity): Posting {
    return this.units(instrument, part.negated(), `{${quoted(id)}}`);
  }

  /** What every transaction says of its event. */
  about(event: LedgerEvent): Pick<Transaction, "date" | "meta" | "payee"> {
    const [{ file, line }] = event.sources;
    const instrument =
      event.kind === "corporate-action"
        ? event.legs[0].instrument
        : "instrument" in event
          ? event.instrument
          : null;
    const symbol = instrument === null ? "" : this.input.instruments.get(instrument)?.symbol;
    return {
      date: dateOf(event),
      payee: this.input.mask(symbol ?? ""),
      meta: {
        id: event.id,
        transaction: this.input.mask(event.transaction),
        file: this.input.mask(file),
        line,
      },
    };
  }

  /** An event of which only cash is written. */
  cashOnly(event: LedgerEvent, narration: string): Transaction[] {
    const moves = this.moves(event);
    if (moves.length === 0) return [];
    const name = isTakenBack(event) ? "TakenBack" : "NotBooked";
    return [
      {
        ...this.about(event),
        narration: this.input.mask(narration),
        tags: [],
        postings: moves.flatMap(({ amount, currency }) => [
          ...this.cash(amount, currency),
          {
            account: this.accounts.other("Equity", name),
            amount: money(amount.negated(), currency),
          },
        ]),
      },
    ];
  }
}

export const money = (amount: Decimal, currency: string): string =>
  amountOf(amount, currencyName(currency));

/** The day of a transaction: that of the event's moment, so that days follow one another in booking order. */
export const dateOf = ({ moment }: Pick<LedgerEvent, "moment">): IsoDate => dayOf(moment);

/** A total cost, as beancount has it: without a sign. */
export const cost = (total: Decimal, currency: string, ...rest: readonly string[]): string =>
  `{{${[money(total.abs(), currency), ...rest].join(", ")}}}`;

/** A cost that beancount works out from the rest of the transaction. */
export const openCost = (currency: string, ...rest: readonly string[]): string =>
  `{${[currencyName(currency), ...rest].join(", ")}}`;

/** A total price, for reading only: what is reduced weighs its cost. */
export const priceOf = (proceeds: Amount, currency: string): string =>
  isKnown(proceeds) ? ` @@ ${money(proceeds.abs(), currency)}` : "";
