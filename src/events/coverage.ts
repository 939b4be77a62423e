/** Which days the statements of an account cover, as a whole and topic by topic, and what is missing. */
import { addDays, type Days, daysBetween, isWeekday, nextWeekday } from "../core/dates.ts";
import { type AccountAlias, compareText } from "../core/ids.ts";
import type { Topic, Window } from "./assertion.ts";

/** Topics that tell what happened: a day whose statement leaves them out is lost until it is asked for again. */
export const LEDGER_TOPICS: readonly Topic[] = [
  "trades",
  "cash transactions",
  "transfers",
  "corporate actions",
];

/** Days in a row that the same statements prove. */
export interface Stretch extends Days {
  /** Its days without weekends. */
  readonly weekdays: number;
  /** The newest statement that covers the days; null where none does. */
  readonly newest: Window | null;
  /** For each topic the newest statement that covers the days and exports it. */
  readonly proofs: ReadonlyMap<Topic, Window>;
}

/** Weekdays in a row that lack the same. */
export interface Gap extends Days {
  readonly account: AccountAlias;
  readonly weekdays: number;
  /** Ledger topics that no statement of these days exports though another statement does; null: no statement covers them. */
  readonly topics: readonly Topic[] | null;
  /** Those of the topics that the newest statement does not export either: the query leaves their sections out. */
  readonly toSelect: readonly Topic[];
}

/** What one file has of an account. */
export interface FileCoverage extends Days {
  readonly file: string;
  /** Its first statement of the account. */
  readonly window: Window;
  readonly exports: ReadonlySet<Topic>;
  /** Topics that other files of the account export and this one leaves out. */
  readonly lacks: readonly Topic[];
  /** On how many weekdays it is the newest statement. */
  readonly newestFor: number;
}

export interface AccountCoverage extends Days {
  readonly account: AccountAlias;
  readonly weekdays: number;
  /** From the first day to the last, without holes. */
  readonly stretches: readonly Stretch[];
  readonly gaps: readonly Gap[];
  /** Newest last day first. */
  readonly files: readonly FileCoverage[];
  /** On how many weekdays each topic is proven; a topic that is never exported is not in it. */
  readonly topics: ReadonlyMap<Topic, number>;
}

/** First and last day that any statement of the account covers; null where there is none. */
export function span(windows: readonly Window[], account: AccountAlias): Days | null {
  const [first, ...others] = windows.filter((window) => window.account === account);
  if (first === undefined) return null;
  let { from, to } = first;
  for (const other of others) {
    if (other.from < from) from = other.from;
    if (other.to > to) to = other.to;
  }
  return { from, to };
}

/**
 * The days of the account, cut where the statements that prove them change. Each day is looked at once for each topic,
 * however many statements overlap on it.
 */
export function stretchesOf(windows: readonly Window[], account: AccountAlias): Stretch[] {
  const whole = span(windows, account);
  if (whole === null) return [];
  const newestFirst = newestFirstOf(windows, account);
  const length = daysBetween(whole.from, whole.to) + 1;
  const covered = newestFirst.map((window) => ({
    window,
    first: daysBetween(whole.from, window.from),
    last: daysBetween(whole.from, window.to),
  }));
  const topics = [...new Set(newestFirst.flatMap((window) => [...window.exports]))].sort();
  const newest = provenBy(length, covered);
  const layers = topics.map((topic) =>
    provenBy(
      length,
      covered.filter(({ window }) => window.exports.has(topic)),
    ),
  );
  const isCut = (day: number) =>
    day === length || [newest, ...layers].some((layer) => layer[day] !== layer[day - 1]);
  const stretches: Stretch[] = [];
  for (let start = 0, day = 1; day <= length; day++) {
    if (!isCut(day)) continue;
    const days = { from: addDays(whole.from, start), to: addDays(whole.from, day - 1) };
    const proofs = topics.flatMap((topic, index) => {
      const window = layers[index]?.[start] ?? null;
      return window === null ? [] : [[topic, window] as const];
    });
    stretches.push({
      ...days,
      weekdays: weekdaysIn(days),
      newest: newest[start] ?? null,
      proofs: new Map(proofs),
    });
    start = day;
  }
  return stretches;
}

const newestFirstOf = (windows: readonly Window[], account: AccountAlias): readonly Window[] =>
  windows
    .filter((window) => window.account === account)
    .toSorted(
      (a, b) =>
        compareText(b.generated ?? "", a.generated ?? "") ||
        compareText(b.to, a.to) ||
        compareText(b.file, a.file) ||
        b.source.line - a.source.line,
    );

interface Covered {
  readonly window: Window;
  /** Counted from the first day of the account. */
  readonly first: number;
  readonly last: number;
}

/** For each day the first of the windows that covers it. A day that is taken is skipped by all later windows. */
function provenBy(length: number, windows: readonly Covered[]): readonly (Window | null)[] {
  const proof = new Array<Window | null>(length).fill(null);
  const next = Array.from({ length: length + 1 }, (_, day) => day);
  const free = (from: number): number => {
    let day = from;
    while (next[day] !== day) {
      const after = next[day] ?? length;
      next[day] = next[after] ?? length;
      day = after;
    }
    return day;
  };
  for (const { window, first, last } of windows)
    for (let day = free(first); day <= last; day = free(day)) {
      proof[day] = window;
      next[day] = day + 1;
    }
  return proof;
}

function weekdaysIn({ from, to }: Days): number {
  let count = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWeekday(day)) count++;
  return count;
}

