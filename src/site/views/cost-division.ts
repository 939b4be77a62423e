/** How a corporate action divided the cost of the old lots: among instruments, cash and what was realized. */
import type { Report } from "../../analytics/report.ts";
import { type Amount, add, isKnown, negate, subtract, sum } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { InstrumentId } from "../../core/ids.ts";
import type { BookedAction } from "../../ledger/actions/action.ts";
import type { Lot } from "../../ledger/lots.ts";
import { basisOf, quantityOf } from "../../ledger/pool.ts";
import { exact, percentText } from "../format/number.ts";
import type { Linked } from "./linked.ts";
import { headingIn } from "./options.ts";
import { placesOf } from "./places.ts";

export interface CostRow {
  readonly what: Linked;
  /** Null where the row is about no instrument, or there were no lots of it. */
  readonly unitsBefore: Decimal | null;
  readonly costBefore: Amount | null;
  readonly unitsAfter: Decimal | null;
  /** Where cost went, which is also into cash, less what is a result. */
  readonly costAfter: Amount | null;
  /** Of all that the old lots had cost: `12.15%`; empty where that is not known. */
  readonly part: string;
  /** As a decision has it, of the cost that is shared out; empty where none is. */
  readonly fraction: string;
}

export interface CostDivision {
  readonly rows: readonly CostRow[];
  readonly before: Amount;
  /** The same as before, unless something is not known. */
  readonly after: Amount;
  readonly hasFractions: boolean;
  /** Why something is not known. */
  readonly reason: string | null;
}

/** Null where no lot changed. All lots are in one currency. */
export function costDivision(report: Report, of: BookedAction): CostDivision | null {
  const { before, after } = of;
  if (before.length === 0 && after.length === 0) return null;
  const old = basisOf(before);
  const ids = new Set([...before, ...after].map(({ instrument }) => instrument));
  const held = [...ids].map((id) => instrumentRow(report, of, id, old));
  const rows = [...held, ...restRows(of, old)];
  const total = sum(rows.map(({ costAfter }) => costAfter ?? Decimal.zero));
  return {
    rows,
    before: old,
    after: total,
    hasFractions: rows.some(({ fraction }) => fraction !== ""),
    reason: isKnown(old) ? (isKnown(total) ? null : total.unknown) : old.unknown,
  };
}

function instrumentRow(report: Report, of: BookedAction, id: InstrumentId, old: Amount): CostRow {
  const [was, is] = [of.before, of.after].map((lots) => lotsOf(lots, id));
  const costAfter = is === null || is === undefined ? null : basisOf(is);
  return {
    what: {
      text: headingIn(report, id),
      href: placesOf(report).instrument(id),
    },
    unitsBefore: was == null ? null : quantityOf(was),
    costBefore: was == null ? null : basisOf(was),
    unitsAfter: is == null ? null : quantityOf(is),
    costAfter,
    part: partText(costAfter, old),
    fraction: was == null ? fractionText(of, id) : "",
  };
}

function lotsOf(lots: readonly Lot[], id: InstrumentId): readonly Lot[] | null {
  const own = lots.filter(({ instrument }) => instrument === id);
  return own.length === 0 ? null : own;
}

/** What went into no lot: cash, less what of it is a result; and, the other way, what came with a cost of its own. */
function restRows({ before, after, closings }: BookedAction, old: Amount): CostRow[] {
  const closed = closings.flatMap(({ lots }) => lots);
  const cash = sum(closed.map(({ proceeds }) => proceeds));
  const realized = sum(closed.map((one) => one.realized));
  const basis = basisOf(closed.map(({ lot }) => lot));
  const own = subtract(add(basisOf(after), basis), basisOf(before));
  const isSplit = isKnown(cash) && isKnown(realized);
  const went: readonly (readonly [string, Amount])[] = [
    ...(isSplit
      ? ([
          ["Cash that was received", cash],
          ["Less the result that was realized", negate(realized)],
        ] as const)
      : ([["Cost of what was closed", basis]] as const)),
    ["Less what came with a cost of its own", isKnown(own) ? negate(own) : Decimal.zero],
  ];
  return went
    .filter(([, cost]) => !isKnown(cost) || !cost.isZero)
    .map(([text, cost]) => ({
      what: { text, href: null },
      unitsBefore: null,
      costBefore: null,
      unitsAfter: null,
      costAfter: cost,
      part: partText(cost, old),
      fraction: "",
    }));
}

function partText(cost: Amount | null, old: Amount): string {
  if (cost === null || !isKnown(cost) || !isKnown(old) || old.isZero) return "";
  return percentText(Decimal.share(Decimal.one, cost, old), 2);
}

/** The fraction of a received instrument that the entry on the page has, where it is how the action is booked. */
function fractionText({ event, case: own }: BookedAction, id: InstrumentId): string {
  if (own === null || own.status === "open") return "";
  const isOne = event.legs.filter(({ quantity }) => !quantity.isZero).length === 1;
  const values = own.proposal.map(({ name, value, isByMarketValue }) => {
    if (isByMarketValue === true || value === null || typeof value === "string") return null;
    if (name === "basisFractions" && value instanceof Map) return value.get(id) ?? null;
    return name === "basisFraction" && isOne && value instanceof Decimal ? value : null;
  });
  const value = values.find((one) => one !== null);
  return value == null ? "" : exact(value, 0, 18);
}
