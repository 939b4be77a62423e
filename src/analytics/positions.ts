/**
 * Positions: what is held on the last day, at what cost and what it is worth. Value and cost in base currency are both at
 * that day's rate, as the broker has them. (Accounting notes 2.7, P1 to P3.)
 */
import { type Amount, isKnown, subtract, sum } from "../core/amount.ts";
import { Decimal } from "../core/decimal.ts";
import { type Figure, figure, type Line, unknownFigure } from "../core/figures.ts";
import type { LotId, RowRef } from "../core/ids.ts";
import { type Instrument, quotedPer } from "../events/instrument.ts";
import type { ClosedLot, Closing, Holding } from "../ledger/ledger.ts";
import { type Lot, openedText } from "../ledger/lots.ts";
import { type AnalysisFacts, minus, plus, times } from "./facts.ts";
import type { LotReport, PositionReport } from "./report.ts";

/** The holdings that are not flat, and those of which nothing is known while the broker lists them. */
export function positionReports(facts: AnalysisFacts): PositionReport[] {
  return facts.input.ledger.holdings.flatMap((holding) => {
    const instrument = facts.input.instruments.get(holding.instrument);
    if (instrument === undefined) return [];
    if (holding.unknown !== null)
      return isListed(facts, holding) ? [unknownPosition(holding, instrument)] : [];
    return holding.lots.length === 0 ? [] : [positionOf(facts, holding, instrument)];
  });
}

/** Whether the broker lists it on the last day, or lists no positions at all that day. */
function isListed(facts: AnalysisFacts, { account, instrument }: Holding): boolean {
  const date = facts.lastDay(account);
  if (date === null) return false;
  const { windows } = facts.input;
  const lists = windows.some(
    (one) => one.account === account && one.to >= date && one.exports.has("positions"),
  );
  return !lists || facts.position(account, instrument, date) !== undefined;
}

function positionOf(
  facts: AnalysisFacts,
  holding: Holding,
  instrument: Instrument,
): PositionReport {
  const { account } = holding;
  const { currency } = instrument;
  const id = `positions/${account}/${instrument.id}`;
  const base = facts.baseCurrency(account) || "base currency";
  const date = facts.lastDay(account);
  const row = date === null ? undefined : facts.position(account, instrument.id, date);
  const lots = lotReports(holding, id, currency);
  const quantity = figure(`${id}/quantity`, "units", () =>
    lots.map((lot) => lotLine(lot, lot.quantity)),
  );
  const costBasis = figure(`${id}/costBasis`, currency, () =>
    lots.map((lot) => lotLine(lot, lot.costBasis)),
  );
  const price =
    date === null
      ? { value: { unknown: "no statement" }, rows: [] }
      : facts.price(instrument.id, date);
  const rate =
    date === null
      ? { value: { unknown: "no statement" }, rows: [] }
      : facts.rate(account, currency, date, row);
  const markPrice = figure(`${id}/markPrice`, currency, () => [
    plus(`price at the end of ${date}`, price.value, currency, price.rows),
  ]);
  const multiplier = { value: instrument.multiplier, rows: instrument.sources };
  const marketValue = figure(`${id}/marketValue`, currency, () => [
    repeat("quantity", quantity),
    { ...repeat("price", markPrice), operator: "×" },
    ...(instrument.multiplier.toString() === "1" ? [] : [times("multiplier", multiplier, "")]),
    ...perHundred(instrument, "÷"),
  ]);
  const unrealized = figure(`${id}/unrealized`, currency, () => [
    repeat("market value", marketValue),
    { ...repeat("cost basis", costBasis), operator: "−" },
  ]);
  const inBase = (name: string, label: string, of: Figure): Figure =>
    figure(`${id}/${name}`, base, () => [
      repeat(label, of),
      times(`rate of ${currency} on ${date}`, rate, base),
    ]);
  return {
    account,
    instrument,
    holding,
    quantity,
    costBasis,
    averageCost: figure(`${id}/averageCost`, currency, () => [
      repeat("cost basis", costBasis),
      { ...repeat("quantity", quantity), operator: "÷" },
      ...(instrument.multiplier.toString() === "1"
        ? []
        : [{ ...times("multiplier", multiplier, ""), operator: "÷" as const }]),
      ...perHundred(instrument, "×"),
    ]),
    costBasisBase: inBase("costBasisBase", "cost basis", costBasis),
    markPrice,
    marketValue,
    marketValueBase: inBase("marketValueBase", "market value", marketValue),
    unrealized,
    unrealizedBase: inBase("unrealizedBase", "unrealized", unrealized),
    lots,
  };
}

