/**
 * Profit and loss of each instrument by day, in base currency: what closings realized, dividends less tax, fees, and the
 * change of unrealized profit since the previous weekday. That change is known where both days have a price.
 */
import { type Amount, add, multiply, subtract } from "../core/amount.ts";
import { type IsoDate, previousWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { type Figure, figure, type Line, unknownFigure } from "../core/figures.ts";
import { compareText, type InstrumentId, type RowRef } from "../core/ids.ts";
import { type CashKind, isTakenBack, type LedgerEvent } from "../events/event.ts";
import { type Instrument, isBooked, quotedPer } from "../events/instrument.ts";
import type { Holding } from "../ledger/ledger.ts";
import { type AnalysisFacts, plus } from "./facts.ts";
import { repeat } from "./positions.ts";
import type { DailyReport } from "./report.ts";

const INCOME: ReadonlySet<CashKind> = new Set<CashKind>([
  "dividend",
  "payment in lieu",
  "withholding tax",
  "871(m) withholding",
  "bond interest",
]);

/** One row for every day on which something happened to an instrument or its price is known while it is held. */
export function dailyReports(facts: AnalysisFacts): DailyReport[] {
  const priced = new Map<InstrumentId, IsoDate[]>();
  for (const { instrument, date } of facts.prices) {
    const days = priced.get(instrument);
    if (days === undefined) priced.set(instrument, [date]);
    else days.push(date);
  }
  return facts.input.ledger.holdings.flatMap((holding) => {
    const instrument = facts.input.instruments.get(holding.instrument);
    if (instrument === undefined) return [];
    return dailyOf(facts, holding, instrument, priced.get(instrument.id) ?? []);
  });
}

function dailyOf(
  facts: AnalysisFacts,
  holding: Holding,
  instrument: Instrument,
  priced: readonly IsoDate[],
): DailyReport[] {
  const last = facts.lastDay(holding.account);
  const eventDays = Map.groupBy(holding.events, ({ date }) => date);
  const closings = Map.groupBy(holding.closings, ({ date }) => date);
  const levels = new Levels(facts, holding, instrument);
  const base = facts.baseCurrency(holding.account) || "base currency";
  const stop = unknownFrom(facts, holding, instrument);
  const answer: DailyReport[] = [];
  for (const date of [...new Set([...eventDays.keys(), ...priced])].sort()) {
    if (last !== null && date > last) continue;
    const events = eventDays.get(date) ?? [];
    const why = stop !== null && date >= stop ? holding.unknown : null;
    const change = why === null ? levels.changeOn(date, base) : null;
    if (change === null && events.length === 0) continue;
    const id = `daily/${holding.account}/${date}/${instrument.id}`;
    const realized = figureOrUnknown(why, `${id}/realized`, base, () =>
      (closings.get(date) ?? []).map(({ by, realizedBase }) =>
        plus("closing", realizedBase, base, by.sources),
      ),
    );
    const cash = (name: string, counts: (kind: CashKind) => boolean) =>
      figure(`${id}/${name}`, base, () => events.flatMap((event) => cashLine(event, counts, base)));
    const income = cash("income", (kind) => INCOME.has(kind));
    const costs = cash("costs", (kind) => !INCOME.has(kind));
    const unrealized = figureOrUnknown(why, `${id}/unrealized`, base, () => change ?? []);
    answer.push({
      account: holding.account,
      date,
      instrument,
      realized,
      income,
      costs,
      unrealized,
      total: figure(`${id}/total`, base, () => [
        repeat("realized", realized),
        repeat("income", income),
        repeat("costs", costs),
        repeat("change of unrealized", unrealized),
      ]),
    });
  }
  return answer;
}

const ALL_DAYS = "" as IsoDate;

/**
 * The first day whose results are not known: that of the event at which booking stopped, or of any booked after it, so
 * that what happens later leaves earlier days as they were. All days where nothing says what was held before the event:
 * the broker had listed no positions yet. Null where booking did not stop.
 */
function unknownFrom(
  facts: AnalysisFacts,
  { account, events, unknown: why }: Holding,
  instrument: Instrument,
): IsoDate | null {
  if (why === null) return null;
  const stop = events.findIndex((event) => event.kind === "unbooked" && event.touchesLots);
  const [first] =
    stop < 0
      ? []
      : events
          .map(({ date }) => date)
          .slice(stop)
          .sort();
  const listed = facts.firstListed(account);
  return first === undefined || listed === null || first <= listed || !isBooked(instrument)
    ? ALL_DAYS
    : first;
}

/** Of an instrument that could not be booked, income and costs are known all the same; results are not. */
const figureOrUnknown = (
  why: string | null,
  id: string,
  unit: string,
  lines: () => Line[],
): Figure => (why === null ? figure(id, unit, lines) : unknownFigure(id, unit, why));

function cashLine(event: LedgerEvent, counts: (kind: CashKind) => boolean, base: string): Line[] {
  if (event.kind !== "cash" || !counts(event.type)) return [];
  return [
    plus(
      event.description || event.type,
      multiply(event.amount.amount, event.rate),
      base,
      event.sources,
    ),
  ];
}

interface Level {
  readonly value: Amount;
  readonly rows: readonly RowRef[];
}

/** Unrealized profit in base currency at the end of days, walking forward through quantity and basis. */
class Levels {
  readonly #facts: AnalysisFacts;
  readonly #holding: Holding;
  readonly #instrument: Instrument;
  readonly #days: readonly { date: IsoDate; quantity: Decimal; basis: Amount }[];
  readonly #known = new Map<IsoDate, Level>();

  constructor(facts: AnalysisFacts, holding: Holding, instrument: Instrument) {
    this.#facts = facts;
    this.#holding = holding;
    this.#instrument = instrument;
    this.#days = runningDays(holding);
  }

  /** The two lines of the change since the previous weekday; null where nothing was held on either day. */
  changeOn(date: IsoDate, base: string): Line[] | null {
    const before = previousWeekday(date);
    if (this.#at(date).quantity.isZero && this.#at(before).quantity.isZero) return null;
    const [now, then] = [this.#unrealized(date), this.#unrealized(before)];
    return [
      plus(`unrealized at the end of ${date}`, now.value, base, now.rows),
      { ...plus(`unrealized at the end of ${before}`, then.value, base, then.rows), operator: "−" },
    ];
  }

  #unrealized(date: IsoDate): Level {
    const known = this.#known.get(date);
    if (known !== undefined) return known;
    const level = this.#compute(date);
    this.#known.set(date, level);
    return level;
  }

  #compute(date: IsoDate): Level {
    const { quantity, basis } = this.#at(date);
    if (quantity.isZero) return { value: Decimal.zero, rows: [] };
    const { account } = this.#holding;
    const price = this.#facts.price(this.#instrument.id, date);
    const row = this.#facts.position(account, this.#instrument.id, date);
    const rate = this.#facts.rate(account, this.#instrument.currency, date, row);
    const { multiplier, assetCategory } = this.#instrument;
    const units = Decimal.share(quantity.times(multiplier), Decimal.one, quotedPer(assetCategory));
    const value = multiply(price.value, units);
    return {
      value: multiply(subtract(value, basis), rate.value),
      rows: [...price.rows, ...rate.rows],
    };
  }

  /** Quantity and basis at the end of a day, by bisection. */
  #at(date: IsoDate): { quantity: Decimal; basis: Amount } {
    let [low, high] = [0, this.#days.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#days[middle]?.date ?? "") <= date) low = middle + 1;
      else high = middle;
    }
    return (
      this.#days[low - 1] ?? { quantity: this.#holding.opening, basis: this.#holding.openingBasis }
    );
  }
}

/** Quantity and basis after every day on which something moved them. What was taken back moves nothing. */
export function runningDays({
  opening,
  openingBasis,
  moves,
}: Holding): { date: IsoDate; quantity: Decimal; basis: Amount }[] {
  const days: { date: IsoDate; quantity: Decimal; basis: Amount }[] = [];
  let quantity = opening;
  let basis = openingBasis;
  for (const move of inDayOrder(moves)) {
    if (isTakenBack(move.event)) continue;
    quantity = quantity.plus(move.quantity);
    basis = quantity.isZero ? Decimal.zero : add(basis, move.basis);
    if (days.at(-1)?.date === move.date) days.pop();
    days.push({ date: move.date, quantity, basis });
  }
  return days;
}

const inDayOrder = (moves: Holding["moves"]): Holding["moves"] =>
  moves.toSorted((a, b) => compareText(a.date, b.date));
