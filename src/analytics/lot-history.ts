/**
 * How open lots came to be what they are: what they were when they were opened, what corporate actions made of them, and what
 * of them went elsewhere. As lines of a figure, which add up to what the lot is.
 */
import { sum } from "../core/amount.ts";
import type { Line } from "../core/figures.ts";
import { compareText } from "../core/ids.ts";
import { symbolOf } from "../events/instrument.ts";
import type { Lot } from "../ledger/lots.ts";
import { minus } from "./facts.ts";
import { type BookedLots, LotIndex, type Made, type Taken } from "./lot-index.ts";
import {
  costOf,
  type Instruments,
  isEqual,
  type Measure,
  nameOf,
  originText,
  restart,
  type Step,
  total,
  UNITS,
  unitsOf,
  went,
} from "./lot-lines.ts";

export class LotHistory {
  readonly #lots: LotIndex;
  readonly #instruments: Instruments;
  readonly #cost: Measure;

  constructor(ledger: BookedLots, instruments: Instruments) {
    this.#lots = new LotIndex(ledger);
    this.#instruments = instruments;
    this.#cost = costOf(instruments);
  }

  /** Lines that add up to the units of an open lot. */
  quantity(lot: Lot): Line[] {
    return this.#lines(lot, UNITS);
  }

  /** Lines that add up to the basis of an open lot. */
  costBasis(lot: Lot): Line[] {
    return this.#lines(lot, this.#cost);
  }

  #lines(lot: Lot, of: Measure): Line[] {
    return [...this.#came(lot, lot, of), ...this.#left(lot, of, null)];
  }

  /** All that was in a lot before anything of it went; `last` is what became of it. */
  #came(lot: Lot, last: Lot, of: Measure): Line[] {
    const parts = this.#lots.parts(lot.id) as readonly [Lot, ...Lot[]];
    const made = this.#lots.made(lot.id);
    if (made === null) {
      const as = lot.instrument === last.instrument ? "" : ` as ${this.#symbol(lot)}`;
      return of.opened(parts, originText(parts[0]) + as, of.unit(lot));
    }
    const [old] = made.from.lots;
    const before = [...this.#came(old, last, of), ...this.#left(old, of, made.from)];
    const step: Step = {
      from: total(made.from.lots, of),
      to: total(made.lots, of),
      label: this.#madeText(made),
      unit: of.unit(lot),
      rows: of.rows(made),
    };
    const isSame = old.instrument === lot.instrument;
    const lines = of.isFresh(made) ? [restart(step, old)] : went(before, step, old, isSame);
    return went(lines, this.#restOf(made, parts, of), lot, true);
  }

  /** Units that left without a closing, and what evening out among lots did to the cost. */
  #restOf({ lots }: Made, parts: readonly Lot[], of: Measure): Step {
    const [lot] = lots;
    const rows = this.#lots.transfersOut(lot);
    const isLess = !isEqual(total(lots, UNITS), total(parts, UNITS));
    const label = [
      ...(isLess ? [rows.length > 0 ? "transferred out" : "went elsewhere"] : []),
      ...(of !== UNITS && this.#lots.isAveraged(lot) ? ["evened out among the lots"] : []),
    ].join(" and ");
    const step = { from: total(lots, of), to: total(parts, of), label, unit: of.unit(lot) };
    return { ...step, rows: isLess ? rows : [] };
  }

  /** What of a lot went elsewhere than into `except`, or than into the lot itself where that is null; oldest first. */
  #left(lot: Lot, of: Measure, except: Taken | null): Line[] {
    const unit = of.unit(lot);
    const closed = this.#lots.closed(lot.id).map(({ by, lot: part }) => ({
      date: by.date,
      line: minus(`closed ${by.date}`, of.of(part), unit, by.by.sources),
    }));
    const taken = this.#lots
      .taken(lot.id)
      .filter((one) => one !== except)
      .map(({ by, lots }) => ({
        date: by.event.date,
        line: minus(`taken by the ${nameOf(by)}`, sum(lots.map(of.of)), unit, by.event.sources),
      }));
    const dated = [...closed, ...taken];
    if (taken.length > 0) dated.sort((a, b) => compareText(a.date, b.date));
    const open = this.#lots
      .open(lot.id)
      .filter((one) => one !== lot)
      .map((one) => minus("open as another lot", of.of(one), unit, one.sources));
    return [...dated.map(({ line }) => line), ...open];
  }

  /** `spin-off main/9-20250310 of 2025-03-10: 20 KID for 100 XYZ`. */
  #madeText({ from, lots }: Made): string {
    const [[old], [lot]] = [from.lots, lots];
    const name = nameOf(from.by);
    if (old.instrument === lot.instrument) return name;
    return `${name}: ${unitsOf(lots)} ${this.#symbol(lot)} for ${unitsOf(from.lots)} ${this.#symbol(old)}`;
  }

  #symbol({ instrument }: Lot): string {
    return symbolOf(instrument, this.#instruments);
  }
}
