// How fast one connection is heard: what it may say at once, and the wait for more, which the end of its
// conversation cuts short. The arithmetic is flood.ts; what waits is the session's business.

import type { Clock } from "./clock.ts";
import { Flood, type FloodOptions } from "./flood.ts";

export class Allowance {
  readonly #flood: Flood;
  readonly #clock: Clock;
  #wake: (() => void) | undefined;

  constructor(options: FloodOptions, clock: Clock) {
    this.#flood = new Flood(options, clock.now());
    this.#clock = clock;
  }

  /** Takes `cost` and returns how many milliseconds to wait before going on. */
  take(cost: number, now = this.#clock.now()): number {
    return this.#flood.take(cost, now);
  }

  /** Resolves after so many milliseconds, or when woken. */
  pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(ms, resolve);
    this.#wake = () => {
      cancel();
      resolve();
    };
    return promise;
  }

  wake(): void {
    this.#wake?.();
  }
}
