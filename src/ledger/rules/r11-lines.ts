import { type Amount, absent, isKnown, subtract, sum, unknown } from "../../core/amount.ts";
import type { NavChangeAssertion } from "../../events/breakdown.ts";
import type { LedgerEvent } from "../../events/event.ts";
import type { Comparison, Facts, Rule } from "../checks.ts";
import type { CashLeg, CashLine } from "../ledger.ts";
import { flowValue } from "../returns.ts";
import { ByDate } from "./dated.ts";
import { ExportedDays } from "./exported.ts";
import { LegsByDate } from "./legs.ts";
import { navLine } from "./nav-line.ts";
import { doubtAboutLine, isTransfer } from "./r11-doubts.ts";
import { baseOf, CENT, ofAccount, roundingOf, unless } from "./totals.ts";

/** Line of the bridge → lines of our cash that it is the sum of. */
const CASH: Readonly<Record<string, readonly CashLine[]>> = {
  depositsWithdrawals: ["deposits", "withdrawals"],
  dividends: ["dividends", "paymentInLieu"],
  withholdingTax: ["withholdingTax"],
  interest: ["brokerInterest"],
  advisorFees: ["advisorFees"],
  otherFees: ["otherFees"],
  commissions: ["commissions"],
  transactionTax: ["transactionTax"],
  salesTax: ["salesTax"],
  internalCashTransfers: ["transfers"],
};

/** Lines that together are all that came in from outside. */
const FLOWS = ["depositsWithdrawals", "assetTransfers", "internalCashTransfers"];

/** The lines of the change of net asset value that events make, whether or not the query exports a cash report. */
export const r11b: Rule = {
  name: "R11b",
  title: "Lines of the change of net asset value",
  formula:
    "line = everything of its kind in the window, in base currency; assetTransfers = market value of what was transferred",
  tolerance: () => CENT,
  source: "accounting notes 3, R11, and 5",
  *compare(facts) {
    const windows = new Windows(facts);
    for (const change of facts.assertions["nav change"]) {
      const legs = windows.legsOf(change);
      for (const [name, lines] of Object.entries(CASH)) {
        const own = legs.filter(({ line }) => lines.includes(line));
        const ours = sum(own.map(({ base }) => base));
        yield* checkOf(facts, change, name, navLine(change, name), ours, own, legs);
      }
      yield* transfersOf(facts, change, windows);
    }
  },
};

/** What happened in a window, by account. */
class Windows {
  readonly #facts: Facts;
  readonly #legs = new Map<string, LegsByDate>();
  readonly #transfers: ByDate<LedgerEvent>;
  readonly #exported: ExportedDays;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#transfers = new ByDate(facts.events.filter(isTransfer));
    this.#exported = new ExportedDays(facts, "transfers");
  }

  legsOf(change: NavChangeAssertion): readonly CashLeg[] {
    const own =
      this.#legs.get(change.account) ?? new LegsByDate(this.#facts.ledger, change.account);
    this.#legs.set(change.account, own);
    return own.within(change);
  }

  /** Transfers of positions and cash of the window. */
  transfersOf({ account, from, to }: NavChangeAssertion): readonly LedgerEvent[] {
    return this.#transfers.within(account, { from, to });
  }

  exportsTransfers(change: NavChangeAssertion): boolean {
    return this.#exported.has(change.account, change);
  }
}

/** Positions that moved, and all flows together: on which line cash stands that moved with them is not settled. */
function* transfersOf(
  facts: Facts,
  change: NavChangeAssertion,
  windows: Windows,
): Iterable<Comparison> {
  const transfers = windows.transfersOf(change);
  const legs = windows.legsOf(change);
  const moved = transfers.filter(({ kind }) => kind !== "cash");
  const line = navLine(change, "assetTransfers");
  const value = windows.exportsTransfers(change)
    ? sum(moved.map(marketValueOf))
    : absent("the statement has no section Transfers");
  if (moved.length > 0 || (isKnown(line) && !line.isZero))
    yield* checkOf(facts, change, "assetTransfers", line, value, [], legs, moved);
  const cash = legs.filter((leg) => /^(deposits|withdrawals|transfers)$/.test(leg.line));
  if (transfers.length === 0) return;
  const flows = sum([value, ...cash.map(({ base }) => base)]);
  const broker = sum(FLOWS.map((name) => navLine(change, name)));
  yield* checkOf(facts, change, FLOWS.join(" + "), broker, flows, cash, [], moved);
}

const marketValueOf = (event: LedgerEvent): Amount =>
  event.kind === "unbooked" ? unknown(event.reason) : flowValue(event);

function* checkOf(
  facts: Facts,
  change: NavChangeAssertion,
  name: string,
  broker: Amount,
  ours: Amount,
  own: readonly CashLeg[],
  legs: readonly CashLeg[],
  moved: readonly LedgerEvent[] = [],
): Iterable<Comparison> {
  if (isNothing(ours) && (!isKnown(broker) || broker.isZero)) return;
  const { account, from, to, source } = change;
  const events = [...own.map(({ event }) => event), ...moved];
  const check = ofAccount(
    `R11b/${account}/${from}/${to}/${name}`,
    { account, date: to, currency: baseOf(facts, account) },
    name,
    { broker, ours },
    [source, ...(events.length > 12 ? [] : events.map(({ sources }) => sources[0]))],
  );
  const summed = { ...check, from, rounding: roundingOf(events.length) };
  const doubt = doubtAboutLine(facts, change, name, legs, subtract(ours, broker));
  yield unless(doubt, summed, CENT);
}

const isNothing = (amount: Amount): boolean => isKnown(amount) && amount.isZero;
