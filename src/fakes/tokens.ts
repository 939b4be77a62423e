/** What the service knows of each token: whether it is good, how often it came, how often it failed. */

export interface Limits {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** Codes that say nothing about a generation: no job was made for them. */
const NO_FAILURE: ReadonlySet<number> = new Set([1009, 1018, 1025]);

export class Tokens {
  readonly #limits: Limits;
  readonly #patience: number;
  readonly #valid: ReadonlySet<string>;
  readonly #expired = new Set<string>();
  readonly #locked = new Set<string>();
  readonly #arrivals = new Map<string, number[]>();
  readonly #failures = new Map<string, number>();

  constructor(valid: readonly string[], limits: Limits, patience: number) {
    this.#valid = new Set(valid);
    this.#limits = limits;
    this.#patience = patience;
  }

  isValid = (token: string): boolean => this.#valid.has(token);
  isLocked = (token: string): boolean => this.#locked.has(token);
  isExpired = (token: string): boolean => this.#expired.has(token);

  /** Notes a request, refused ones too, and says whether it came too soon after others of the token. */
  arrive(token: string, at: number): boolean {
    const minute = (this.#arrivals.get(token) ?? []).filter((time) => time > at - 60_000);
    const second = minute.filter((time) => time > at - 1000);
    this.#arrivals.set(token, [...minute, at]);
    return second.length >= this.#limits.perSecond || minute.length >= this.#limits.perMinute;
  }

  /** Counts a failed generation; too many of them lock the token. */
  fail(token: string, code: number): void {
    if (NO_FAILURE.has(code)) return;
    const failures = (this.#failures.get(token) ?? 0) + 1;
    this.#failures.set(token, failures);
    if (failures >= this.#patience) this.lock(token);
  }

  expire(token: string): void {
    this.#expired.add(token);
  }

  lock(token: string): void {
    this.#locked.add(token);
  }

  unlock(token: string): void {
    this.#locked.delete(token);
    this.#failures.delete(token);
  }

  /** Whether a text holds one of the tokens, as it is or as it stands in a URL. */
  occursIn(text: string): boolean {
    const read = [text, unescaped(text), unescaped(text.replaceAll("+", "%20"))];
    return [...this.#valid].some((token) => read.some((one) => one.includes(token)));
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
