/**
 * Requests of one token, slow enough: one a second and ten a minute, polls included. (Flex protocol notes, section 7.)
 */

/** Time as an argument, so that tests need not wait. Milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** More than a second after the last answer, so that the service never sees two requests closer than a second. */
const GAP = 1_200;
const MINUTE = 61_000;
const PER_MINUTE = 10;

export class Pace {
  readonly #clock: Clock;
  #starts: number[] = [];
  #ended: number;

  /** Counts from now: a process that has just ended may have asked a moment ago. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ended = clock.now();
  }

  /** Does one request when its turn has come. */
  async take<T>(request: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const tenth = this.#starts.at(-PER_MINUTE) ?? Number.NEGATIVE_INFINITY;
    const wait = Math.max(this.#ended + GAP, tenth + MINUTE) - now;
    if (wait > 0) await this.#clock.sleep(wait);
    this.#starts = [...this.#starts.slice(1 - PER_MINUTE), this.#clock.now()];
    try {
      return await request();
    } finally {
      this.#ended = this.#clock.now();
    }
  }
}
