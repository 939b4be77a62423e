/** The statements that the service makes: from a query to a reference code, from there to bytes. */
import type { Answer, Ask, Bytes, StatementSource } from "./answer.ts";

interface Job {
  readonly token: string;
  readonly query: string;
  readonly body: Bytes;
  polls: number;
}

export interface GenerationOptions {
  readonly queries: Readonly<Record<string, StatementSource>>;
  /** How often a finished statement is withheld. */
  readonly polls: number;
  /** The most of one query on a day. */
  readonly perDay: number;
  readonly day: () => string;
}

export class Generations {
  /** Successful ones, by query. */
  readonly counts = new Map<string, number>();
  readonly #options: GenerationOptions;
  readonly #queries: Map<string, StatementSource>;
  readonly #jobs = new Map<string, Job>();
  readonly #attempts = new Map<string, number>();
  readonly #byDay = new Map<string, number>();

  constructor(options: GenerationOptions) {
    this.#options = options;
    this.#queries = new Map(Object.entries(options.queries));
  }

  setQuery(id: string, source: StatementSource): void {
    this.#queries.set(id, source);
  }

  queryOf(reference: string): string | undefined {
    return this.#jobs.get(reference)?.query;
  }

  /** Starts a generation: its reference code, or what is answered instead. */
  start(token: string, { queryId, ...window }: Omit<Ask, "attempt">): string | Answer {
    const source = this.#queries.get(queryId);
    if (source === undefined) return { kind: "code", code: 1014 };
    const attempt = increase(this.#attempts, queryId);
    const today = `${queryId} ${this.#options.day()}`;
    if ((this.#byDay.get(today) ?? 0) >= this.#options.perDay) return { kind: "code", code: 1001 };
    const body = typeof source === "function" ? source({ queryId, attempt, ...window }) : source;
    if (typeof body === "object" && "kind" in body) return body;
    increase(this.#byDay, today);
    increase(this.counts, queryId);
    const reference = String(7_300_000_001 + this.#jobs.size);
    this.#jobs.set(reference, { token, query: queryId, body, polls: 0 });
    return reference;
  }

  /** A statement, or the code that stands in for it. `waiting`: it is withheld the first times. */
  retrieve(token: string, reference: string, waiting: boolean): Bytes | number {
    const job = this.#jobs.get(reference);
    if (job === undefined || job.token !== token) return 1017;
    if (!waiting || job.polls >= this.#options.polls) return job.body;
    job.polls += 1;
    return 1019;
  }
}

function increase(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
