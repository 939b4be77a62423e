import { type Amount, add } from "../../core/amount.ts";
import type { IsoDate } from "../../core/dates.ts";
import type { FigureId } from "../../core/ids.ts";
import type { CashAssertion } from "../../events/assertion.ts";
import type { Rule } from "../checks.ts";
import type { CashBalance } from "../ledger.ts";
import { ofSomeSegments } from "./members.ts";
import { silenceIn } from "./silence.ts";

/** Cash at the end of every window that the broker reports on, currency by currency. */
export const r7: Rule = {
  name: "R7",
  title: "Cash of each currency",
  formula: "ending cash = opening cash + everything that moved cash until that day",
  tolerance: ({ cash }) => cash,
  source: "accounting notes 3, R7",
  *compare(facts) {
    const running = new Map<string, Running>();
    for (const report of newestPerDay(facts.assertions.cash)) {
      const key = `${report.account}|${report.currency}`;
      const balance = facts.ledger.cash.find((one) => `${one.account}|${one.currency}` === key);
      if (balance === undefined) continue;
      const sums = running.get(key) ?? new Running(balance);
      running.set(key, sums);
      const silence = silenceIn(facts, report.account, { to: report.to });
      yield {
        id: `R7/${report.account}/${report.currency}/${report.to}`,
        account: report.account,
        date: report.to,
        instrument: null,
        currency: report.currency,
        field: "endingCash",
        broker: report.ending,
        ours: silence ?? ofSomeSegments(facts, report) ?? sums.at(report.to),
        rows: [report.source],
        figure: `cash/${report.account}/${report.currency}/ending` as FigureId,
      };
    }
  },
};

/** Oldest first, so that running sums go through the movements once. Assertions come newest statement first. */
function newestPerDay(reports: readonly CashAssertion[]): CashAssertion[] {
  const newest = new Map<string, CashAssertion>();
  for (const report of reports) {
    const key = `${report.account}|${report.currency}|${report.to}`;
    if (report.currency !== "BASE" && !newest.has(key)) newest.set(key, report);
  }
  return [...newest.values()].toSorted((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
}

/** A balance that moves forward in time by report date. */
class Running {
  readonly #moves: CashBalance["moves"];
  #next = 0;
  #balance: Amount;

  constructor({ moves, opening }: CashBalance) {
    this.#moves = moves.toSorted((a, b) =>
      a.event.date < b.event.date ? -1 : a.event.date > b.event.date ? 1 : 0,
    );
    this.#balance = opening;
  }

  at(date: IsoDate): Amount {
    for (
      let move = this.#moves[this.#next];
      move !== undefined && move.event.date <= date;
      move = this.#moves[++this.#next]
    )
      this.#balance = add(this.#balance, move.amount);
    return this.#balance;
  }
}
