/**
 * Which page tells how a figure came about. A page prints the traces of exactly the figures listed here, so that a link
 * to a figure always arrives.
 */
import { closingFigure } from "../../analytics/realized.ts";
import { type CashReport, type DailyReport, type Report, TOTALS } from "../../analytics/report.ts";
import type { Closing, Holding } from "../../ledger/ledger.ts";
import { dateText } from "../format/date.ts";
import { capital, unfolded } from "../format/words.ts";
import { slugOf, slugsOf } from "../links.ts";
import { allocationOf } from "./allocation.ts";
import { kindsOf } from "./cash-kinds.ts";
import { groupsOf, wholeOf } from "./groups.ts";
import { type Labelled, labelled, under } from "./labelled.ts";
import { dailyByInstrument } from "./lookup.ts";
import { once } from "./once.ts";
import { gainsOf } from "./periods.ts";
import { portfolios } from "./portfolio.ts";
import { resultOf } from "./result.ts";

/** How many days of an instrument's profit and loss its page lists. */
const DAYS = 30;
/** How many open lots and how many closings it lists. */
export const LOTS = 400;
const CLOSINGS = 200;

export const instrumentSlugs = once((report) => slugsOf(report.instruments.keys()));

export const instrumentPath = (report: Report, id: string): string | null => {
  const slug = instrumentSlugs(report).get(id);
  return slug === undefined ? null : `/instruments/${slug}/`;
};

export const cashPath = ({ account, currency }: Pick<CashReport, "account" | "currency">): string =>
  `/cash/${slugOf(account)}/${slugOf(currency)}/`;

export const navPath = (year: string): string => `/nav/${year}/`;

export function overviewFigures(report: Report): readonly Labelled[] {
  return portfolios(report).flatMap((portfolio) => {
    const result = resultOf(report, portfolio);
    const allocation = allocationOf(portfolio);
    const last = portfolio.days.at(-1);
    const value =
      last === undefined
        ? []
        : [labelled("Net asset value", last.total), labelled("Cash", last.cash)];
    const figures = [
      ...value,
      ...gainsOf(portfolio),
      ...result.rows,
      result.total,
      ...result.within,
      ...allocation.rows,
      allocation.total,
    ];
    return uniqueOf(figures.filter(({ figure }) => figure.id.startsWith("overview/")));
  });
}

export function groupFigures(report: Report, by: "class" | "currency"): readonly Labelled[] {
  return portfolios(report).flatMap((portfolio) => {
    const all = by === "class" ? [wholeOf(portfolio)] : [];
    return [...groupsOf(portfolio, by), ...all].flatMap(({ name, value, unrealized }) => [
      labelled(`${name}: value`, value),
      labelled(`${name}: unrealized`, unrealized, "result"),
    ]);
  });
}

/** The figures of an instrument, account by account. */
export function instrumentFigures(report: Report, id: string): readonly Labelled[] {
  const positions = report.positions.filter(({ instrument }) => instrument.id === id);
  const realized = report.realized.filter(({ instrument }) => instrument.id === id);
  return [
    ...positions.flatMap((position) => [
      labelled("Quantity", position.quantity, "quantity"),
      labelled("Cost basis", position.costBasis),
      labelled("Average cost", position.averageCost, "average"),
      labelled("Cost basis in base currency", position.costBasisBase),
      labelled("Mark price", position.markPrice, "price"),
      labelled("Market value", position.marketValue),
      labelled("Market value in base currency", position.marketValueBase),
      labelled("Unrealized", position.unrealized, "result"),
      labelled("Unrealized in base currency", position.unrealizedBase, "result"),
    ]),
    ...realized.flatMap((one) => [
      labelled("Realized", one.realized, "result"),
      labelled("Realized in base currency", one.realizedBase, "result"),
      labelled("Realized, short term", one.shortTerm, "result"),
      labelled("Realized, long term", one.longTerm, "result"),
    ]),
    ...under(
      "Closings",
      realized.flatMap(({ holding }) =>
        newestClosings(holding).map((closing) =>
          labelled(`Closed on ${dateText(closing.date)}`, closingFigure(closing), "result"),
        ),
      ),
    ),
    ...under(
      "Open lots",
      positions.flatMap(({ lots }) =>
        lots.slice(0, LOTS).flatMap(({ lot, quantity, costBasis }) => {
          const since = lot.opened === null ? "of unknown date" : `of ${dateText(lot.opened)}`;
          return [
            labelled(`Quantity of the lot ${since}`, quantity, "quantity"),
            labelled(`Cost basis of the lot ${since}`, costBasis),
          ];
        }),
      ),
    ),
    ...under(
      "Days",
      lastDays(report, id).flatMap((day) =>
        DAILY.map(([name, word]) =>
          labelled(`${word} on ${dateText(day.date)}`, day[name], "result"),
        ),
      ),
    ),
  ];
}

const DAILY = [
  ["realized", "Realized"],
  ["income", "Income"],
  ["costs", "Costs"],
  ["unrealized", "Change of unrealized"],
  ["total", "Profit and loss"],
] as const;

/** The closings of a holding that its page lists, newest first. */
export const newestClosings = ({ closings }: Holding): readonly Closing[] =>
  closings.toReversed().slice(0, CLOSINGS);

export const lastDays = (report: Report, id: string): readonly DailyReport[] =>
  (dailyByInstrument(report).get(id) ?? []).slice(0, DAYS);

/** The figures of one currency of an account: its balance, what it is made of, and the totals. */
export function cashFigures(
  report: Report,
  account: string,
  currency: string,
): readonly Labelled[] {
  const balances = report.cash.filter(
    (cash) => cash.account === account && cash.currency === currency,
  );
  const totals = report.totals.filter(
    (row) => row.account === account && row.currency === currency,
  );
  return uniqueOf([
    ...balances.map(({ ending }) => labelled("Cash at the end", ending)),
    ...totals.flatMap(({ lines }) =>
      TOTALS.map((name) => labelled(capital(unfolded(name)), lines[name], "change")),
    ),
    ...kindsOf(report, account, currency).map(({ label, figure }) =>
      labelled(label, figure, "change"),
    ),
  ]);
}

const uniqueOf = (figures: readonly Labelled[]): readonly Labelled[] => [
  ...new Map(figures.map((one) => [one.figure.id, one])).values(),
];
