/** What else than a wrong figure makes a day's change of net asset value differ from its rows. */
import type { NavAssertion, TradeAssertion } from "../../events/assertion.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { NavColumns } from "./nav-columns.ts";
import type { Bridged } from "./r9-bridge.ts";
import { isTransfer } from "./r11-doubts.ts";
import { settledInCash } from "./settled.ts";

/** Null where rows and net asset value must agree. */
export function doubtAboutDay(
  columns: NavColumns,
  before: NavAssertion,
  day: NavAssertion,
  { events, trades, isForeign }: Bridged,
): string | null {
  const column = columns.unsettled(before) ?? columns.unsettled(day);
  if (column !== undefined)
    return `net asset value has ${column}, and from which rows that changes is not settled`;
  const doubt = eventDoubt(events) ?? tradeDoubt(trades);
  if (doubt !== null || !isForeign) return doubt;
  return "the account holds other currencies, and how the broker translates single days is not settled";
}

function eventDoubt(events: readonly LedgerEvent[]): string | null {
  if (events.some(isAction))
    return "a corporate action of the day is in no mark-to-market row that is known";
  return events.some(isTransfer)
    ? "something was transferred that day, and at which value it counts is not settled"
    : null;
}

const isAction = (event: LedgerEvent): boolean =>
  event.kind === "corporate-action" ||
  (event.kind === "unbooked" && event.what.startsWith("corporate action"));

function tradeDoubt(trades: readonly TradeAssertion[]): string | null {
  if (trades.some(({ cancelled, codes }) => cancelled || codes.includes("Ca")))
    return "a trade of the day was cancelled, and whether its rows carry both results is not settled";
  return settledInCash(trades).length > 0
    ? "an option was exercised or assigned without shares, and no row that is read gives the cash that settled it"
    : null;
}