/** The units that a price of the class is for, where that is not one. */
function perHundred({ assetCategory, sources }: Instrument, operator: "×" | "÷"): Line[] {
  const value = quotedPer(assetCategory);
  return value.eq(Decimal.one)
    ? []
    : [{ ...times("face value that prices are for", { value, rows: sources }, ""), operator }];
}

/** A line that repeats another figure. */
export const repeat = (label: string, of: Figure): Line => ({
  operator: "+",
  label,
  value: of.value,
  unit: of.unit,
  figure: of.id,
  rows: [],
});

const lotLine = ({ lot }: LotReport, of: Figure): Line => repeat(`lot of ${openedText(lot)}`, of);

function lotReports({ lots, closings }: Holding, id: string, currency: string): LotReport[] {
  const taken = new Map<LotId, { closing: Closing; part: ClosedLot }[]>();
  for (const closing of closings)
    for (const part of closing.lots) {
      const own = taken.get(part.lot.id);
      if (own === undefined) taken.set(part.lot.id, [{ closing, part }]);
      else own.push({ closing, part });
    }
  return lots.map((lot, index) => {
    const parts = taken.get(lot.id) ?? [];
    const all: [Lot, ...Lot[]] = [lot, ...parts.map(({ part }) => part.lot)];
    const lines = (pick: (lot: Lot) => Amount, unit: string, whole: () => Line[]) => (): Line[] => [
      ...whole(),
      ...parts.map(({ closing, part }) =>
        minus(`closed ${closing.date}`, pick(part.lot), unit, closing.by.sources),
      ),
    ];
    const units = () => [
      plus(originText(lot), sum(all.map(({ quantity }) => quantity)), "units", lot.sources),
    ];
    return {
      lot,
      quantity: figure(
        `${id}/lots/${index + 1}/quantity`,
        "units",
        lines(({ quantity }) => quantity, "units", units),
      ),
      costBasis: figure(
        `${id}/lots/${index + 1}/costBasis`,
        currency,
        lines(
          ({ costBasis }) => costBasis,
          currency,
          () => costLines(all, currency),
        ),
      ),
    };
  });
}

const originText = (lot: Lot): string =>
  lot.origin === "booked" || (lot.notBefore ?? null) !== null
    ? `opened ${openedText(lot)}`
    : `held before the first statement (${lot.origin})`;

/** What a lot had cost before parts of it were closed; of a delivered one the premium of its option apart. */
function costLines(parts: readonly [Lot, ...Lot[]], currency: string): Line[] {
  const [lot] = parts;
  const cost = sum(parts.map(({ costBasis }) => costBasis));
  const premium = sum(parts.map((part) => part.premium));
  if (isKnown(premium) && premium.isZero)
    return [plus(originText(lot), cost, currency, lot.sources)];
  return [
    plus(`${originText(lot)}, strike and costs`, subtract(cost, premium), currency, lot.sources),
    premiumLine(premium, currency, lot.premiumSources, lot),
  ];
}

/** The premium that came with a delivery: from its options' rows; where these are not known, the delivery's own. */
export const premiumLine = (
  premium: Amount,
  currency: string,
  options: readonly RowRef[],
  { sources }: { readonly sources: readonly RowRef[] },
): Line =>
  plus("premium of the option", premium, currency, options.length === 0 ? sources : options);

function unknownPosition(holding: Holding, instrument: Instrument): PositionReport {
  const why = holding.unknown ?? "";
  const id = `positions/${holding.account}/${instrument.id}`;
  const none = (name: string, unit = instrument.currency): Figure =>
    unknownFigure(`${id}/${name}`, unit, why);
  return {
    account: holding.account,
    instrument,
    holding,
    quantity: none("quantity", "units"),
    costBasis: none("costBasis"),
    averageCost: none("averageCost"),
    costBasisBase: none("costBasisBase"),
    markPrice: none("markPrice"),
    marketValue: none("marketValue"),
    marketValueBase: none("marketValueBase"),
    unrealized: none("unrealized"),
    unrealizedBase: none("unrealizedBase"),
    lots: [],
  };
}
