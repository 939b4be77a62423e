import {
  type Amount,
  isKnown,
  multiply,
  subtract,
  sum,
  type Unknown,
  unknown,
} from "../../core/amount.ts";
import {
  addDays,
  type IsoDate,
  isWeekday,
  nextWeekday,
  previousWeekday,
} from "../../core/dates.ts";
import { Decimal } from "../../core/decimal.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";
import type { NavAssertion } from "../../events/assertion.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import { flowValue, isFlow, timeWeighted } from "../returns.ts";
import { ofOtherMembers } from "./members.ts";
import { silenceIn } from "./silence.ts";
import { MILLIONTH, ofAccount, unless } from "./totals.ts";

const HUNDRED = Decimal.of("100");

/** The broker's return of a window against ours of the same days. */
export const r11: Rule = {
  name: "R11",
  title: "Time-weighted return of a window, in percent",
  formula:
    "return = product of value ÷ (value of the day before + flows of the day) − 1; what flows out may count at the end of its day",
  tolerance: () => MILLIONTH,
  source: "accounting notes 3, R11, and 5",
  *compare(facts) {
    const navs = Map.groupBy(
      facts.assertions.nav.toSorted((a, b) => compareText(a.date, b.date)),
      ({ account }) => account,
    );
    const flows = Map.groupBy(facts.events.filter(isFlow), ({ account }) => account);
    for (const change of facts.assertions["nav change"])
      yield checkOf(
        facts,
        change,
        (navs.get(change.account) ?? []).filter((day) => isOf(change, day)),
        (flows.get(change.account) ?? []).filter(({ date }) => date <= change.to),
      );
  },
};

/** The weekday before the window counts too: the first day's growth starts from it. */
const isOf = ({ from, to }: NavChangeAssertion, { date }: NavAssertion): boolean =>
  date >= previousWeekday(from) && date <= to;

function checkOf(
  facts: Facts,
  change: NavChangeAssertion,
  days: readonly NavAssertion[],
  flows: readonly LedgerEvent[],
): Comparison {
  const { account, from, to, source, twr } = change;
  const gap = gapIn(change, days);
  const ours: Amount = gap === null ? returnOf(days, flows, false) : unknown(gap);
  const late: Amount = gap === null ? returnOf(days, flows, true) : unknown(gap);
  const ends = [days[0], days.at(-1)].flatMap((day) => day?.source ?? []);
  const check = ofAccount(
    `R11/${account}/${from}/${to}`,
    { account, date: to, currency: "" },
    "twr",
    { broker: twr, ours: meets(twr, ours) || !meets(twr, late) ? ours : late },
    [source, ...ends],
  );
  const other = days.find((day) => ofOtherMembers(change, day) !== null);
  const doubt =
    ofOtherMembers(change, other) ?? doubtOf(facts, account, days, to) ?? unseen(days, flows);
  return unless(doubt, { ...check, from }, MILLIONTH);
}

/** In percent. What flows out counts at the start of its day like all flows, or at its end. */
function returnOf(
  days: readonly NavAssertion[],
  flows: readonly LedgerEvent[],
  outflowsLate: boolean,
): Amount {
  const values = days.map(({ date, total }, index) => {
    const before = days[index - 1]?.date ?? date;
    const own = flows.filter((flow) => flow.date > before && flow.date <= date).map(flowValue);
    const isLate = (value: Amount): boolean => outflowsLate && isKnown(value) && value.sign < 0;
    return {
      total,
      flow: sum(own.filter((value) => !isLate(value))),
      late: sum(own.filter(isLate)),
    };
  });
  return multiply(timeWeighted(values), HUNDRED);
}

function meets(twr: Amount, ours: Amount): boolean {
  const off = subtract(ours, twr);
  return isKnown(off) && off.abs().compare(MILLIONTH) <= 0;
}

/** Deposits are verified; nobody has seen how other flows count. (Accounting notes 5.) */
function unseen(days: readonly NavAssertion[], flows: readonly LedgerEvent[]): string | null {
  const first = days[0]?.date ?? "";
  const other = flows.find(
    (flow) => flow.date > first && !(flow.kind === "cash" && flow.type === "deposit"),
  );
  return other === undefined
    ? null
    : `nobody has seen when the broker counts flows other than deposits, such as that of ${other.date}`;
}

/** Why the values of the window's days are not complete; null where they are. */
function gapIn({ from, to }: NavChangeAssertion, days: readonly NavAssertion[]): string | null {
  const missing = (date: IsoDate): string => `no statement has the net asset value of ${date}`;
  let next = previousWeekday(from);
  for (const { date } of days) {
    if (date > next) return missing(next);
    next = nextWeekday(date);
  }
  const last = isWeekday(to) ? to : previousWeekday(to);
  return next <= last ? missing(next) : null;
}

/** What else could be the cause of a difference than one of the two returns. */
function doubtOf(
  facts: Facts,
  account: AccountAlias,
  days: readonly NavAssertion[],
  to: IsoDate,
): Unknown | string | null {
  const { events } = facts;
  const first = days[0]?.date ?? to;
  const silence = silenceIn(facts, account, { from: addDays(first, 1), to }, ["cash transactions"]);
  if (silence !== null) return silence;
  const transfer = events.find(
    (event) =>
      event.kind === "unbooked" &&
      event.account === account &&
      event.what.endsWith("transfer") &&
      event.date > first &&
      event.date <= to,
  );
  return transfer?.kind === "unbooked" ? transfer.reason : null;
}
