import { type Amount, add, isKnown, multiply, sum, unknown } from "../../core/amount.ts";
import { Decimal } from "../../core/decimal.ts";
import type { CashLinesAssertion } from "../../events/breakdown.ts";
import type { Facts, Rule } from "../checks.ts";
import { roomOf } from "./cash-levels.ts";
import { baseOf, CENT, ofAccount } from "./totals.ts";

/** The cash report in base currency against those of all currencies: none is missing. */
export const c8: Rule = {
  name: "C8",
  title: "Cash of all currencies, in base currency",
  formula:
    "ending cash in base currency = sum of the ending cash of each currency × its rate of the day",
  tolerance: () => CENT,
  source: "accounting notes 1.4, C8",
  *compare(facts) {
    const reports = Map.groupBy(
      facts.assertions["cash lines"],
      ({ account, from, to, source }) => `${account}|${from}|${to}|${source.file}`,
    );
    for (const own of reports.values()) {
      const whole = own.find(({ currency }) => currency === "BASE");
      const parts = own.filter(({ currency }) => currency !== "BASE");
      if (whole === undefined || parts.length === 0) continue;
      const { account, from, to, source, ending } = whole;
      const values = parts.map((part) => worthOf(facts, part));
      yield {
        ...ofAccount(
          `C8/${account}/${from}/${to}`,
          { account, date: to, currency: baseOf(facts, account) },
          "endingCash",
          { broker: ending, ours: sum(values.map(({ value }) => value)) },
          [source, ...parts.map((part) => part.source)],
        ),
        from,
        rounding: roomOf(values.map(({ translated }) => translated).reduce(add, Decimal.zero)),
      };
    }
  },
};

/** The ending cash of one currency in base currency, and the part of it that a rate applies to, without sign. */
function worthOf(
  facts: Facts,
  { account, currency, to, ending }: CashLinesAssertion,
): { readonly value: Amount; readonly translated: Amount } {
  const base = baseOf(facts, account);
  if (currency === base || (isKnown(ending) && ending.isZero))
    return { value: ending, translated: Decimal.zero };
  const rate: Amount =
    facts.rates.row(to, currency, base)?.rate ??
    unknown(`no row gives the rate of ${currency} in ${base} on ${to}`);
  const value = multiply(ending, rate);
  return { value, translated: isKnown(value) ? value.abs() : value };
}
