/**
 * CANCEL_PAIR_SPLIT: a cancellation lies in the window and what it cancels does not, so that a sum has one without the
 * other. (Accounting notes, section 4.)
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
    const cancellation = facts.assertions.trade.find((trade) => {
      if (!trade.codes.includes("Ca") || trade.account !== check.account) return false;
      if (check.instrument !== null && trade.instrument !== check.instrument) return false;
      if (trade.date < from || trade.date > check.date) return false;
      const amount = part(trade);
      if (!isKnown(amount) || amount.isZero) return false;
      return isAbout(question, amount.abs(), rest.abs()) && isAlone(question, trade);
    });
    return cancellation === undefined
      ? null
      : {
          amount: rest,
          because: "a cancellation is in the window, and what it cancels is not",
          rows: [cancellation.source],
        };
  },
};

/** Whether what a row cancels is in no statement, or outside the window. */
function isAlone({ check, earlier }: Question, { event }: TradeAssertion): boolean {
  const cancellation = earlier.event(event);
  const original = cancellation?.kind === "trade" ? earlier.event(cancellation.cancels) : undefined;
  return original === undefined || original.date < (check.from ?? "") || original.date > check.date;
}
