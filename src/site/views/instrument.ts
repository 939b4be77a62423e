/** Everything about one instrument: what is held, its lots, what was realized, what happened, how it compares. */
import { closingFigure } from "../../analytics/realized.ts";
import type { LotReport, PositionReport, RealizedReport, Report } from "../../analytics/report.ts";
import { type Amount, isKnown, sum } from "../../core/amount.ts";
import { assert } from "../../core/assert.ts";
import type { Figure } from "../../core/figures.ts";
import { compareText } from "../../core/ids.ts";
import type { Instrument } from "../../events/instrument.ts";
import { besideHeading, headingOf } from "../../exports/instrument-name.ts";
import type { Closing } from "../../ledger/ledger.ts";
import { type Lot, openedText } from "../../ledger/lots.ts";
import { quantityOf } from "../../ledger/pool.ts";
import { dateText } from "../format/date.ts";
import { fieldText } from "../format/field-names.ts";
import { exact } from "../format/number.ts";
import { capital, counted } from "../format/words.ts";
import { href } from "../links.ts";
import { actionHref } from "./action-pages.ts";
import { actionText } from "./action-text.ts";
import { instrumentChecksPath } from "./check-places.ts";
import { type CheckRow, checkRow } from "./check-rows.ts";
import { type EventRow, eventRow } from "./event-rows.ts";
import { badgeOf } from "./instrument-state.ts";
import type { Labelled } from "./labelled.ts";
import type { Linked } from "./linked.ts";
import {
  type CheckState,
  checksByInstrument,
  eventsByInstrument,
  RANK,
  stateOf,
} from "./lookup.ts";
import { deliveryOf } from "./option-events.ts";
import {
  type OptionsView,
  optionsOn,
  runsOf,
  type UnderlyingView,
  underlyingOf,
} from "./options.ts";
import { perUnit } from "./per-unit.ts";
import { placesOf } from "./places.ts";
import { assetClass } from "./portfolio.ts";
import { gainText } from "./positions.ts";
import { provisionalOf } from "./provisional.ts";
import { instrumentFigures, instrumentSlugs, LOTS, lastDays, newestClosings } from "./traced.ts";

export interface LotRow {
  readonly opened: string;
  readonly quantity: Figure;
  readonly costBasis: Figure;
  /** Cost per unit, for display only. */
  readonly unit: string;
  readonly origin: string;
  readonly held: string;
  readonly openedHref: string | null;
  /** The premium of the option that delivered it, which its cost contains; null where there is none. */
  readonly premium: Amount | null;
}

export interface ClosingRow {
  readonly date: string;
  readonly href: string | null;
  readonly quantity: string;
  readonly lots: string;
  readonly term: string;
  readonly realized: Figure;
  /** The premium of the option that delivered, which the result contains; null where there is none. */
  readonly premium: Amount | null;
  /** The options or deliveries that it belongs to, or the corporate action that closed it. */
  readonly more: readonly Linked[];
}

export interface DayRow {
  readonly date: string;
  readonly figures: readonly Figure[];
}

export interface HoldingView {
  readonly account: string;
  readonly position: PositionReport | null;
  readonly realized: RealizedReport | null;
  readonly gain: string | null;
  readonly unknown: string | null;
  /** The undecided corporate actions that lots or results rest on. */
  readonly provisional: readonly Linked[];
  readonly lots: readonly LotRow[];
  readonly moreLots: number;
  readonly closings: readonly ClosingRow[];
  readonly moreClosings: number;
}

export interface InstrumentView {
  /** The terms of an option, else the symbol. */
  readonly heading: string;
  /** The symbol of an option, else the broker's description. */
  readonly beside: string;
  readonly facts: string;
  /** Of an option: what it is on. */
  readonly underlying: UnderlyingView | null;
  /** The options on it. */
  readonly options: OptionsView | null;
  readonly assetClass: string;
  readonly state: CheckState | null;
  readonly stateText: string;
  readonly holdings: readonly HoldingView[];
  readonly days: readonly DayRow[];
  readonly events: readonly EventRow[];
  readonly moreEvents: number;
  /** Comparisons with the broker: those that do not agree, then the newest. */
  readonly checks: readonly CheckRow[];
  readonly moreChecks: number;
  /** All of its comparisons; null where there are none. */
  readonly checksHref: string | null;
  readonly traced: readonly Labelled[];
}

const EVENTS = 100;
const CHECKS = 20;

/** A page for each instrument that the statements know. */
export const instrumentPaths = (report: Report) =>
  [...instrumentSlugs(report)].map(([id, slug]) => ({ params: { slug }, props: { id } }));

