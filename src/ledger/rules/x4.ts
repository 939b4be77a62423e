import { Decimal } from "../../core/decimal.ts";
import type { Facts, Rule } from "../checks.ts";
import { Names } from "./names.ts";
import { unless } from "./totals.ts";

const TOLERANCE = Decimal.of("0.000001");

const UNREPORTED =
  "the rows do not say on which day they were reported (reportDate), and their rate is that of that day";

/** The rate on the rows of a day against the day's rate; where no rate of that day is exported, nothing is compared. */
export const x4: Rule = {
  name: "X4",
  title: "Exchange rate of each day with events",
  formula: "rate on the row = rate of its report date; 1 for the base currency",
  tolerance: () => TOLERANCE,
  source: "accounting notes 1.5, X4",
  *compare(facts) {
    const names = new Names();
    for (const used of facts.assertions.rate) {
      const base = baseOf(facts, used.account);
      const stated =
        used.currency === base
          ? { rate: Decimal.one, source: used.source }
          : facts.rates.on(used.date, used.currency, base);
      if (stated === undefined) continue;
      const comparison = {
        id: names.of(`X4/${used.account}/${used.currency}/${used.date}/${used.rate}`),
        account: used.account,
        date: used.date,
        instrument: null,
        currency: used.currency,
        field: "rate",
        broker: stated.rate,
        ours: used.rate,
        rows: [stated.source, used.source],
      };
      yield unless(used.isReported ? null : UNREPORTED, comparison, TOLERANCE);
    }
  },
};

const baseOf = ({ accounts }: Facts, account: string): string =>
  accounts.find(({ alias }) => alias === account)?.baseCurrency ?? "";
