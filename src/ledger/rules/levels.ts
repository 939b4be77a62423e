/** How a figure of the daily net asset value changed over a window, for the rules that compare it with other sections. */
import { type Amount, subtract, unknown } from "../../core/amount.ts";
import { type IsoDate, isWeekday, previousWeekday } from "../../core/dates.ts";
import type { AccountAlias, RowRef } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { Facts } from "../checks.ts";
import { ofTwoStatements } from "./totals.ts";

interface Windowed {
  readonly account: AccountAlias;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly source: RowRef;
}

interface Change {
  readonly value: Amount;
  /** The rows of both days, where they are known. */
  readonly rows: readonly RowRef[];
  /** Why the rows may not belong to the window's statement. */
  readonly doubt: string | null;
}

/** Tells windows apart: rows of the same account and days belong together. */
export const windowOf = ({ account, from, to }: Omit<Windowed, "source">): string =>
  `${account}|${from}|${to}`;

/** The days of net asset value by account, to ask for changes over windows. */
export class Levels {
  readonly #days: ReadonlyMap<string, NavAssertion>;

  constructor({ assertions }: Facts) {
    this.#days = new Map(assertions.nav.map((day) => [`${day.account}|${day.date}`, day]));
  }

  /** The day's values; a weekend has those of the Friday before. */
  on(account: AccountAlias, date: IsoDate): NavAssertion | undefined {
    return this.#days.get(`${account}|${isWeekday(date) ? date : previousWeekday(date)}`);
  }

  /** From the weekday before a window to its last day. */
  change({ account, from, to, source }: Windowed, figure: (day: NavAssertion) => Amount): Change {
    const before = previousWeekday(from);
    const [first, last] = [this.on(account, before), this.on(account, to)];
    const missing = first === undefined ? before : to;
    if (first === undefined || last === undefined)
      return {
        value: unknown(`no statement has the net asset value of ${missing}`),
        rows: [],
        doubt: null,
      };
    return {
      value: subtract(figure(last), figure(first)),
      rows: [first.source, last.source],
      doubt: ofTwoStatements(source, first.source) ?? ofTwoStatements(source, last.source),
    };
  }
}
