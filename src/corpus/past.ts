/**
 * Figures of days that a report covers, so that two reports can be compared: what the broker has not restated must not
 * move when statements of later days are added.
 */
import type { Report } from "../analytics/report.ts";
import { type Amount, add, isKnown, unknown } from "../core/amount.ts";
import { type IsoDate, nextWeekday } from "../core/dates.ts";
import { Decimal } from "../core/decimal.ts";
import type { AccountAlias } from "../core/ids.ts";

type LedgerEvent = Report["events"][number];
type Restatement = Report["restatements"][number];
type CashBalance = Report["ledger"]["cash"][number];
type Holding = Report["ledger"]["holdings"][number];

/** A figure of a day, and what an entry of the log must be about to have moved it. */
interface Past {
  readonly id: string;
  readonly kind: "nav" | "daily" | "closing" | "cash" | "holding";
  readonly account: AccountAlias;
  readonly date: IsoDate;
  /** The instrument or the currency; empty for net asset value. */
  readonly of: string;
  readonly value: Amount;
}

/** The figures that moved from one report to one of more statements, and that no new entry of its log accounts for. */
export function unaccounted(older: Report, newer: Report): string[] {
  const before = new Set(older.restatements.map(textOf));
  const log = newer.restatements.filter((entry) => !before.has(textOf(entry)));
  const opened = openedOtherwise(older, newer);
  const linked = linksOf([...older.events, ...newer.events]);
  const isAccounted = (past: Past): boolean =>
    [past.of, ...(linked.get(past.of) ?? [])].some((of) =>
      log.some((entry) => accountsFor(entry, { ...past, of }, opened.has(of))),
    );
  return moves(older, newer)
    .filter((past) => !isAccounted(past))
    .map(({ id }) => id);
}

/** Options and what they delivered: premiums are in the costs and results of shares, and go with rows of shares. */
function linksOf(events: readonly LedgerEvent[]): ReadonlyMap<string, readonly string[]> {
  const trades = new Map(events.map((event) => [event.id, event]));
  const pairs = events.flatMap((event) => {
    if (event.kind !== "trade" || event.deliveredBy === null) return [];
    const option = trades.get(event.deliveredBy);
    if (option?.kind !== "trade") return [];
    const both = [event.instrument, option.instrument] as const;
    return [both, [both[1], both[0]] as const];
  });
  return new Map(
    [...Map.groupBy(pairs, ([one]) => one)].map(([one, own]) => [one, own.map(([, to]) => to)]),
  );
}

/**
 * Instruments of which something else must have been held before the first day: without a purchase that was withdrawn,
 * say, its sale closes shares from before. So an entry of a later day moves the days before it, too.
 */
function openedOtherwise(older: Report, newer: Report): ReadonlySet<string> {
  const openings = new Map(older.ledger.holdings.map((one) => [one.instrument, openedBefore(one)]));
  const changed = newer.ledger.holdings.filter(
    (one) => (openings.get(one.instrument) ?? "0") !== openedBefore(one),
  );
  return new Set(changed.map(({ instrument }) => instrument));
}

/** What was held before the first day, and lots of later days that no row opens. */
const openedBefore = ({ opening, moves }: Holding): string =>
  [
    opening,
    ...moves.flatMap(({ missing, date, quantity }) => (missing ? [`${quantity} ${date}`] : [])),
  ].join(", ");

const textOf = (entry: Restatement): string => JSON.stringify(entry);

/** Figures of days that the older report covers whose values are others in the newer one. */
export function moves(older: Report, newer: Report): readonly Past[] {
  const then = new Map(pastOf(older, older).map((past) => [past.id, past]));
  const now = new Map(pastOf(newer, older).map((past) => [past.id, past]));
  const moved = [...then.values()].filter((past) =>
    differs(past.value, now.get(past.id)?.value ?? unknown("no longer there")),
  );
  const appeared = [...now.values()].filter(
    ({ id, value }) => !then.has(id) && differs(absent(id), value),
  );
  return [...moved, ...appeared];
}

/** What was not known may become known; what was known stays as it is. */
const differs = (before: Amount, now: Amount): boolean =>
  isKnown(before) && !(isKnown(now) && now.eq(before));

