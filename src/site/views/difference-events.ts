/** The events that a difference may come from: those of its day, or the last ones before it. */
import type { Report } from "../../analytics/report.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Check } from "../../ledger/checks.ts";
import { dateText } from "../format/date.ts";
import { cashOf, type EventRow, eventRow } from "./event-rows.ts";
import { eventsByInstrument, newestFirst } from "./lookup.ts";
import { once } from "./once.ts";

const LISTED = 40;
/** How many of the days before, where nothing happened on the day itself. */
const BEFORE = 10;

const byAccount = once((report) => Map.groupBy(newestFirst(report), ({ account }) => account));

export interface EventsOfCheck {
  readonly events: readonly EventRow[];
  /** Which events these are. */
  readonly title: string;
}

/** Events of the instrument of a check, or of its currency where it has none. */
export function eventsOf(report: Report, check: Check): EventsOfCheck {
  const { instrument, account, date } = check;
  const all =
    instrument === null
      ? (byAccount(report).get(account) ?? []).filter((event) => concerns(event, check))
      : (eventsByInstrument(report).get(instrument) ?? []).filter((one) => one.account === account);
  const sameDay = all.filter((event) => event.date === date);
  const before = all.filter((event) => event.date < date).slice(0, BEFORE);
  const shown = sameDay.length > 0 ? sameDay.slice(0, LISTED) : before;
  return {
    events: shown.map((event) => eventRow(report, event)),
    title:
      sameDay.length > 0 || before.length === 0
        ? `Events of ${dateText(date)}`
        : `The last events before ${dateText(date)}`,
  };
}

/** Whether an event moved cash of the currency of a check; any event where the check has no currency. */
const concerns = (event: LedgerEvent, { currency, id }: Check): boolean =>
  currency === "" ||
  id.split("/")[2] === "BASE" ||
  cashOf(event).some((money) => money.currency === currency);
