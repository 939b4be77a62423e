/** The table of positions, in groups with their sums above them. */
import type { PositionReport, Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Figure } from "../../core/figures.ts";
import { besideHeading, headingOf } from "../../exports/instrument-name.ts";
import { shareBars } from "../charts/bars.ts";
import { longDate } from "../format/date.ts";
import { decimalsOf, percentText } from "../format/number.ts";
import { counted } from "../format/words.ts";
import { href } from "../links.ts";
import { shareText } from "./allocation.ts";
import { instrumentChecksPath } from "./check-places.ts";
import { markOf } from "./compared.ts";
import { type Group, type Grouping, groupsOf, wholeOf } from "./groups.ts";
import type { Labelled } from "./labelled.ts";
import type { Linked } from "./linked.ts";
import { type CheckState, checksByInstrument, worstState } from "./lookup.ts";
import { runsOf } from "./options.ts";
import { placesOf } from "./places.ts";
import { portfolios } from "./portfolio.ts";
import { provisionalOf } from "./provisional.ts";
import { groupFigures } from "./traced.ts";

export interface PositionRow {
  readonly position: PositionReport;
  readonly href: string;
  readonly name: string;
  /** The symbol of an option, else the description. */
  readonly beside: string;
  /** How long it runs; null for what does not expire. */
  readonly runs: string | null;
  /** Shown where it is not the table's. */
  readonly currency: string;
  readonly share: string | null;
  readonly bar: string | null;
  /** Unrealized as percent of the cost. */
  readonly gain: string | null;
  readonly state: CheckState | null;
  /** The undecided corporate actions that its cost rests on. */
  readonly provisional: readonly Linked[];
  /** Where its comparisons are: the open difference, else all of the instrument. */
  readonly checks: string;
}

export interface GroupView {
  readonly name: string;
  readonly value: Figure;
  readonly unrealized: Figure;
  readonly share: string | null;
  readonly rows: readonly PositionRow[];
}

export interface PositionsView {
  readonly summary: string;
  readonly tables: readonly {
    readonly base: string;
    readonly decimals: number;
    readonly groups: readonly GroupView[];
    readonly total: Group;
    readonly accounts: boolean;
  }[];
  readonly traced: readonly Labelled[];
}

export function positionsView(report: Report, by: Grouping): PositionsView {
  const filled = portfolios(report).filter(({ positions }) => positions.length > 0);
  const close = report.asOf === null ? "" : ` at the close of ${longDate(report.asOf)}`;
  return {
    summary: `${counted(report.positions.length, "position")}${close}${filled.length === 1 ? `, in ${filled[0]?.base}` : ""}`,
    tables: filled.map((portfolio) => {
      const total = wholeOf(portfolio);
      const bars = barsBy(portfolio.positions);
      return {
        base: portfolio.base,
        decimals: mostDecimals(portfolio.positions),
        accounts: portfolio.accounts.length > 1,
        total,
        groups: groupsOf(portfolio, by).map(({ name, value, unrealized, positions }) => ({
          name,
          value,
          unrealized,
          share: isKnown(value.value) ? shareText(value.value, total.value) : null,
          rows: positions.map((position) => rowOf(report, position, total.value, bars)),
        })),
      };
    }),
    traced: groupFigures(report, by),
  };
}

function rowOf(
  report: Report,
  position: PositionReport,
  total: Figure,
  bars: ReadonlyMap<PositionReport, string | null>,
): PositionRow {
  const { instrument, marketValueBase, unrealized } = position;
  return {
    position,
    href: placesOf(report).instrument(instrument.id) ?? "",
    name: headingOf(instrument),
    beside: besideHeading(instrument),
    runs: runsOf(report, instrument),
    currency: instrument.currency,
    share: isKnown(marketValueBase.value) ? shareText(marketValueBase.value, total) : null,
    bar: bars.get(position) ?? null,
    gain: gainText(unrealized, position.costBasis),
    state: positionState(report, position),
    provisional: provisionalOf(report, position.holding),
    checks: positionChecks(report, position),
  };
}

/** What is not realized as percent of what was paid. */
export function gainText({ value: gain }: Figure, { value: cost }: Figure): string | null {
  if (!isKnown(gain) || !isKnown(cost) || cost.isZero) return null;
  return percentText(Decimal.share(Decimal.one, gain, cost.abs()), 1, true);
}

/** The open difference that touches a position, else the checks of its instrument, else all. */
function positionChecks(report: Report, { instrument, quantity }: PositionReport): string {
  const open = markOf(report, quantity);
  const path = checksByInstrument(report).has(instrument.id)
    ? instrumentChecksPath(report, instrument.id)
    : null;
  return open?.href ?? href(path ?? "/reconciliation/");
}

/** How the newest comparisons of a position with the broker came out. */
export function positionState(
  report: Report,
  { instrument, account, costBasis }: PositionReport,
): CheckState | null {
  const checks = (checksByInstrument(report).get(instrument.id) ?? []).filter(
    (check) => check.account === account,
  );
  const ofPosition = checks.filter(({ figure }) => figure?.startsWith("positions/"));
  const newest = ofPosition
    .map(({ date }) => date)
    .sort()
    .at(-1);
  const state = worstState(ofPosition.filter(({ date }) => date === newest)) ?? "unknown";
  // What agrees are the other figures, where the cost is not known.
  return state === "agrees" && !isKnown(costBasis.value) ? "unknown" : state;
}

const barsBy = (
  positions: readonly PositionReport[],
): ReadonlyMap<PositionReport, string | null> => {
  const bars = shareBars(positions.map(({ marketValueBase }) => marketValueBase.value));
  return new Map(positions.map((position, index) => [position, bars[index] ?? null]));
};

/** Decimals that the quantity column needs, so that points stand in line. */
export function mostDecimals(positions: readonly PositionReport[]): number {
  const needed = positions.map(({ quantity }) =>
    isKnown(quantity.value) ? decimalsOf(quantity.value) : 0,
  );
  return needed.toSorted((a, b) => b - a)[0] ?? 0;
}
