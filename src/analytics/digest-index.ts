/** Questions to a digest: which value a figure had, also where the digest leaves it out, and which days it covers. */
import { addDays, type IsoDate, isWeekday } from "../core/dates.ts";
import { compareText } from "../core/ids.ts";
import type { Digest, PastFigure } from "./digest.ts";

const LEVELS = new Set(["balance", "held"]);

/** The kind, account and day of a figure of a day, from its id; the day of a closing stands in the digest. */
export interface Name {
  readonly kind: string;
  readonly account: string;
  /** For a level: the name of its series, with `@` for the date. */
  readonly series: string | null;
}

/** Takes the id of a figure of a day apart. */
export function nameOf(id: string): Name {
  const parts = id.split("/");
  const [kind = "", account = ""] = parts;
  if (!LEVELS.has(kind)) return { kind, account, series: null };
  const at = kind === "held" ? parts.length - 2 : parts.length - 1;
  return { kind, account, series: parts.with(at, "@").join("/") };
}

export class DigestIndex {
  readonly digest: Digest;
  /** The days on which each level is stated, oldest first. */
  readonly #levels: ReadonlyMap<string, readonly PastFigure[]>;

  constructor(digest: Digest) {
    this.digest = digest;
    const levels = new Map<string, PastFigure[]>();
    for (const [id, figure] of digest.past) {
      const { series } = nameOf(id);
      if (series === null) continue;
      const own = levels.get(series);
      if (own === undefined) levels.set(series, [figure]);
      else own.push(figure);
    }
    for (const own of levels.values()) own.sort((a, b) => compareText(a.date, b.date));
    this.#levels = levels;
  }

  get series(): Iterable<string> {
    return this.#levels.keys();
  }

  /** The days on which a level is stated. */
  datesOf(series: string): readonly IsoDate[] {
    return (this.#levels.get(series) ?? []).map(({ date }) => date);
  }

  covers(account: string, date: IsoDate): boolean {
    return this.digest.covered.some(
      (one) => one.account === account && one.from <= date && date <= one.to,
    );
  }

  has(id: string): boolean {
    return this.digest.past.has(id);
  }

  /** The weekdays that an account's statements cover. */
  weekdays(): ReadonlySet<string> {
    const days = new Set<string>();
    for (const { account, from, to } of this.digest.covered)
      for (let day = from; day <= to; day = addDays(day, 1))
        if (isWeekday(day)) days.add(`${account} ${day}`);
    return days;
  }

  /** The value of a figure of a day, also of one that is left out; null where there is no such figure. */
  value(id: string, date: IsoDate): string | null {
    const stated = this.digest.past.get(id)?.value;
    if (stated !== undefined) return stated;
    const { kind, series } = nameOf(id);
    if (series !== null) return this.#level(series, date);
    if (kind === "daily") return id.endsWith("/unrealized") ? null : "0";
    if (kind === "nav") return this.has(id.replace(/[^/]*$/, "total")) ? "0" : null;
    return null;
  }

  /** The level of the last day up to the date, by bisection. Before the first there was nothing. */
  #level(series: string, date: IsoDate): string {
    const steps = this.#levels.get(series) ?? [];
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((steps[middle]?.date ?? "") <= date) low = middle + 1;
      else high = middle;
    }
    return steps[low - 1]?.value ?? "0";
  }
}