/** A figure that was not there: nothing had happened, or nothing had said what a level was. */
const absent = (id: string): Amount =>
  /^nav|^daily.*(unrealized|total)$/.test(id) ? unknown("not there") : Decimal.zero;

function accountsFor(entry: Restatement, past: Past, opened: boolean): boolean {
  const { kind, account, date, of } = past;
  if (entry.account !== account || entry.kind === "missing") return false;
  if (opened && entry.instrument === of) return true;
  if (entry.date > date) return false;
  if (kind === "nav") return entry.date === date;
  if (kind === "cash") return entry.currency === of && !isZero(entry.amount);
  return entry.instrument === of || (entry.what === "rate" && kind === "daily");
}

const isZero = (amount: Amount): boolean => isKnown(amount) && amount.isZero;

/** All figures of a report on the days that another covers. */
function pastOf(report: Report, covered: Report): Past[] {
  const spans = new Map(covered.accounts.map(({ account, from, to }) => [account, { from, to }]));
  const isPast = ({ account, date }: Past): boolean => {
    const days = spans.get(account);
    return days !== undefined && date <= days.to;
  };
  const daily: Past[] = report.daily.flatMap(({ account, date, instrument, ...figures }) =>
    Object.values(figures).map(({ id, value }) => {
      return { id, kind: "daily", account, date, of: instrument.id, value };
    }),
  );
  const nav: Past[] = report.nav.flatMap(({ account, date, ...figures }) =>
    Object.values(figures).map(({ id, value }) => {
      return { id, kind: "nav", account, date, of: "", value };
    }),
  );
  const levels = [...spans].flatMap(([account, days]) => [
    ...report.ledger.cash
      .filter((one) => one.account === account)
      .flatMap((one) => balancesOf(one, weekdays(days))),
    ...report.ledger.holdings
      .filter((one) => one.account === account)
      .flatMap((one) => [...closingsOf(one), ...heldOf(one, weekdays(days))]),
  ]);
  return [...daily, ...nav, ...levels].filter(isPast);
}

function weekdays({ from, to }: { from: IsoDate; to: IsoDate }): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = from; day <= to; day = nextWeekday(day)) days.push(day);
  return days;
}

const closingsOf = ({ account, instrument, closings }: Holding): Past[] =>
  closings.map(({ id, date, realized: value }) => ({
    id: `closings/${id}`,
    kind: "closing",
    account,
    date,
    of: instrument,
    value,
  }));

function balancesOf({ account, currency, opening, moves }: CashBalance, days: IsoDate[]): Past[] {
  return days.map((date) => ({
    id: `cash/${account}/${currency}/${date}`,
    kind: "cash",
    account,
    date,
    of: currency,
    value: moves
      .filter(({ event }) => event.date <= date)
      .reduce((sum, { amount }) => add(sum, amount), opening),
  }));
}

/** Quantity and basis at the end of days, from what every event did; not known from where booking stops. */
function heldOf(holding: Holding, days: IsoDate[]): Past[] {
  const { account, instrument, opening, openingBasis } = holding;
  const stopped = holding.unknown !== null && !holding.events.some(stops);
  return days.flatMap((date) => {
    const events = holding.events.filter((event) => event.date <= date);
    let quantity: Amount = opening;
    let basis: Amount = openingBasis;
    for (const move of holding.moves) {
      if (move.date > date || isTakenBack(move.event)) continue;
      quantity = add(quantity, move.quantity);
      basis = isZero(quantity) ? Decimal.zero : add(basis, move.basis);
    }
    if (stopped || events.some(stops)) [quantity, basis] = [unknown("stopped"), unknown("stopped")];
    const past = { kind: "holding" as const, account, date, of: instrument };
    const id = `held/${account}/${instrument}/${date}`;
    return [
      { ...past, id: `${id}/quantity`, value: quantity },
      { ...past, id: `${id}/basis`, value: basis },
    ];
  });
}

const stops = (event: LedgerEvent): boolean => event.kind === "unbooked" && event.touchesLots;

const isTakenBack = (event: LedgerEvent): boolean =>
  (event.kind === "trade" || event.kind === "corporate-action") &&
  (event.cancels !== null || event.cancelledBy !== null);
