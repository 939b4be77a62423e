/** Which days the statements cover, and the days on which something differs: the strip in the banner. */
import type { Days, IsoDate } from "../../core/dates.ts";
import { type AccountCoverage, accountCoverage } from "../../events/coverage.ts";
import { dateText, longDate } from "../format/date.ts";
import { counted } from "../format/words.ts";
import { anchor } from "../links.ts";
import { stateOf } from "./lookup.ts";
import { once } from "./once.ts";

export interface Coverage {
  readonly account: string;
  /** Where the calendar of the account is. */
  readonly path: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly gaps: readonly Days[];
  /** Days with a difference, and whether all of the day's are explained. */
  readonly marks: readonly { readonly date: string; readonly state: "explained" | "unexplained" }[];
  readonly text: string;
}

/** What the statements of each account prove; an account without a statement is left out. */
export const accountsCovered = once((report): readonly AccountCoverage[] =>
  report.accounts.flatMap(({ account }) => {
    const coverage = accountCoverage(report.windows, account);
    return coverage === null ? [] : [coverage];
  }),
);

export const coverageOf = once((report): readonly Coverage[] =>
  accountsCovered(report).map(({ account, from, to, gaps: all }) => {
    const gaps = all.filter(({ topics }) => topics === null);
    const marks = new Map<string, "explained" | "unexplained">();
    for (const check of report.checks) {
      const state = stateOf(check);
      if (check.account !== account || (state !== "explained" && state !== "unexplained")) continue;
      if (marks.get(check.date) !== "unexplained") marks.set(check.date, state);
    }
    const without = gaps.length === 0 ? "without a gap" : `with ${counted(gaps.length, "gap")}`;
    return {
      account,
      path: `/coverage/#${panelId(account)}`,
      from,
      to,
      gaps,
      marks: [...marks].map(([date, state]) => ({ date, state })),
      text: `Statements of ${account} cover ${longDate(from)} to ${longDate(to)} ${without}; ${counted(marks.size, "day")} with a difference`,
    };
  }),
);

/** The anchor of an account's calendar. */
export const panelId = (account: string): string => `days-${anchor(account)}`;

/** `4 Mar 2024`, or `4 Mar 2024 to 8 Mar 2024`. */
export const daysText = ({ from, to }: Days): string =>
  from === to ? dateText(from) : `${dateText(from)} to ${dateText(to)}`;
