/** What is known about other checks when causes are looked for: differences that come before, and figures day by day. */
import { type AccountAlias, compareText, type EventId, type RowRef } from "../../core/ids.ts";
import type { ClosedLotAssertion, TradeAssertion } from "../../events/assertion.ts";
import { type Delivery, deliveriesOf } from "../../events/deliveries.ts";
import type { LedgerEvent } from "../../events/event.ts";
import { legsOf } from "../cash.ts";
import { type Check, type Facts, isExplained } from "../checks.ts";
import type { CashLine } from "../ledger.ts";

export class Earlier {
  readonly #byRow = new Map<string, Check[]>();
  readonly #bySubject = new Map<string, Check[]>();
  readonly #byAccount = new Map<string, Check[]>();
  readonly #breaks = new Set<string>();
  readonly #all: readonly Check[];
  readonly #facts: Facts;
  #series: ReadonlyMap<string, readonly Check[]> | undefined;
  #trades: ReadonlyMap<EventId, TradeAssertion> | undefined;
  #events: ReadonlyMap<EventId, LedgerEvent> | undefined;
  #deliveries: ReadonlyMap<EventId, Delivery> | undefined;
  #closedLots: ReadonlyMap<EventId | null, readonly ClosedLotAssertion[]> | undefined;
  #rules: ReadonlyMap<string, readonly Check[]> | undefined;

  /** Takes all checks, also those that agree: a figure that agrees again ends a chain. */
  constructor(all: readonly Check[], facts: Facts) {
    this.#all = all;
    this.#facts = facts;
  }

  /** The broker's row of a trade. */
  trade(event: EventId | undefined): TradeAssertion | undefined {
    this.#trades ??= new Map(this.#facts.assertions.trade.map((one) => [one.event, one]));
    return event === undefined ? undefined : this.#trades.get(event);
  }

  event(id: EventId | null): LedgerEvent | undefined {
    this.#events ??= new Map(this.#facts.events.map((one) => [one.id, one]));
    return id === null ? undefined : this.#events.get(id);
  }

  /** The lines of cash that an event makes. */
  linesOf(id: EventId | null): readonly CashLine[] {
    const event = this.event(id);
    return event === undefined ? [] : legsOf(event).map(({ line }) => line);
  }

  /** The row of the option that delivered shares; none where several did, or delivered several rows. */
  deliveredBy(shares: EventId | undefined): TradeAssertion | undefined {
    this.#deliveries ??= deliveriesOf(this.#facts.assertions.trade);
    const delivery = shares === undefined ? undefined : this.#deliveries.get(shares);
    const isOne = delivery?.options.length === 1 && delivery.delivered.length === 1;
    return isOne ? delivery.options[0] : undefined;
  }

  /** The lots that the broker lists below a closing trade. */
  closedLots(closing: EventId | undefined): readonly ClosedLotAssertion[] {
    this.#closedLots ??= Map.groupBy(this.#facts.assertions["closed lot"], (one) => one.closing);
    return closing === undefined ? [] : (this.#closedLots.get(closing) ?? []);
  }

  /** All checks of a rule about the same instrument, or account as a whole, whatever came of them. */
  every(rule: string, about: Pick<Check, "account" | "instrument">): readonly Check[] {
    this.#rules ??= Map.groupBy(this.#all, (one) => subjectOf(one.rule, one));
    return this.#rules.get(subjectOf(rule, about)) ?? [];
  }

  /** Remembers a difference, with its causes. */
  put(check: Check): void {
    const [row] = check.rows;
    const isBreak =
      !isExplained(check) ||
      check.causes.some(({ from }) => from !== undefined && this.#breaks.has(from));
    if (isBreak) this.#breaks.add(check.id);
    if (row !== undefined) push(this.#byRow, placeOf(row), check);
    push(this.#bySubject, subjectOf(check.rule, check), check);
    push(this.#byAccount, `${check.rule}|${check.account}`, check);
  }

  /** Whether a difference is unexplained, or follows from one that is: causes of its own account for any other. */
  isBreak({ id }: Check): boolean {
    return this.#breaks.has(id);
  }

  /** Differences of figures that stand on this row of the broker's, in the order of rules. */
  ofRow(row: RowRef): readonly Check[] {
    return this.#byRow.get(placeOf(row)) ?? [];
  }

  /** Differences of a rule about the same instrument; about the account as a whole where the check has none. */
  of(rule: string, about: Pick<Check, "account" | "instrument">): readonly Check[] {
    return this.#bySubject.get(subjectOf(rule, about)) ?? [];
  }

  /** Differences of a rule in an account, whatever they are about. */
  inAccount(rule: string, account: AccountAlias): readonly Check[] {
    return this.#byAccount.get(`${rule}|${account}`) ?? [];
  }

  /** The difference of the same figure when it was compared before; null where it agreed then. */
  previous(check: Check): Check | null {
    const own = this.#seriesOf(seriesKey(check));
    const before = own.findLast(({ date }) => date < check.date);
    return before?.status === "differs" ? before : null;
  }

  /** The difference of the quantity of an instrument on the day of a check, or on the first day after it that has one. */
  ofQuantity(check: Check): Check | null {
    const own = this.#seriesOf(
      seriesKey({ ...check, rule: "R2", currency: "", field: "position" }),
    );
    const next = own.find(({ date }) => date >= check.date);
    return next?.status === "differs" ? next : null;
  }

  #seriesOf(key: string): readonly Check[] {
    this.#series ??= Map.groupBy(
      this.#all
        .filter(({ rule, status }) => DAILY.has(rule) && status !== "not-reported")
        .toSorted((a, b) => compareText(a.date, b.date)),
      seriesKey,
    );
    return this.#series.get(key) ?? [];
  }
}

/** Rules that compare one figure again and again, as it stands at the end of a day. */
const DAILY: ReadonlySet<string> = new Set(["R2", "R7"]);

const placeOf = ({ file, line }: RowRef): string => `${file}:${line}`;

const subjectOf = (rule: string, { account, instrument }: Pick<Check, "account" | "instrument">) =>
  `${rule}|${account}|${instrument ?? ""}`;

const seriesKey = ({ rule, account, instrument, currency, field }: Check): string =>
  [rule, account, instrument ?? "", currency, field].join("|");

function push(lists: Map<string, Check[]>, key: string, check: Check): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [check]);
  else list.push(check);
}
