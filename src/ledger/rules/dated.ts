/** Rows of all accounts in the order of their days, to be asked for those of some days. */
import { addDays, type Days, type IsoDate } from "../../core/dates.ts";
import { type AccountAlias, compareText } from "../../core/ids.ts";

interface Dated {
  readonly account: AccountAlias;
  readonly date: IsoDate;
}

export class ByDate<T extends Dated> {
  readonly #rows: ReadonlyMap<AccountAlias, readonly T[]>;

  constructor(rows: Iterable<T>) {
    const sorted = [...rows].sort((a, b) => compareText(a.date, b.date));
    this.#rows = Map.groupBy(sorted, ({ account }) => account);
  }

  /** The account's rows after one day and until another, the latter included. */
  between(account: AccountAlias, after: IsoDate, until: IsoDate): readonly T[] {
    const own = this.#rows.get(account) ?? [];
    return own.slice(firstAfter(own, after), firstAfter(own, until));
  }

  /** The account's rows of some days, both ends included. */
  within(account: AccountAlias, { from, to }: Days): readonly T[] {
    return this.between(account, addDays(from, -1), to);
  }
}

/** The place of the first row that is later than a day. */
function firstAfter(rows: readonly Dated[], day: IsoDate): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.date ?? day) > day) high = middle;
    else low = middle + 1;
  }
  return low;
}
