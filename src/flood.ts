// How fast one connection's lines are taken: a token bucket. What is above it waits and is not read;
// nothing is refused. Pure arithmetic; the waiting is the session's.

export interface FloodOptions {
  /** Lines that may come at once; 0 turns the limit off. */
  readonly burst: number;
  /** Lines per second after that. */
  readonly rate: number;
}

export class Flood {
  readonly #options: FloodOptions;
  #tokens: number;
  #at: number;

  /** `now` in milliseconds. */
  constructor(options: FloodOptions, now: number) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#at = now;
  }

  /** Takes `cost` tokens at `now` and returns how many milliseconds to wait before going on. */
  take(cost: number, now: number): number {
    const { burst, rate } = this.#options;
    if (burst === 0) return 0;
    const earned = Math.max(0, now - this.#at) * rate / 1000;
    this.#tokens = Math.min(burst, this.#tokens + earned) - cost;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens * 1000 / rate);
  }
}
