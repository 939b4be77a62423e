/**
 * What the broker's own lots say about the basis after a corporate action that no row determines: open lots of the next
 * list, lots that were closed until then, and where neither is exported the cost of a position or of the first closing.
 * (Accounting notes 2.15: of a spin-off whose fraction no row gave, the later lots had exactly 5/6 and 1/6.)
 */
import { type Amount, isKnown } from "../../core/amount.ts";
import { dayOf, type IsoDate, type IsoDateTime } from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { compareText, type InstrumentId, type RowRef } from "../../core/ids.ts";
import {
  type Assertion,
  type ClosedLotAssertion,
  type OpenLotAssertion,
  ofKind,
  type PositionAssertion,
  type TradeAssertion,
} from "../../events/assertion.ts";
import { byInstrument, isTakenBack, type LedgerEvent } from "../../events/event.ts";

/** A cost and the units that it is for, both without a sign. */
export interface UnitCost {
  readonly basis: Decimal;
  readonly quantity: Decimal;
  /** By how much rounding may have moved the basis: half of the last digit of each row that it is a sum of. */
  readonly rounding: Decimal;
  readonly source: RowRef;
}

/** What the broker says of one instrument between an action and whatever next changes its lots. */
export interface BrokerView {
  /** The day of the list that is read: the first that gives a cost, because brokers share a basis out days later. */
  readonly day: IsoDate | null;
  /** The cost of lots of one opening; null where no row lists such. */
  readonly ofOpening: (opened: IsoDate | IsoDateTime | null) => UnitCost | null;
  /** The cost of the whole position, if only what the action left is in it; null where no row says. */
  readonly ofAll: (quantity: Decimal) => UnitCost | null;
  /** The first closing, if the action is all that came before it. */
  readonly firstClosing: () => UnitCost | null;
  /** What was lost when the next action removed it for nothing. */
  readonly lost: () => UnitCost | null;
}

export class BrokerLots {
  readonly #open: ReadonlyMap<InstrumentId, readonly OpenLotAssertion[]>;
  readonly #closed: ReadonlyMap<InstrumentId, readonly ClosedLotAssertion[]>;
  readonly #positions: ReadonlyMap<InstrumentId, readonly PositionAssertion[]>;
  readonly #trades: ReadonlyMap<InstrumentId | null, readonly TradeAssertion[]>;
  readonly #events: ReadonlyMap<InstrumentId, readonly LedgerEvent[]>;

