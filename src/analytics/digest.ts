/**
 * The digest: every derived figure that must not move unnoticed, by id, as text. It holds aliases only, no clock and no
 * path, so that the same files give the same bytes on every machine and in any order. What a past day's figure leaves
 * out is zero: what was realized, income and costs of a day, and parts of a net asset value whose total stands there.
 */
import { type Amount, isKnown } from "../core/amount.ts";
import { addDays, type IsoDate } from "../core/dates.ts";
import type { Figure } from "../core/figures.ts";
import { compareText } from "../core/ids.ts";
import { withoutAccountNumbers } from "../core/privacy.ts";
import { stretchesOf } from "../events/coverage.ts";
import { closingFigure } from "./realized.ts";
import type { Report } from "./report.ts";
import { type Series, seriesOf } from "./running.ts";

/** Days in a row that statements of an account cover. */
export interface Covered {
  readonly account: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
}

export interface PastFigure {
  readonly date: IsoDate;
  /** All digits, or `?` and why it is unknown. */
  readonly value: string;
}

export interface Digest {
  readonly asOf: IsoDate | null;
  readonly covered: readonly Covered[];
  /** Settings and files of labels that may move figures, by name. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Figures of a day. */
  readonly past: ReadonlyMap<string, PastFigure>;
  /** Figures of all days together or of the last one: positions, totals, returns, counts of checks. */
  readonly last: ReadonlyMap<string, string>;
}

/** What of a report goes into its digest. */
export type Digested = Pick<
  Report,
  "asOf" | "windows" | "accounts" | "figures" | "nav" | "daily" | "ledger" | "summary"
>;

/** The digest of a report. Pure. */
export function digestOf(report: Digested, inputs: Readonly<Record<string, string>>): Digest {
  return {
    asOf: report.asOf,
    covered: report.accounts.flatMap(({ account }) => coveredDays(report, account)),
    inputs: sorted(Object.entries(inputs)),
    past: sorted(pastFigures(report)),
    last: sorted([...lastFigures(report), ...counts(report)]),
  };
}

const sorted = <T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, T> =>
  new Map([...entries].sort(([a], [b]) => compareText(a, b)));

/** An amount as the digest writes it. */
export const valueText = (amount: Amount): string =>
  isKnown(amount)
    ? amount.toString()
    : `?${withoutAccountNumbers(amount.unknown.replaceAll(/\s+/g, " "))}`;

function coveredDays({ windows }: Digested, account: Digested["accounts"][number]["account"]) {
  const runs: Covered[] = [];
  for (const { from, to, newest } of stretchesOf(windows, account)) {
    if (newest === null) continue;
    const before = runs.at(-1);
    if (before !== undefined && addDays(before.to, 1) === from)
      runs.splice(-1, 1, { ...before, to });
    else runs.push({ account, from, to });
  }
  return runs;
}

type Entry = readonly [id: string, figure: PastFigure];

function* pastFigures(report: Digested): Iterable<Entry> {
  for (const { account: _, date, total, ...parts } of report.nav) {
    yield dated(total, date);
    for (const part of Object.values(parts)) if (isMoving(part)) yield dated(part, date);
  }
  for (const { date, realized, income, costs, unrealized } of report.daily) {
    for (const part of [realized, income, costs]) if (isMoving(part)) yield dated(part, date);
    yield dated(unrealized, date);
  }
  for (const { closings } of report.ledger.holdings)
    for (const closing of closings) yield dated(closingFigure(closing), closing.date);
  for (const { key, steps } of seriesOf(report))
    for (const { date, value } of steps) yield [idOn(key, date), { date, value: valueText(value) }];
}

const dated = ({ id, value }: Figure, date: IsoDate): Entry => [
  id,
  { date, value: valueText(value) },
];

const isMoving = ({ value }: Figure): boolean => !isKnown(value) || !value.isZero;

/** The id of a level on a day. The last `@` is the date's, whatever a symbol may hold. */
export function idOn(key: Series["key"], date: string): string {
  const at = key.lastIndexOf("@");
  return key.slice(0, at) + date + key.slice(at + 1);
}

const OF_DAYS = /^(nav|daily|closings)\//;
/** A position's lots are its quantity and basis once more. */
const LOT = /^positions\/.*\/lots\//;

function* lastFigures({ figures }: Digested): Iterable<readonly [string, string]> {
  for (const { id, value } of figures.all.values())
    if (!OF_DAYS.test(id) && !LOT.test(id)) yield [id, valueText(value)];
}

const counts = ({ summary }: Digested): (readonly [string, string])[] =>
  Object.entries(summary).flatMap(([rule, byStatus]) =>
    Object.entries(byStatus).map(
      ([name, count]) => [`checks/${rule}/${name}`, String(count)] as const,
    ),
  );