/** The days without the weekends at their ends; null where they are nothing but a weekend. */
function trimmed({ from, to }: Days): Days | null {
  const first = isWeekday(from) ? from : nextWeekday(from);
  let last = to;
  while (last >= first && !isWeekday(last)) last = addDays(last, -1);
  return first > last ? null : { from: first, to: last };
}

/** Adds days to a list of stretches of weekdays: to its last one where only a weekend, or nothing, lies between. */
function append<T extends Days>(list: T[], stretch: T, isSame: (a: T, b: T) => boolean): void {
  const days = trimmed(stretch);
  if (days === null) return;
  const before = list.at(-1);
  if (before !== undefined && nextWeekday(before.to) === days.from && isSame(before, stretch))
    list.splice(-1, 1, { ...before, to: days.to });
  else list.push({ ...stretch, ...days });
}

const joined = (stretches: readonly Days[]): Days[] => {
  const list: Days[] = [];
  for (const { from, to } of stretches) append(list, { from, to }, () => true);
  return list;
};

/**
 * The stretches of weekdays within the account's span that no statement covers, or that none covers which exports the
 * topic. Weekends are never missing, but one that a statement covers parts two stretches.
 */
export function missingDays(
  windows: readonly Window[],
  account: AccountAlias,
  topic?: Topic,
): Days[] {
  const runs: Days[] = [];
  for (const { from, to, newest, proofs } of stretchesOf(windows, account)) {
    if (topic === undefined ? newest !== null : proofs.has(topic)) continue;
    const before = runs.at(-1);
    if (before !== undefined && addDays(before.to, 1) === from)
      runs.splice(-1, 1, { from: before.from, to });
    else runs.push({ from, to });
  }
  return runs.flatMap((run) => trimmed(run) ?? []);
}

/**
 * The stretches of weekdays to ask for again: those that no statement covers, and those for which a ledger topic is not
 * proven although the newest statement of the account exports it, so that a new statement of the days would prove it.
 */
export function gapsToFill(windows: readonly Window[], account: AccountAlias): Days[] {
  const now = newestFirstOf(windows, account)[0]?.exports ?? new Set<Topic>();
  const wanted = LEDGER_TOPICS.filter((topic) => now.has(topic));
  return joined(
    stretchesOf(windows, account).filter(
      ({ newest, proofs }) => newest === null || wanted.some((topic) => !proofs.has(topic)),
    ),
  );
}

/** Everything that the statements say about which days of an account they cover; null where there is none. */
export function accountCoverage(
  windows: readonly Window[],
  account: AccountAlias,
): AccountCoverage | null {
  const own = newestFirstOf(windows, account);
  const whole = span(own, account);
  if (whole === null) return null;
  const stretches = stretchesOf(own, account);
  const topics = new Map<Topic, number>();
  for (const { weekdays, proofs } of stretches)
    for (const topic of proofs.keys()) topics.set(topic, (topics.get(topic) ?? 0) + weekdays);
  return {
    account,
    ...whole,
    weekdays: weekdaysIn(whole),
    stretches,
    gaps: gapsOf(account, stretches, topics, own[0]?.exports ?? new Set()),
    files: filesOf(own, stretches, [...topics.keys()].sort()),
    topics,
  };
}

/** The ledger topics that no statement of the days proves although some statement of the account exports them. */
export const lackingTopics = (
  { proofs }: Pick<Stretch, "proofs">,
  exported: Pick<ReadonlySet<Topic>, "has">,
): readonly Topic[] => LEDGER_TOPICS.filter((topic) => exported.has(topic) && !proofs.has(topic));

function gapsOf(
  account: AccountAlias,
  stretches: readonly Stretch[],
  exported: ReadonlyMap<Topic, number>,
  now: ReadonlySet<Topic>,
): Gap[] {
  const gaps: Gap[] = [];
  for (const stretch of stretches) {
    const topics = stretch.newest === null ? null : lackingTopics(stretch, exported);
    if (topics !== null && topics.length === 0) continue;
    const toSelect = (topics ?? []).filter((topic) => !now.has(topic));
    const { from, to } = stretch;
    append(gaps, { account, from, to, weekdays: 0, topics, toSelect }, sameTopics);
  }
  return gaps.map((gap) => ({ ...gap, weekdays: weekdaysIn(gap) }));
}

const sameTopics = (a: Gap, b: Gap): boolean => String(a.topics) === String(b.topics);

/** Topics that are told from rows, so that a file may lack them although its query exports them. */
export const TOLD_FROM_ROWS: readonly Topic[] = ["open lots", "closed lots"];

function filesOf(
  own: readonly Window[],
  stretches: readonly Stretch[],
  topics: readonly Topic[],
): FileCoverage[] {
  const newestFor = new Map<string, number>();
  for (const { newest, weekdays } of stretches)
    if (newest !== null) newestFor.set(newest.file, (newestFor.get(newest.file) ?? 0) + weekdays);
  return [...Map.groupBy(own, ({ file }) => file)]
    .flatMap(([file, windows]) => {
      const [window] = windows.toSorted((a, b) => a.source.line - b.source.line);
      const days = window === undefined ? null : span(windows, window.account);
      if (window === undefined || days === null) return [];
      const exported = new Set(windows.flatMap((one) => [...one.exports]));
      const lacks = topics.filter((one) => !exported.has(one) && !TOLD_FROM_ROWS.includes(one));
      return [
        { file, window, ...days, exports: exported, lacks, newestFor: newestFor.get(file) ?? 0 },
      ];
    })
    .toSorted((a, b) => compareText(b.to, a.to) || compareText(b.file, a.file));
}
