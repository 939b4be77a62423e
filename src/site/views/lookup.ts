/** What pages look up in a report, grouped once. */
import type { DailyReport } from "../../analytics/report.ts";
import { compareText, type InstrumentId } from "../../core/ids.ts";
import {
  byInstrument,
  inBookingOrder,
  instrumentsOf,
  type LedgerEvent,
} from "../../events/event.ts";
import { type Check, isExplained } from "../../ledger/checks.ts";
import { once } from "./once.ts";

/** How a check came out, as the site shows it. */
export type CheckState = "agrees" | "explained" | "unexplained" | "unknown";

export function stateOf(check: Check): CheckState {
  if (check.status === "agrees") return "agrees";
  if (check.status === "not-reported") return "unknown";
  return isExplained(check) ? "explained" : "unexplained";
}

/** How much attention a state asks for. */
export const RANK: Readonly<Record<CheckState, number>> = {
  agrees: 0,
  unknown: 1,
  explained: 2,
  unexplained: 3,
};

/** The state to show for several checks: the one that asks for most attention; null where there are none. */
export function worstState(checks: readonly Check[]): CheckState | null {
  let worst: CheckState | null = null;
  for (const check of checks) {
    const state = stateOf(check);
    // Something agrees and the rest is not reported: what could be checked agrees.
    if (worst === "agrees" && state === "unknown") continue;
    if (worst === null || RANK[state] > RANK[worst] || (worst === "unknown" && state === "agrees"))
      worst = state;
  }
  return worst;
}

/** All events, newest first. */
export const newestFirst = once((report): readonly LedgerEvent[] =>
  inBookingOrder(report.events)
    .toSorted((a, b) => compareText(a.date, b.date))
    .toReversed(),
);

/** The instrument that an event is listed under; of a corporate action the first. */
export const instrumentOf = (event: LedgerEvent): InstrumentId | null =>
  instrumentsOf(event)[0] ?? null;

/** Events by instrument, newest first; a corporate action is with each of its own. */
export const eventsByInstrument = once(
  (report): ReadonlyMap<string, readonly LedgerEvent[]> => byInstrument(newestFirst(report)),
);
export const checksByInstrument = once((report) =>
  Map.groupBy(report.checks, (check) => check.instrument),
);
export const checksByRule = once((report) => Map.groupBy(report.checks, (check) => check.rule));
export const checksByFigure = once((report) =>
  Map.groupBy(
    report.checks.filter((check) => check.figure !== undefined),
    (check): string => check.figure ?? "",
  ),
);

export const eventsById = once(
  (report): ReadonlyMap<string, LedgerEvent> =>
    new Map(report.events.map((event) => [event.id, event])),
);

/** The event that was read from a row, by `file:line`. */
export const eventByRow = once((report) => {
  const events = new Map<string, LedgerEvent>();
  for (const event of report.events)
    for (const row of event.sources) {
      const key = `${row.file}:${row.line}`;
      if (!events.has(key)) events.set(key, event);
    }
  return events;
});

/** The days on which an instrument had profit or loss, newest first. */
export const dailyByInstrument = once((report): ReadonlyMap<string, readonly DailyReport[]> => {
  const days = report.daily.toSorted((a, b) => compareText(b.date, a.date));
  return Map.groupBy(days, (day): string => day.instrument.id);
});
