/** Which sections the statements of some days export: only then does their silence mean that there was nothing. */
import { addDays, type Days } from "../../core/dates.ts";
import type { AccountAlias } from "../../core/ids.ts";
import type { ExportedSection } from "../../events/broker-rows.ts";
import type { Facts } from "../checks.ts";

/** The days that statements with one section cover, by account, joined where they touch. */
export class ExportedDays {
  readonly #stretches = new Map<AccountAlias, Days[]>();

  constructor({ assertions }: Facts, section: ExportedSection["section"]) {
    const own = assertions["exported section"].filter((one) => one.section === section);
    for (const { account, from, to } of own.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
      const stretches = this.#stretches.get(account) ?? [];
      this.#stretches.set(account, stretches);
      const last = stretches.at(-1);
      if (last === undefined || from > addDays(last.to, 1)) stretches.push({ from, to });
      else if (to > last.to) stretches[stretches.length - 1] = { from: last.from, to };
    }
  }

  /** Whether statements of the account with the section cover all of the days. */
  has(account: AccountAlias, { from, to }: Days): boolean {
    const stretches = this.#stretches.get(account) ?? [];
    return stretches.some((one) => one.from <= from && one.to >= to);
  }
}
