/** What moved most on the last day: instruments by the size of their profit or loss. */
import type { DailyReport, Report } from "../../analytics/report.ts";
import { isKnown } from "../../core/amount.ts";
import type { Decimal } from "../../core/decimal.ts";
import { shortDate } from "../format/date.ts";
import { placesOf } from "./places.ts";
import type { Portfolio } from "./portfolio.ts";

export interface Movers {
  readonly title: string;
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
  const rows = days
    .filter(({ date }) => date === last)
    .flatMap((day) =>
      isKnown(day.total.value) && !day.total.value.isZero
        ? [{ day, known: day.total.value, href: placesOf(report).instrument(day.instrument.id) }]
        : [],
    )
    .toSorted((a, b) => b.known.abs().compare(a.known.abs()));
  return { title: `Moved most on ${shortDate(last)}`, rows: rows.slice(0, LISTED) };
}
