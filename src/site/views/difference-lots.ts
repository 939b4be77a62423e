/** The lots that a difference is about: our open lots, and for a closing trade the lots that it closed. */
import type { Report } from "../../analytics/report.ts";
import type { Amount } from "../../core/amount.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { Check } from "../../ledger/checks.ts";
import type { ClosedLot, Closing } from "../../ledger/ledger.ts";
import { openedText } from "../../ledger/lots.ts";
import { dateText } from "../format/date.ts";
import { type ClosingRow, closingRow, type LotRow, lotRow } from "./instrument.ts";
import { beyond } from "./parts.ts";
import { placesOf } from "./places.ts";

/** A lot, or part of one, that a trade closed. */
export interface ClosedRow {
  readonly opened: string;
  readonly openedHref: string | null;
  readonly quantity: Decimal;
  readonly costBasis: Amount;
  readonly proceeds: Amount;
  readonly realized: Amount;
}

export interface LotsOfCheck {
  readonly open: readonly LotRow[];
  readonly moreOpen: number;
  /** What the closing trade of the check closed. */
  readonly closed: readonly ClosedRow[];
  /** The closings of a check that is about no single trade, newest first. */
  readonly closings: readonly ClosingRow[];
  readonly moreClosings: number;
}

const LISTED = 40;
/** Rules about lots, and which of our lots they are about. */
const OF_OPEN: ReadonlySet<string> = new Set(["R2", "R3", "R5", "P4", "P5"]);
const OF_CLOSED: ReadonlySet<string> = new Set(["R4", "R5", "L1", "L2", "T4"]);

export function lotsOf(report: Report, check: Check): LotsOfCheck {
  const { account, instrument, rule, event, id } = check;
  const isOwn = <T extends { account: string; instrument: { id: string } }>(one: T) =>
    one.account === account && one.instrument.id === instrument;
  const lots = OF_OPEN.has(rule) ? (report.positions.find(isOwn)?.lots ?? []) : [];
  const single = lots.filter(({ lot }) => lot.opened !== null && id.endsWith(`/${lot.opened}`));
  const open = single.length > 0 ? single : lots;
  const closings = OF_CLOSED.has(rule) ? (report.realized.find(isOwn)?.holding.closings ?? []) : [];
  const own = closings.find(({ by }) => by.id === event);
  const until = own === undefined ? closings.filter(({ date }) => date <= check.date) : [];
  return {
    open: open.slice(0, LISTED).map((lot) => lotRow(report, lot)),
    moreOpen: beyond(open, LISTED),
    closed: own === undefined ? [] : closedRows(report, own),
    closings: until
      .toReversed()
      .slice(0, LISTED)
      .map((closing) => closingRow(report, closing)),
    moreClosings: beyond(until, LISTED),
  };
}

export const closedRows = (report: Report, { lots }: Closing): readonly ClosedRow[] =>
  lots.map(({ lot, proceeds, realized }: ClosedLot) => ({
    opened: openedText(lot, dateText),
    openedHref:
      (lot.openedBy === null ? null : placesOf(report).event(lot.openedBy)) ??
      placesOf(report).row(lot.sources[0]),
    quantity: lot.quantity,
    costBasis: lot.costBasis,
    proceeds,
    realized,
  }));
