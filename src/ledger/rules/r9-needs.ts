/** What statements must export so that a day's net asset value follows from rows. */
import type { IsoDate } from "../../core/dates.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { NavAssertion, Topic } from "../../events/assertion.ts";
import type { ExportedSection } from "../../events/broker-rows.ts";
import type { Facts } from "../checks.ts";
import { ExportedDays } from "./exported.ts";
import type { NavColumns } from "./nav-columns.ts";
import { baseOf } from "./totals.ts";

const TOPICS: readonly (readonly [Topic, section: string])[] = [
  ["trades", "Trades"],
  ["cash transactions", "CashTransactions"],
];

export class Needs {
  readonly #facts: Facts;
  readonly #columns: NavColumns;
  readonly #prior: ExportedDays;
  /** The first day of each account on which a future was traded: it may be held over night without being in a column. */
  readonly #futures = new Map<AccountAlias, IsoDate>();
  /** Sections with rows that do not say which of its days they are about. */
  readonly #undated: readonly ExportedSection[];

  constructor(facts: Facts, columns: NavColumns) {
    this.#facts = facts;
    this.#columns = columns;
    this.#prior = new ExportedDays(facts, "prior positions");
    for (const { account, assetCategory, date } of facts.assertions.trade)
      if (assetCategory === "FUT" && date < (this.#futures.get(account) ?? "9"))
        this.#futures.set(account, date);
    const files = new Set(
      facts.assertions["prior mark"].flatMap(({ account, source, isDated }) =>
        isDated ? [] : [`${account}|${source.file}`],
      ),
    );
    this.#undated = facts.assertions["exported section"].filter(
      ({ account, section, source }) =>
        section === "prior positions" && files.has(`${account}|${source.file}`),
    );
  }

  /** What is missing for a day, as a sentence without a full stop; null where nothing is. */
  missing(before: NavAssertion, { account, date }: NavAssertion): string | null {
    if (baseOf(this.#facts, account) === "") return "no row gives the account's base currency";
    for (const [topic, section] of TOPICS)
      if (!this.#isCovered(account, date, topic)) return `the statement has no section ${section}`;
    const isOver = (one: ExportedSection): boolean =>
      one.account === account && one.from <= date && one.to >= date;
    if (this.#undated.some(isOver)) return "the query does not export PriorPeriodPosition.date";
    const needed =
      !this.#columns.isFlat(before) || (this.#futures.get(account) ?? "9") <= before.date;
    return needed && !this.#prior.has(account, { from: date, to: date })
      ? "the statement has no section PriorPeriodPositions"
      : null;
  }

  #isCovered(account: AccountAlias, date: IsoDate, topic: Topic): boolean {
    return this.#facts.windows.some(
      (window) =>
        window.account === account &&
        window.from <= date &&
        window.to >= date &&
        window.exports.has(topic),
    );
  }
}
