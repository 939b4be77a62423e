/**
 * The log of ingestion runs, `data/flex/<query alias>/runs.jsonl`: one line per attempt to get a statement, append-only
 * and committed. It is what a fetch remembers between runs: that today is done, or that the token is locked. It holds
 * no account number, no query id and no token. (Design, section 5.)
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { daysBetween, type IsoDate, type IsoDateTime } from "../../core/dates.ts";
import type { Diagnostic, Staged } from "../../core/diagnostics.ts";
import { compareText } from "../../core/ids.ts";
import { OUTCOMES } from "../../core/outcomes.ts";
import { appendLine, assertWritable } from "./files.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/) as unknown as z.ZodType<IsoDate>;
/** A moment in UTC as the log writes it, `2026-11-20T11:17:04Z`. */
export const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
  .transform((text) => text.slice(0, -1) as IsoDateTime);
/** A stretch of days as the log writes it. */
export const days = z.object({ from: day, to: day });

const entry = z.object({
  time: moment,
  /** Days asked for; null: the query's own period. */
  asked: days.nullable(),
  received: days.nullable(),
  outcome: z.enum(OUTCOMES),
  /** Error code of the service, where it gave one. */
  code: z.string().nullable(),
  /** Whether the service refused the days that were asked for first, so that the query's own period was used. */
  datesRefused: z.boolean().default(false),
  /** Whether the service may have started to generate a statement that never came. */
  generating: z.boolean().default(false),
  /** SHA-256 of the statement. */
  sha256: z.string().nullable(),
});

/** One attempt of one query. Times are UTC. */
export interface Run extends Readonly<z.output<typeof entry>> {
  /** Alias of the query: the folder it stands in. */
  readonly query: string;
  readonly file: string;
  readonly line: number;
}

/** Days by which a statement may be shorter than asked: its ends are moved to business days. */
const BUSINESS_DAYS = 5;

/** A saved period that shrank to a day loses what happened in the others: a week is the least that is useful. */
const LEAST_DAYS = 6;

/**
 * Whether a statement covers fewer days than were asked for, or than a query should. An account that is younger than
 * that has no earlier day in any run.
 */
export function fellShort(run: Pick<Run, "asked" | "received">, earlier: readonly Run[]): boolean {
  const { asked, received } = run;
  if (received === null) return false;
  if (asked === null) return daysBetween(received.from, received.to) < LEAST_DAYS;
  const first = earlier.reduce(
    (least, { received: days }) => (days !== null && days.from < least ? days.from : least),
    "9999-12-31" as IsoDate,
  );
  const isYoung = received.from <= first && first !== "9999-12-31";
  const late = daysBetween(asked.from, received.from) > BUSINESS_DAYS && !isYoung;
  return late || daysBetween(received.to, asked.to) > BUSINESS_DAYS;
}

const FOLDER = "data/flex";

const runsPath = (query: string): string => `${FOLDER}/${query}/runs.jsonl`;

/** All runs of all queries, oldest first. Raises `store/bad-run` for lines that cannot be read, and leaves them out. */
export function readRuns(root: string): Staged<readonly Run[]> {
  const folder = join(root, FOLDER);
  const queries = existsSync(folder) ? readdirSync(folder) : [];
  const runs: Run[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const query of queries.toSorted(compareText)) {
    const file = runsPath(query);
    if (!existsSync(join(root, file))) continue;
    const lines = readFileSync(join(root, file), "utf8").split("\n");
    for (const [index, text] of lines.entries()) {
      if (text.trim() === "") continue;
      const parsed = entry.safeParse(jsonOf(text));
      if (parsed.success) runs.push({ ...parsed.data, query, file, line: index + 1 });
      else diagnostics.push(badRun(file, index + 1));
    }
  }
  return { value: runs.toSorted((a, b) => compareText(a.time, b.time)), diagnostics };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const badRun = (file: string, line: number): Diagnostic => ({
  code: "store/bad-run",
  message: `line ${line} of ${file} is not the record of a run`,
  at: [{ file, line }],
  expected: 'JSON such as {"time":"2026-11-20T11:17:04Z","outcome":"stored",…}',
  hint: "delete the line; a fetch that was killed may have left half of it",
});

/** Adds a run to the log of its query: one line, in one write. */
export function appendRun(root: string, run: Omit<Run, "file" | "line">): void {
  const { query, time, ...rest } = run;
  appendLine(join(root, runsPath(query)), JSON.stringify({ time: `${time}Z`, query, ...rest }));
}

/** Throws what the system says where the log of a query could not be written. */
export const assertLog = (root: string, query: string): void =>
  assertWritable(join(root, runsPath(query)));
