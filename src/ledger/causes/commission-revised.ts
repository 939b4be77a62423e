/**
 * COMMISSION_REVISED: the broker revised a commission after it had reported the trade, so that a lot costs a little more
 * or less than its opening row says. A row may say so; where none does, a difference of a few cents that nothing else
 * explains is taken for one. Corporate actions have no commissions. (Accounting notes 2.3 and section 3.)
 */
import { isKnown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { Finder } from "./cause.ts";

const FEW_CENTS = Decimal.of("0.05");
const OF_LOTS: ReadonlySet<string> = new Set(["R3", "R4", "P5"]);

export const commissionRevised: Finder = {
  code: "COMMISSION_REVISED",
  find: ({ check, rest, facts, earlier }) => {
    if (!OF_LOTS.has(check.rule)) return null;
    if (check.rule === "R4" && earlier.trade(check.event) === undefined) return null;
    const adjustment = facts.events.find(
      (event) =>
        event.kind === "cash" &&
        event.type === "commission adjustment" &&
        event.account === check.account &&
        (event.instrument === null || event.instrument === check.instrument) &&
        isKnown(event.amount.amount) &&
        event.amount.amount.abs().eq(rest.abs()),
    );
    if (adjustment !== undefined)
      return {
        amount: rest,
        because: `a commission was adjusted on ${adjustment.date}`,
        rows: [adjustment.sources[0]],
      };
    return check.causes.length > 0 || rest.abs().compare(FEW_CENTS) > 0
      ? null
      : {
          amount: rest,
          because: "no row says so, but a few cents of a lot are taken for a revised commission",
          rows: check.rows.slice(0, 1),
        };
  },
};
