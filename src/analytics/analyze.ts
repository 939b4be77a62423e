/** Ledger → figures. */
import { type Figure, rowsOf } from "../core/figures.ts";
import type { FigureId, RowRef } from "../core/ids.ts";
import { span } from "../events/coverage.ts";
import { cashReports } from "./cash.ts";
import { dailyReports } from "./daily.ts";
import { AnalysisFacts, type AnalysisInput } from "./facts.ts";
import { navReports, returnReports } from "./nav.ts";
import { positionReports } from "./positions.ts";
import { closingFigure, realizedReports } from "./realized.ts";
import type { FigureLookup, Report } from "./report.ts";

export type Figures = Pick<
  Report,
  | "asOf"
  | "accounts"
  | "positions"
  | "realized"
  | "daily"
  | "cash"
  | "totals"
  | "nav"
  | "returns"
  | "figures"
>;

/** Everything that the report says, from the ledger and what the broker gives prices and rates for. */
export function analyze(input: AnalysisInput): Figures {
  const facts = new AnalysisFacts(input);
  const nav = navReports(facts);
  const accounts = input.accounts.flatMap(({ alias, name, baseCurrency }) => {
    const days = span(input.windows, alias);
    return days === null ? [] : [{ account: alias, name, baseCurrency, ...days }];
  });
  const figures = {
    asOf:
      accounts
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? null,
    accounts,
    positions: positionReports(facts),
    realized: realizedReports(facts),
    daily: dailyReports(facts),
    ...cashReports(facts),
    nav,
    returns: returnReports(nav),
  };
  return { ...figures, figures: new FigureIndex(figures, input) };
}

/** All figures by id; put together when the first one is asked for. */
class FigureIndex implements FigureLookup {
  readonly #reports: Omit<Figures, "figures">;
  readonly #input: AnalysisInput;
  #byId: ReadonlyMap<FigureId, Figure> | undefined;

  constructor(reports: Omit<Figures, "figures">, input: AnalysisInput) {
    this.#reports = reports;
    this.#input = input;
  }

  get all(): ReadonlyMap<FigureId, Figure> {
    this.#byId ??= new Map([...this.#figures()].map((figure) => [figure.id, figure]));
    return this.#byId;
  }

  get(id: string): Figure | undefined {
    return this.all.get(id as FigureId);
  }

  /** Every raw row behind a figure. */
  rowsOf(figure: Figure): readonly RowRef[] {
    return rowsOf(figure, this.all);
  }

  *#figures(): Iterable<Figure> {
    const { positions, realized, daily, cash, totals, nav, returns } = this.#reports;
    for (const report of [...positions, ...realized, ...daily, ...cash, ...nav, ...returns])
      yield* figuresIn(report);
    for (const { lots } of positions) for (const lot of lots) yield* figuresIn(lot);
    for (const { lines } of totals) yield* figuresIn(lines);
    for (const { closings } of this.#input.ledger.holdings)
      for (const closing of closings) yield closingFigure(closing);
  }
}

/** The figures among the fields of a record. */
const figuresIn = (record: object): Figure[] =>
  Object.values(record).filter(
    (value): value is Figure =>
      typeof value === "object" && value !== null && "lines" in value && "id" in value,
  );