  /** Assertions and events of one account. */
  constructor(assertions: readonly Assertion[], events: readonly LedgerEvent[]) {
    this.#open = Map.groupBy(ofKind(assertions, "open lot"), ({ instrument }) => instrument);
    this.#closed = Map.groupBy(ofKind(assertions, "closed lot"), ({ instrument }) => instrument);
    this.#positions = Map.groupBy(ofKind(assertions, "position"), ({ instrument }) => instrument);
    this.#trades = Map.groupBy(
      ofKind(assertions, "trade").filter(({ cancelled }) => !cancelled),
      ({ instrument }) => instrument,
    );
    this.#events = byInstrument(
      events.filter((event) => event.kind !== "cash" && !isTakenBack(event)),
    );
  }

  /** The broker's view of an instrument after an action (from a day on), until another action changes it. */
  after(action: LedgerEvent, instrument: InstrumentId, from: IsoDate = action.date): BrokerView {
    const events = this.#events.get(instrument) ?? [];
    const later = events.slice(events.indexOf(action) + 1);
    const next = later.find(({ kind }) => kind === "corporate-action" || kind === "unbooked");
    const isWithin = (date: IsoDate): boolean =>
      date >= from && (next === undefined || date < next.date);
    const open = firstCosted(
      (this.#open.get(instrument) ?? []).filter(({ date }) => isWithin(date)),
    );
    const until = open[0]?.date ?? next?.date;
    const closed = (this.#closed.get(instrument) ?? []).filter(
      ({ date }) => isWithin(date) && (until === undefined || date <= until),
    );
    const openings = Map.groupBy([...open, ...closed], ({ opened }) => opened);
    const days = Map.groupBy([...open, ...closed], ({ opened }) => dayOf(opened));
    return {
      day: open[0]?.date ?? null,
      ofOpening: (opened) =>
        opened === null ? null : costOf(openings.get(opened) ?? days.get(dayOf(opened)) ?? []),
      ofAll: (quantity) => {
        const positions = (this.#positions.get(instrument) ?? []).filter(({ date }) =>
          isWithin(date),
        );
        const whole = costOf(open.length > 0 ? open : firstCosted(positions));
        return whole?.quantity.eq(quantity.abs()) ? whole : null;
      },
      lost: () => lossOf(next, instrument),
      firstClosing: () => firstClosing(this.#trades.get(instrument) ?? [], later, isWithin),
    };
  }
}

type Costed = {
  readonly quantity: Amount;
  readonly costBasis: Amount;
  readonly source: RowRef;
};

function costOf(rows: readonly Costed[]): UnitCost | null {
  let [basis, quantity, rounding] = [Decimal.zero, Decimal.zero, Decimal.zero];
  for (const row of rows) {
    if (!isKnown(row.quantity) || !isKnown(row.costBasis)) return null;
    basis = basis.plus(row.costBasis.abs());
    quantity = quantity.plus(row.quantity.abs());
    rounding = rounding.plus(roundingOf(row.costBasis));
  }
  const source = rows[0]?.source;
  return source === undefined || quantity.isZero ? null : { basis, quantity, rounding, source };
}

/** Half of the last digit shown. Rows drop zeros at the end, so that a cent is the least. */
function roundingOf(basis: Decimal): Decimal {
  const shown = (`${basis}`.split(".")[1] ?? "").padEnd(2, "0");
  return Decimal.of(`0.${shown.replaceAll(/\d/g, "0")}5`);
}

/** The rows of the first day that gives a cost other than zero; of the first day where none does. */
function firstCosted<T extends Costed & { readonly date: IsoDate }>(
  rows: readonly T[],
): readonly T[] {
  const days = [...Map.groupBy(rows, ({ date }) => date)].toSorted(([a], [b]) => compareText(a, b));
  const costed = days.find(([, own]) =>
    own.some(({ costBasis }) => isKnown(costBasis) && !costBasis.isZero),
  );
  return (costed ?? days[0])?.[1] ?? [];
}

function lossOf(next: LedgerEvent | undefined, instrument: InstrumentId): UnitCost | null {
  if (next?.kind !== "corporate-action" || next.type !== "removal") return null;
  const leg = next.legs.find((one) => one.instrument === instrument);
  if (leg === undefined || !isKnown(leg.realized) || leg.quantity.isZero) return null;
  return {
    basis: leg.realized.abs(),
    quantity: leg.quantity.abs(),
    rounding: roundingOf(leg.realized),
    source: leg.source,
  };
}

/** Only a first event that closes proves what the lots had cost; the broker writes 0 where it exports no results. */
function firstClosing(
  trades: readonly TradeAssertion[],
  later: readonly LedgerEvent[],
  isWithin: (date: IsoDate) => boolean,
): UnitCost | null {
  const [first] = later;
  const trade = trades.find(({ event }) => event === first?.id);
  if (trade?.effect !== "closes" || !isWithin(trade.date)) return null;
  const { quantity, cost, realized, netCash, source } = trade;
  if (!isKnown(quantity) || !isKnown(cost) || quantity.isZero) return null;
  const isExported = isKnown(realized) && !(realized.isZero && isKnown(netCash) && !netCash.isZero);
  return isExported
    ? { basis: cost.abs(), quantity: quantity.abs(), rounding: roundingOf(cost), source }
    : null;
}
