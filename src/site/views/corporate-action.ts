/** One corporate action: what happened, its legs, what it did to lots, what was realized, and its case. */
import { closingFigure } from "../../analytics/realized.ts";
import type { Report } from "../../analytics/report.ts";
import { type Amount, unknown } from "../../core/amount.ts";
import { assert } from "../../core/assert.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { Figure } from "../../core/figures.ts";
import { type InstrumentId, rowsOnce } from "../../core/ids.ts";
import type { ActionLeg } from "../../events/corporate-action.ts";
import { entryToPaste } from "../../exports/cases.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import { type Lot, openedText } from "../../ledger/lots.ts";
import { basisOf, quantityOf } from "../../ledger/pool.ts";
import { dateText, longDate, readable } from "../format/date.ts";
import { capital, spoken } from "../format/words.ts";
import { rawMask } from "../raw/files.ts";
import { actionHref, actionsByEvent } from "./action-pages.ts";
import { type ActionState, actionState } from "./action-status.ts";
import { actionText } from "./action-text.ts";
import { type CostDivision, costDivision } from "./cost-division.ts";
import { type ClosedRow, closedRows } from "./difference-lots.ts";
import type { Linked } from "./linked.ts";
import { headingIn } from "./options.ts";
import { beyond } from "./parts.ts";
import { perUnit } from "./per-unit.ts";
import { placesOf } from "./places.ts";
import { type RowLink, rowLink } from "./trace.ts";

export interface LegRow {
  readonly symbol: Linked;
  readonly quantity: Decimal;
  readonly currency: string;
  readonly cash: Amount;
  readonly value: Amount;
  readonly realized: Amount;
  readonly row: RowLink;
}

export interface ActionLot {
  readonly symbol: Linked;
  readonly opened: string;
  readonly quantity: Decimal;
  readonly costBasis: Amount;
  readonly currency: string;
  readonly unit: string;
}

/** Lots before or after, with their sum. */
export interface LotsView {
  /** `Two lots before` */
  readonly title: string;
  readonly lots: readonly ActionLot[];
  readonly more: number;
  readonly total: Amount;
  /** Units of all of them; null where they are of several instruments. */
  readonly units: Decimal | null;
}

export interface ClosedView {
  readonly symbol: Linked;
  readonly realized: Figure;
  readonly lots: readonly ClosedRow[];
}

export interface CaseView {
  readonly question: string;
  readonly reason: string;
  readonly isDecided: boolean;
  readonly rows: readonly RowLink[];
  readonly moreRows: number;
  readonly instruments: readonly Linked[];
  /** The YAML entry that decides it. */
  readonly entry: string;
}

export interface ActionView {
  readonly title: string;
  readonly summary: string;
  readonly state: ActionState;
  readonly facts: readonly { readonly name: string; readonly value: Linked }[];
  readonly legs: readonly LegRow[];
  readonly before: LotsView;
  readonly after: LotsView;
  /** Where the cost of the lots went; null where no lot changed, or they are in several currencies. */
  readonly division: CostDivision | null;
  /** The currency of the lots; empty where they are in several. */
  readonly currency: string;
  readonly closed: readonly ClosedView[];
  readonly case: CaseView | null;
}

const LISTED = 200;
const ROWS = 12;

export function actionView(report: Report, id: string): ActionView {
  const of = actionsByEvent(report).get(id);
  assert(of !== undefined, `there is a page for ${id}, which is no corporate action`);
  const { event, before, after, closings } = of;
  const lots = [...before, ...after];
  const currencies = new Set(lots.map((lot) => currencyOf(report, lot)));
  const currency = currencies.size === 1 ? ([...currencies][0] ?? "") : "";
  return {
    title: actionText(report, event),
    summary: `${longDate(event.date)}, ${event.account}`,
    state: actionState(report, of),
    facts: factsOf(report, of),
    legs: event.legs.map((leg) => legRow(report, leg)),
    before: lotsView(report, before, "before", currency),
    after: lotsView(report, after, "after", currency),
    division: currency === "" ? null : costDivision(report, of),
    currency,
    closed: closings.map((closing) => ({
      symbol: linkTo(report, closing.lots[0]?.lot.instrument ?? event.legs[0].instrument),
      realized: closingFigure(closing),
      lots: closedRows(report, closing),
    })),
    case: caseView(report, of),
  };
}

function unitText({ instruments }: Report, lot: Lot): string {
  const instrument = instruments.get(lot.instrument);
  return instrument === undefined ? "" : perUnit(lot, instrument);
}

const currencyOf = ({ instruments }: Report, { instrument }: Lot): string =>
  instruments.get(instrument)?.currency ?? "";

const linkTo = (report: Report, id: InstrumentId): Linked => ({
  text: headingIn(report, id),
  href: placesOf(report).instrument(id),
});

function factsOf(report: Report, of: BookedAction): ActionView["facts"] {
  const { event, reading } = of;
  const plain = (name: string, text: string) => ({ name, value: { text, href: null } });
  const other = event.cancels ?? event.cancelledBy;
  return [
    plain("Type", capital(event.type)),
    plain("When", dateText(event.moment)),
    plain("The broker’s text", rawMask(report).text(event.description)),
    plain("Name", event.action),
    plain("Booked", readable(reading)),
    ...(event.parent === null ? [] : [{ name: "On", value: linkTo(report, event.parent) }]),
    ...(other === null
      ? []
      : [
          {
            name: event.cancels === null ? "Taken back by" : "Takes back",
            value: { text: "the other rows", href: actionHref(report, other) },
          },
        ]),
    {
      name: "Event",
      value: {
        text: `in the activity of ${event.date.slice(0, 4)}`,
        href: placesOf(report).event(event.id),
      },
    },
  ];
}

const legRow = (report: Report, leg: ActionLeg): LegRow => ({
  symbol: linkTo(report, leg.instrument),
  quantity: leg.quantity,
  currency: leg.currency,
  cash: leg.proceeds,
  value: leg.value,
  realized: leg.realized,
  row: rowLink(report, leg.source),
});

function lotsView(report: Report, lots: readonly Lot[], when: string, currency: string): LotsView {
  return {
    title: `${capital(spoken(lots.length, "lot"))} ${when}`,
    lots: lots.slice(0, LISTED).map((lot) => ({
      symbol: linkTo(report, lot.instrument),
      opened: openedText(lot, dateText),
      quantity: lot.quantity,
      costBasis: lot.costBasis,
      currency: currencyOf(report, lot),
      unit: unitText(report, lot),
    })),
    more: beyond(lots, LISTED),
    total: currency === "" ? unknown("the lots are in several currencies") : basisOf(lots),
    units: new Set(lots.map(({ instrument }) => instrument)).size === 1 ? quantityOf(lots) : null,
  };
}

function caseView(report: Report, of: BookedAction): CaseView | null {
  const own = of.case;
  if (own === null) return null;
  const rows = rowsOnce(own.rows).map((row) => rowLink(report, row));
  return {
    question: capital(readable(own.question)),
    reason: capital(readable(rawMask(report).text(own.reason))),
    isDecided: own.status === "decided",
    rows: rows.slice(0, ROWS),
    moreRows: beyond(rows, ROWS),
    instruments: own.instruments.map((id) => linkTo(report, id)),
    entry: rawMask(report).text(entryToPaste({ ...of, case: own }, report.instruments)),
  };
}
