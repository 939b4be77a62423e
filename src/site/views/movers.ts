/** What moved most on the last day: instruments by the size of their profit or loss. */
import type { DailyReport, Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import type { Decimal } from "../../core/decimal.ts";
import { shortDate } from "../format/date.ts";
import { placesOf } from "./places.ts";
import type { Portfolio } from "./portfolio.ts";

export interface Movers {
  readonly title: string;
  /** Instruments held that day whose result is not known, so that the list may lack one. */
  readonly unknown: number;
  readonly rows: readonly {
    readonly day: DailyReport;
    readonly href: string | null;
    readonly known: Decimal;
  }[];
}

const LISTED = 6;

export function moversOf(report: Report, { accounts }: Portfolio): Movers {
  const own = new Set(accounts.map(({ account }) => account));
  const days = report.daily.filter(({ account }) => own.has(account));
  const last =
    days
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? "";
  const ownDays = days.filter(({ date }) => date === last);
  const rows = ownDays
    .flatMap((day) =>
      isKnown(day.total.value) && !day.total.value.isZero
        ? [{ day, known: day.total.value, href: placesOf(report).instrument(day.instrument.id) }]
        : [],
    )
    .toSorted((a, b) => b.known.abs().compare(a.known.abs()));
  return {
    title: `Moved most on ${shortDate(last)}`,
    unknown: ownDays.filter(({ total }) => !isKnown(total.value)).length,
    rows: rows.slice(0, LISTED),
  };
}
