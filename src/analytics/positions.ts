/**
 * Positions: what is held on the last day, at what cost and what it is worth. Value and cost in base currency are both at
 * that day's rate, as the broker has them. (Accounting notes 2.7, P1 to P3.)
 */
import { Decimal } from "../core/decimal.ts";
import { type Figure, figure, type Line, unknownFigure } from "../core/figures.ts";
import { type Instrument, quotedPer } from "../events/instrument.ts";
import type { Holding } from "../ledger/ledger.ts";
import { openedText } from "../ledger/lots.ts";
import { type AnalysisFacts, plus, times } from "./facts.ts";
import { LotHistory } from "./lot-history.ts";
import type { LotReport, PositionReport } from "./report.ts";

/** The holdings that are not flat, and those of which nothing is known while the broker lists them. */
export function positionReports(facts: AnalysisFacts): PositionReport[] {
  const history = new LotHistory(facts.input.ledger, facts.input.instruments);
  return facts.input.ledger.holdings.flatMap((holding) => {
    const instrument = facts.input.instruments.get(holding.instrument);
    if (instrument === undefined) return [];
    if (holding.unknown !== null)
      return isListed(facts, holding) ? [unknownPosition(holding, instrument)] : [];
    return holding.lots.length === 0 ? [] : [positionOf(facts, history, holding, instrument)];
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
  history: LotHistory,
  holding: Holding,
  instrument: Instrument,
): PositionReport {
  const { account } = holding;
  const { currency } = instrument;
  const id = `positions/${account}/${instrument.id}`;
  const base = facts.baseCurrency(account) || "base currency";
  const date = facts.lastDay(account);
  const row = date === null ? undefined : facts.position(account, instrument.id, date);
  const lots = lotReports(history, holding, id, currency);
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

const lotReports = (
  history: LotHistory,
  { lots }: Holding,
  id: string,
  currency: string,
): LotReport[] =>
  lots.map((lot, index) => ({
    lot,
    quantity: figure(`${id}/lots/${index + 1}/quantity`, "units", () => history.quantity(lot)),
    costBasis: figure(`${id}/lots/${index + 1}/costBasis`, currency, () => history.costBasis(lot)),
  }));

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
