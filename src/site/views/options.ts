/** Options in words: their terms, how long they run, what they are on, and which of them are on an instrument. */
import type { PositionReport, Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import { daysBetween, type IsoDate } from "../../core/dates.ts";
import type { Figure } from "../../core/figures.ts";
import { compareText, type InstrumentId } from "../../core/ids.ts";
import type { Instrument } from "../../events/instrument.ts";
import { headingOf } from "../../exports/instrument-name.ts";
import { dateText } from "../format/date.ts";
import { capital, counted, spoken } from "../format/words.ts";
import { once } from "./once.ts";
import { beyond } from "./parts.ts";
import { placesOf } from "./places.ts";

/** The heading of an instrument by its id; the id where the statements know no more. */
export function headingIn(report: Report, id: InstrumentId): string {
  const instrument = report.instruments.get(id);
  return (instrument === undefined ? "" : headingOf(instrument)) || `conid ${id}`;
}

/** How long an option runs from a day on. */
export function runsText(expiry: IsoDate, from: IsoDate): string {
  const days = daysBetween(from, expiry);
  if (days < 0) return "expired";
  return days === 0 ? "expires today" : `expires in ${counted(days, "day")}`;
}

/** How long an instrument runs from the report's last day on; null for what does not expire. */
export const runsOf = ({ asOf }: Report, { option }: Instrument): string | null =>
  option === null || asOf === null ? null : runsText(option.expiry, asOf);

export interface UnderlyingView {
  readonly symbol: string;
  /** Its page; null where the statements do not know it otherwise. */
  readonly href: string | null;
}

/** What an option is on; null where no row says. */
export function underlyingOf(report: Report, { option }: Instrument): UnderlyingView | null {
  if (option === null) return null;
  const { underlying, underlyingSymbol } = option;
  const known = underlying === null ? undefined : report.instruments.get(underlying);
  const symbol = known?.symbol ?? underlyingSymbol;
  if (symbol === "") return null;
  return { symbol, href: known === undefined ? null : placesOf(report).instrument(known.id) };
}

export interface OptionRow {
  readonly name: string;
  readonly symbol: string;
  readonly href: string | null;
  readonly expiry: string;
  /** How long it runs; empty where it is not held. */
  readonly runs: string;
  readonly account: string;
  /** What is held; null where nothing is. */
  readonly quantity: Figure | null;
}

export interface OptionsView {
  /** `Three options, one open` */
  readonly title: string;
  /** Open ones first, the next to expire at the top; of the others the last to expire. */
  readonly rows: readonly OptionRow[];
  readonly more: number;
  /** Whether rows say whose they are. */
  readonly accounts: boolean;
}

const LISTED = 100;

/** The options on an instrument that the statements know. */
export function optionsOn(report: Report, id: InstrumentId): OptionsView | null {
  const all = byUnderlying(report).get(id) ?? [];
  if (all.length === 0) return null;
  const positions = heldOptions(report);
  const open = all.filter((one) => positions.has(one.id)).toSorted(byExpiry);
  const closed = all
    .filter((one) => !positions.has(one.id))
    .toSorted((a, b) => -compareText(expiryOf(a), expiryOf(b)) || byExpiry(a, b));
  const rows = [
    ...open.flatMap((one) =>
      (positions.get(one.id) ?? []).map((position) => rowOf(report, one, position)),
    ),
    ...closed.map((one) => rowOf(report, one, null)),
  ];
  return {
    title: titleOf(
      all.length,
      open.map(({ id: own }) => positions.get(own) ?? []),
    ),
    rows: rows.slice(0, LISTED),
    more: beyond(rows, LISTED),
    accounts: report.accounts.length > 1,
  };
}

/** What is listed without a known quantity may be open or not: where a query has no positions, all that was ever traded. */
function titleOf(all: number, held: readonly (readonly PositionReport[])[]): string {
  const isSure = held.every((own) => own.some(({ quantity }) => isKnown(quantity.value)));
  if (isSure && held.length === all) return capital(spoken(all, "open option"));
  const open = held.length === 0 ? "none open" : spoken(held.length, "open", "open");
  return `${capital(spoken(all, "option"))}, ${open}${isSure ? "" : " or not known"}`;
}

const rowOf = (
  report: Report,
  instrument: Instrument,
  position: PositionReport | null,
): OptionRow => ({
  name: headingOf(instrument),
  symbol: instrument.symbol,
  href: placesOf(report).instrument(instrument.id),
  expiry: dateText(expiryOf(instrument)),
  runs: position === null ? "" : (runsOf(report, instrument) ?? ""),
  account: position?.account ?? "",
  quantity: position?.quantity ?? null,
});

const byUnderlying = once((report) =>
  Map.groupBy(
    [...report.instruments.values()].filter(({ option }) => option !== null),
    ({ option }) => option?.underlying ?? null,
  ),
);

const heldOptions = once((report) =>
  Map.groupBy(
    report.positions.filter(({ instrument }) => instrument.option !== null),
    ({ instrument }) => instrument.id,
  ),
);

const expiryOf = ({ option }: Instrument): string => option?.expiry ?? "";

/** The next to expire first; then by strike, calls before puts. */
const byExpiry = (a: Instrument, b: Instrument): number =>
  compareText(expiryOf(a), expiryOf(b)) ||
  (a.option !== null && b.option !== null ? a.option.strike.compare(b.option.strike) : 0) ||
  compareText(a.option?.right ?? "", b.option?.right ?? "") ||
  compareText(a.id, b.id);
