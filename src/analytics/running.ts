/**
 * Levels at the end of days: the cash of each currency, quantity and cost basis of each instrument. A level is stated on
 * the days that move it and holds until the next one.
 */
import { type Amount, add, isKnown, unknown } from "../core/amount.ts";
import type { IsoDate } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import { compareText, type RowRef } from "../core/ids.ts";
import { span } from "../events/coverage.ts";
import type { CashBalance, Holding } from "../ledger/ledger.ts";
import { runningDays } from "./daily.ts";
import { linkedHoldings } from "./linked.ts";
import type { Report } from "./report.ts";

export interface Step {
  readonly date: IsoDate;
  readonly value: Amount;
}

/** A row and the day that it counts on; empty for what was there before the first statement. */
export interface DatedRow {
  readonly row: RowRef;
  readonly date: string;
}

/** A level through time. */
export interface Series {
  /** The id of its figures with `@` for the date: `balance/main/USD/@`, `held/main/265598/@/quantity`. */
  readonly key: string;
  /** Oldest first; neighbors differ. */
  readonly steps: readonly Step[];
  /** What was there before the first statement, as text; the rows of that are dated with the empty text. */
  readonly opening: string;
  /** Everything that moved it. */
  readonly rows: () => readonly DatedRow[];
}

/** Every level of a report. */
export function seriesOf(report: Pick<Report, "ledger" | "windows">): Series[] {
  const start = (account: Holding["account"]): IsoDate | null =>
    span(report.windows, account)?.from ?? null;
  const linked = linkedHoldings(report.ledger.holdings);
  return [
    ...report.ledger.cash.flatMap((balance) => {
      const from = start(balance.account);
      return from === null ? [] : [balanceSeries(balance, from, report.ledger.silences)];
    }),
    ...report.ledger.holdings.flatMap((holding) => {
      const from = start(holding.account);
      return from === null ? [] : holdingSeries(holding, from, linked.get(holding) ?? []);
    }),
  ];
}

function balanceSeries(
  { account, currency, opening, openingRows, moves }: CashBalance,
  from: IsoDate,
  silences: Report["ledger"]["silences"],
): Series {
  const silence = silences.find(
    (one) =>
      one.account === account && (one.topic === "trades" || one.topic === "cash transactions"),
  );
  const steps: Step[] = [{ date: from, value: opening }];
  let value = opening;
  for (const { event, amount } of inOrder(moves)) {
    value = add(value, amount);
    steps.push({ date: event.date, value });
  }
  return {
    opening: openingText(opening),
    key: `balance/${account}/${currency}/@`,
    steps:
      silence === undefined ? settled(steps) : [{ date: from, value: unknown(silence.reason) }],
    rows: () => [
      ...openingRows.map((row) => ({ row, date: "" })),
      ...moves.flatMap(({ event }) => event.sources.map((row) => ({ row, date: event.date }))),
    ],
  };
}

const inOrder = <T extends { readonly event: { readonly date: IsoDate } }>(
  moves: readonly T[],
): T[] => moves.toSorted((a, b) => compareText(a.event.date, b.event.date));

function holdingSeries(holding: Holding, from: IsoDate, linked: readonly Holding[]): Series[] {
  const { account, instrument } = holding;
  const days = [
    { date: from, quantity: holding.opening, basis: holding.openingBasis },
    ...runningDays(holding),
  ];
  const rows = (): DatedRow[] => [holding, ...linked].flatMap(rowsOf);
  const series = (name: string, value: (day: (typeof days)[number]) => Amount): Series => ({
    opening: `${holding.opening} ${openingText(holding.openingBasis)}`,
    key: `held/${account}/${instrument}/@/${name}`,
    steps: settled(
      untilUnknown(
        holding,
        from,
        days.map((day) => ({ date: day.date, value: value(day) })),
      ),
    ),
    rows,
  });
  return [
    series("quantity", ({ quantity }) => quantity),
    series("costBasis", ({ basis }) => basis),
  ];
}

const openingText = (amount: Amount): string =>
  isKnown(amount) ? amount.toString() : amount.unknown;

const rowsOf = (holding: Holding): DatedRow[] => [
  ...earlierLots(holding),
  ...holding.events
    .filter(({ kind }) => kind !== "cash")
    .flatMap((event) => event.sources.map((row) => ({ row, date: event.date }))),
];

/** Rows of the lots that were held before the first statement. */
const earlierLots = ({ lots, closings }: Holding): DatedRow[] =>
  [...lots, ...closings.flatMap((closing) => closing.lots.map(({ lot }) => lot))]
    .filter(({ origin }) => origin !== "booked")
    .flatMap(({ sources }) => sources.map((row) => ({ row, date: "" })));

/** Where booking had to stop, nothing is known from that day on; where no event says which, nothing at all. */
function untilUnknown(holding: Holding, from: IsoDate, steps: readonly Step[]): readonly Step[] {
  const { unknown: why, events } = holding;
  if (why === null) return steps;
  const stops = events.filter((event) => event.kind === "unbooked" && event.touchesLots);
  const date = stops.map((event) => event.date).sort(compareText)[0] ?? from;
  return [...steps.filter((step) => step.date < date), { date, value: unknown(why) }];
}

/** The last value of each day, and only where it is another than before. Nothing at all before the first is zero. */
function settled(steps: readonly Step[]): Step[] {
  const answer: Step[] = [];
  steps.forEach((step, index) => {
    if (steps[index + 1]?.date === step.date) return;
    if (!same(answer.at(-1)?.value ?? Decimal.zero, step.value)) answer.push(step);
  });
  return answer;
}

const same = (left: Amount, right: Amount): boolean =>
  isKnown(left) && isKnown(right)
    ? left.eq(right)
    : !isKnown(left) && !isKnown(right) && left.unknown === right.unknown;