export function instrumentView(report: Report, id: string): InstrumentView {
  const instrument = report.instruments.get(id as Instrument["id"]);
  assert(instrument !== undefined, `there is a page for ${id}, which no statement knows`);
  const checks = checksByInstrument(report).get(instrument.id) ?? [];
  const events = eventsByInstrument(report).get(id) ?? [];
  const shown = checks
    .toSorted((a, b) => attention(b) - attention(a) || compareText(b.date, a.date))
    .slice(0, CHECKS);
  const badge = badgeOf(report, instrument.id, checks);
  return {
    heading: headingOf(instrument),
    beside: besideHeading(instrument),
    facts: factsOf(report, instrument),
    underlying: underlyingOf(report, instrument),
    options: optionsOn(report, instrument.id),
    assetClass: assetClass(instrument),
    state: badge.state,
    stateText: badge.text,
    holdings: accountsOf(report, id).map((account) => holdingView(report, id, account)),
    days: lastDays(report, id).map(({ date, realized, income, costs, unrealized, total }) => ({
      date: dateText(date),
      figures: [realized, income, costs, unrealized, total],
    })),
    events: events.slice(0, EVENTS).map((event) => eventRow(report, event)),
    moreEvents: events.length > EVENTS ? events.length - EVENTS : 0,
    checks: shown.map((check) => ({
      ...checkRow(report, check),
      what: capital(fieldText(check.field)),
      whatHref: null,
    })),
    moreChecks: checks.length - shown.length,
    checksHref: checks.length === 0 ? null : hrefOf(instrumentChecksPath(report, id)),
    traced: instrumentFigures(report, id),
  };
}

/** What tells it apart, and how long an option that is held runs. */
function factsOf(report: Report, instrument: Instrument): string {
  const { id, isin, currency, multiplier, option, description } = instrument;
  const isHeld = report.positions.some((position) => position.instrument.id === id);
  return [
    (isHeld ? runsOf(report, instrument) : null) ?? "",
    option === null ? "" : description,
    `conid ${id}`,
    isin === "" ? "" : `ISIN ${isin}`,
    currency,
    multiplier.toString() === "1" ? "" : `multiplier ${multiplier}`,
    option?.isAdjusted === true ? "adjusted: does not deliver strike × multiplier" : "",
  ]
    .filter((fact) => fact !== "")
    .join(" · ");
}

const hrefOf = (path: string | null): string | null => (path === null ? null : href(path));

const attention = (check: Report["checks"][number]): number => RANK[stateOf(check)];

const accountsOf = (report: Report, id: string): readonly string[] => [
  ...new Set(
    report.ledger.holdings
      .filter(({ instrument }) => instrument === id)
      .map(({ account }) => account as string),
  ),
];

function holdingView(report: Report, id: string, account: string): HoldingView {
  const of = <T extends { account: string; instrument: Instrument }>(all: readonly T[]) =>
    all.find((one) => one.account === account && one.instrument.id === id) ?? null;
  const position = of(report.positions);
  const realized = of(report.realized);
  const holding = report.ledger.holdings.find(
    (one) => one.account === account && one.instrument === id,
  );
  const closings = realized === null ? [] : newestClosings(realized.holding);
  const lots = position?.lots ?? [];
  return {
    account,
    position,
    realized,
    gain: position === null ? null : gainText(position.unrealized, position.costBasis),
    unknown: holding?.unknown ?? null,
    provisional: holding === undefined ? [] : provisionalOf(report, holding),
    lots: lots.slice(0, LOTS).map((lot) => lotRow(report, lot)),
    moreLots: lots.length > LOTS ? lots.length - LOTS : 0,
    closings: closings.map((closing) => closingRow(report, closing)),
    moreClosings: (realized?.holding.closings.length ?? 0) - closings.length,
  };
}

/** An open lot, with figures that lead to how they came about. */
export const lotRow = (report: Report, { lot, quantity, costBasis }: LotReport): LotRow => ({
  quantity,
  costBasis,
  unit: perUnit(lot, report.instruments.get(lot.instrument) as Instrument),
  premium: premiumIn(lot.premium),
  ...lotWords(report, lot),
});

const ORIGINS: Readonly<Record<Lot["origin"], string>> = {
  booked: "booked",
  broker: "from the broker’s lots",
  inferred: "inferred",
};

function lotWords(report: Report, lot: Lot) {
  const { holdingFrom, origin, openedBy, sources } = lot;
  const places = placesOf(report);
  const since = holdingFrom === null ? "" : dateText(holdingFrom.slice(0, 10));
  return {
    opened: openedText(lot, dateText),
    origin: ORIGINS[origin],
    held: since === "" ? "unknown" : `since ${since}`,
    openedHref: (openedBy === null ? null : places.event(openedBy)) ?? places.row(sources[0]),
  };
}

const premiumIn = (premium: Amount): Amount | null =>
  isKnown(premium) && premium.isZero ? null : premium;

/** What a closing belongs to, where it was no sale. */
function behindClosing(report: Report, { by }: Closing): readonly Linked[] {
  if (by.kind === "corporate-action")
    return [{ text: actionText(report, by), href: actionHref(report, by.id) }];
  return deliveryOf(report, by);
}

export function closingRow(report: Report, closing: Closing): ClosingRow {
  const { by, date, lots } = closing;
  const terms = new Set(lots.map(({ term }) => term ?? "unknown"));
  const first = lots[0]?.lot.opened;
  return {
    date: dateText(date),
    href: placesOf(report).event(by.id),
    quantity: exact(quantityOf(lots.map(({ lot }) => lot)).abs()),
    lots:
      lots.length === 1 && first != null
        ? `lot of ${dateText(first.slice(0, 10))}`
        : counted(lots.length, "lot"),
    term: terms.size > 1 ? "short and long" : ([...terms][0] ?? ""),
    realized: closingFigure(closing),
    premium: premiumIn(sum(lots.map(({ premium }) => premium))),
    more: behindClosing(report, closing),
  };
}
