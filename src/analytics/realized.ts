/**
 * Realized P&L by instrument, in its own currency and in base currency at the rate of each closing's row, and
 * split by how long the lots were held. (Accounting notes 2.7.)
 */
import { type Amount, isKnown, subtract, sum, unknown } from "../core/amount.ts";
import { type Figure, figure, type Line, unknownFigure } from "../core/figures.ts";
import type { LedgerEvent } from "../events/event.ts";
import type { Instrument } from "../events/instrument.ts";
import type { Closing, Holding } from "../ledger/ledger.ts";
import { openedText } from "../ledger/lots.ts";
import { type AnalysisFacts, minus, plus } from "./facts.ts";
import { premiumLine } from "./lot-lines.ts";
import { repeat } from "./positions.ts";
import type { RealizedReport } from "./report.ts";

const CLOSES: ReadonlySet<LedgerEvent["kind"]> = new Set(["trade", "corporate-action", "unbooked"]);

/** The holdings that closed something. Where booking had to stop, what was realized is unknown as a whole. */
export function realizedReports(facts: AnalysisFacts): RealizedReport[] {
  return facts.input.ledger.holdings.flatMap((holding) => {
    const instrument = facts.input.instruments.get(holding.instrument);
    const trades = holding.events.some(({ kind }) => CLOSES.has(kind));
    if (instrument === undefined || !trades) return [];
    if (holding.closings.length === 0 && holding.unknown === null) return [];
    return [realizedOf(facts, holding, instrument)];
  });
}

function realizedOf(
  facts: AnalysisFacts,
  holding: Holding,
  instrument: Instrument,
): RealizedReport {
  const { account, closings } = holding;
  const { currency } = instrument;
  const base = facts.baseCurrency(account) || "base currency";
  const id = `realized/${account}/${instrument.id}`;
  const make = (name: string, unit: string, lines: () => Line[]): Figure =>
    holding.unknown === null
      ? figure(`${id}/${name}`, unit, lines)
      : unknownFigure(`${id}/${name}`, unit, holding.unknown);
  return {
    account,
    instrument,
    holding,
    realized: make("realized", currency, () =>
      closings.map((closing) => repeat(`closed ${closing.date}`, closingFigure(closing))),
    ),
    realizedBase: make("realizedBase", base, () =>
      closings.map(({ by, date, realizedBase }) =>
        plus(`closed ${date}, at its rate`, realizedBase, base, by.sources),
      ),
    ),
    shortTerm: make("shortTerm", currency, () => termLines(closings, "short", currency)),
    longTerm: make("longTerm", currency, () => termLines(closings, "long", currency)),
    closedLots: closings.reduce((count, { lots }) => count + lots.length, 0),
  };
}

/** The result of one closing: what it brought, less the basis of the lots that it closed. */
export function closingFigure(closing: Closing): Figure {
  const { id, currency, lots } = closing;
  return figure(`closings/${id}`, currency, () => [
    ...proceedsLines(closing),
    ...lots.map(({ lot }) =>
      minus(`basis of ${lot.quantity} opened ${openedText(lot)}`, lot.costBasis, currency, [
        ...lot.sources,
        ...lot.premiumSources,
      ]),
    ),
  ]);
}

/** What a closing brought; of a delivery the premium of its option apart. */
function proceedsLines({ by, currency, lots, premiumSources }: Closing): Line[] {
  const proceeds = sum(lots.map((one) => one.proceeds));
  const premium = sum(lots.map((one) => one.premium));
  if (by.kind === "trade" && by.delivers !== null)
    return [plus("premium, which moves into what it delivered", proceeds, currency, by.sources)];
  if (isKnown(premium) && premium.isZero)
    return [plus("net proceeds of the closed part", proceeds, currency, by.sources)];
  return [
    plus("strike and costs of the closed part", subtract(proceeds, premium), currency, by.sources),
    premiumLine(premium, currency, premiumSources, by),
  ];
}

function termLines(closings: readonly Closing[], term: "short" | "long", currency: string): Line[] {
  return closings.flatMap(({ by, date, lots }) =>
    lots
      .filter((one) => one.term === term || one.term === null)
      .map((one) => {
        const value: Amount =
          one.term === null ? unknown("a lot's opening date is unknown") : one.realized;
        return plus(`lot of ${openedText(one.lot)}, closed ${date}`, value, currency, by.sources);
      }),
  );
}
