/**
 * CANCEL_PAIR_SPLIT: of a cancellation and what it cancels, one lies in the window and the other does not, so that a sum has
 * one without the other. (Accounting notes, section 4.)
 */
import { type Amount, isKnown, multiply } from "../../core/amount.ts";
import type { TradeAssertion } from "../../events/assertion.ts";
import { type Finder, isAbout, type Question } from "./cause.ts";

/** Figure of a check → the same of a trade's row. */
const PARTS: Readonly<Record<string, (trade: TradeAssertion) => Amount>> = {
  position: ({ quantity }) => quantity,
  netTradesSales: ({ proceeds }) => proceeds,
  netTradesPurchases: ({ proceeds }) => proceeds,
  commissions: ({ commission }) => commission,
  endingCash: ({ netCash }) => netCash,
  totalRealizedPnl: ({ realized, rate }) => multiply(realized, rate),
  transactionMtm: ({ markToMarket, rate }) => multiply(markToMarket, rate),
};

export const cancelPair: Finder = {
  code: "CANCEL_PAIR_SPLIT",
  find: (question) => {
    const { check, rest, facts } = question;
    const part = PARTS[check.field];
    if (part === undefined) return null;
    const from = check.from ?? "";
    const row = facts.assertions.trade.find((trade) => {
      if (!trade.cancelled && !isCancellation(trade)) return false;
      if (trade.account !== check.account) return false;
      if (check.instrument !== null && trade.instrument !== check.instrument) return false;
      if (trade.date < from || trade.date > check.date) return false;
      const amount = part(trade);
      if (!isKnown(amount) || amount.isZero) return false;
      return isAbout(question, amount.abs(), rest.abs()) && isAlone(question, trade);
    });
    if (row === undefined) return null;
    const because = isCancellation(row)
      ? "a cancellation is in the window, and what it cancels is not"
      : "a trade is in the window, and the cancellation that takes it back is not";
    return { amount: rest, because, rows: [row.source] };
  },
};

const isCancellation = ({ codes }: TradeAssertion): boolean => codes.includes("Ca");

/** Whether what a row cancels, or is cancelled by, is in no statement, or outside the window. */
function isAlone({ check, earlier }: Question, { event }: TradeAssertion): boolean {
  const row = earlier.event(event);
  const other =
    row?.kind === "trade" ? earlier.event(row.cancels ?? row.cancelledBy ?? null) : undefined;
  return other === undefined || other.date < (check.from ?? "") || other.date > check.date;
}
