/** Which days the statements cover, and the days on which something differs: the strip in the banner. */
import type { IsoDate } from "../../core/dates.ts";
import { type Days, missingDays, span } from "../../events/coverage.ts";
import { longDate } from "../format/date.ts";
import { counted } from "../format/words.ts";
import { stateOf } from "./lookup.ts";
import { once } from "./once.ts";

export interface Coverage {
  readonly account: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly gaps: readonly Days[];
  /** Days with a difference, and whether all of the day's are explained. */
  readonly marks: readonly { readonly date: string; readonly state: "explained" | "unexplained" }[];
  readonly text: string;
}

export const coverageOf = once((report): readonly Coverage[] =>
  report.accounts.flatMap(({ account }) => {
    const whole = span(report.windows, account);
    if (whole === null) return [];
    const gaps = missingDays(report.windows, account);
    const marks = new Map<string, "explained" | "unexplained">();
    for (const check of report.checks) {
      const state = stateOf(check);
      if (check.account !== account || (state !== "explained" && state !== "unexplained")) continue;
      if (marks.get(check.date) !== "unexplained") marks.set(check.date, state);
    }
    const without = gaps.length === 0 ? "without a gap" : `with ${counted(gaps.length, "gap")}`;
    const text = `Statements of ${account} cover ${longDate(whole.from)} to ${longDate(whole.to)} ${without}; ${counted(marks.size, "day")} with a difference`;
    return [
      {
        account,
        ...whole,
        gaps,
        marks: [...marks].map(([date, state]) => ({ date, state })),
        text,
      },
    ];
  }),
);
