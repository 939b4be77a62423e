/**
 * Net asset value by day, as the broker has it, with the external flow of each day; and the returns that follow.
 * (Accounting notes 1.3 and 5.)
 */
import { type Amount, isKnown, multiply, unknown } from "../core/amount.ts";
import { daysBetween, type IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { type Figure, figure, type Line, unknownFigure } from "../core/figures.ts";
import { type AccountAlias, compareText } from "../core/ids.ts";
import type { NavAssertion } from "../events/assertion.ts";
import type { LedgerEvent } from "../events/event.ts";
import { flowValue, isFlow, startOfDay } from "../ledger/returns.ts";
import { type AnalysisFacts, minus, plus } from "./facts.ts";
import { repeat } from "./positions.ts";
import type { NavReport, ReturnReport } from "./report.ts";

/** One row per account and day that the broker values. A flow between two such days counts on the later one. */
export function navReports(facts: AnalysisFacts): NavReport[] {
  return facts.input.accounts.flatMap(({ alias }) => {
    const days = facts.input.assertions
      .filter((one): one is NavAssertion => one.kind === "nav" && one.account === alias)
      .toSorted((a, b) => compareText(a.date, b.date));
    const flows = flowsOf(facts, alias);
    let next = 0;
    return days.map((day) => {
      const own: LedgerEvent[] = [];
      for (
        let flow = flows[next];
        flow !== undefined && flow.date <= day.date;
        flow = flows[++next]
      )
        own.push(flow);
      return navOf(facts, day, own);
    });
  });
}

function navOf(facts: AnalysisFacts, day: NavAssertion, flows: readonly LedgerEvent[]): NavReport {
  const base = facts.baseCurrency(day.account) || "base currency";
  const reported = (name: keyof NavAssertion & string, value: Amount): Figure =>
    figure(`nav/${day.account}/${day.date}/${name}`, base, () => [
      plus(`${name} as reported for ${day.date}`, value, base, [day.source]),
    ]);
  return {
    account: day.account,
    date: day.date,
    total: reported("total", day.total),
    cash: reported("cash", day.cash),
    stock: reported("stock", day.stock),
    options: reported("options", day.options),
    dividendAccruals: reported("dividendAccruals", day.dividendAccruals),
    interestAccruals: reported("interestAccruals", day.interestAccruals),
    flow: flowOf(facts, day, flows, base),
  };
}

/** Unknown where no statement exports cash transactions: a deposit may be missing. */
function flowOf(
  facts: AnalysisFacts,
  day: NavAssertion,
  flows: readonly LedgerEvent[],
  base: string,
): Figure {
  const id = `nav/${day.account}/${day.date}/flow`;
  const silence = facts.silence(day.account, "cash transactions");
  if (silence !== undefined) return unknownFigure(id, base, silence);
  return figure(id, base, () => flows.map((flow) => flowLine(flow, base)));
}

/** Oldest first. */
function flowsOf(facts: AnalysisFacts, account: AccountAlias): LedgerEvent[] {
  return facts.input.events
    .filter((event) => event.account === account && isFlow(event))
    .toSorted((a, b) => compareText(a.date, b.date) || compareText(a.id, b.id));
}

function flowLine(event: LedgerEvent, base: string): Line {
  return plus(`${event.date} ${event.description}`.trim(), flowValue(event), base, event.sources);
}

/** One return per account over all days that the broker values. */
export function returnReports(nav: readonly NavReport[]): ReturnReport[] {
  const answer: ReturnReport[] = [];
  for (const [account, days] of Map.groupBy(nav, (day) => day.account)) {
    const [from, to] = [days[0]?.date, days.at(-1)?.date];
    if (from === undefined || to === undefined) continue;
    const id = `returns/${account}`;
    answer.push({
      scope: "account",
      account,
      from,
      to,
      twr: timeWeightedFigure(`${id}/twr`, days),
      mwr: moneyWeightedFigure(`${id}/mwr`, days),
    });
  }
  return answer;
}

/** The time-weighted return as a figure: the same product as `timeWeighted` of ledger/returns.ts, a line for each factor. */
export function timeWeightedFigure(id: string, days: readonly NavReport[]): Figure {
  if (days.length < 2) return unknownFigure(id, "", "fewer than two days are valued");
  return figure(id, "", () => [
    plus("growth starts at 1", Decimal.one, "", []),
    ...days.slice(1).flatMap((day, index) => growthOf(days[index] ?? day, day)),
    minus("the start", Decimal.one, "", []),
  ]);
}

function growthOf(before: NavReport, { date, total, flow }: NavReport): Line[] {
  const start = startOfDay(before.total.value, flow.value);
  if (start === null) return [];
  const rows = [...before.total.lines(), ...flow.lines()].flatMap((line) => line.rows);
  return [
    { ...repeat(`value on ${date}`, total), operator: "×" },
    {
      ...plus(`value on ${before.date} and flow of ${date}`, start, total.unit, rows),
      operator: "÷",
    },
  ];
}

/** The money-weighted rate as a figure: solved for, not summed, from the first and last value and every flow. */
function moneyWeightedFigure(id: string, days: readonly NavReport[]): Figure {
  const flows = days.slice(1).flatMap(({ flow }) => flow.lines());
  const ends = [days[0], days.at(-1)].flatMap((day) => day?.total.lines() ?? []);
  const rows = [...ends, ...flows].flatMap((line) => line.rows);
  return figure(id, "", () => [
    plus("rate that brings all flows and the last value to nothing", moneyWeighted(days), "", rows),
  ]);
}

/**
 * The rate at which all flows and the final value come to nothing, for the whole period (not annualized). Found by
 * bisection between −99.99 % and +10,000 % a year; unknown where there is no sign change. (Accounting notes 5.)
 */
export function moneyWeighted(days: readonly NavReport[]): Amount {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last)
    return unknown("fewer than two days are valued");
  const flows: { years: number; value: number }[] = [];
  const put = (date: IsoDate, amount: Amount): boolean => {
    if (isKnown(amount))
      flows.push({ years: daysBetween(first.date, date) / 365, value: amount.approximate() });
    return isKnown(amount);
  };
  const complete =
    put(first.date, multiply(first.total.value, MINUS_ONE)) &&
    days.slice(1).every(({ date, flow }) => put(date, multiply(flow.value, MINUS_ONE))) &&
    put(last.date, last.total.value);
  if (!complete) return unknown("a value or flow of the period is unknown");
  const present = (rate: number) =>
    flows.reduce((sum, { years, value }) => sum + value * (1 + rate) ** -years, 0);
  let [low, high] = [-0.9999, 100];
  if (!(present(low) * present(high) < 0)) return unknown("no rate of return solves the flows");
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (present(low) * present(middle) <= 0) high = middle;
    else low = middle;
  }
  const years = daysBetween(first.date, last.date) / 365;
  return rateAsDecimal((1 + (low + high) / 2) ** years - 1);
}

const MINUS_ONE = Decimal.of("-1");

/** A rate of return to ten decimals; a rate is no money. */
function rateAsDecimal(rate: number): Amount {
  const text = new Intl.NumberFormat("en-US", {
    useGrouping: false,
    maximumFractionDigits: 10,
  }).format(rate);
  return Decimal.parse(text) ?? unknown("the rate of return is not a finite number");
}
