// Connections that were refused, in the log: the first of a kind at once, with its address; those that come
// within a second of it as a number. A flood of them must not be a flood of log.

import type { Clock } from "./clock.ts";
import { REFUSALS_MS } from "./limits.ts";
import type { Log } from "./log.ts";

export class Refusals {
  readonly #clock: Clock;
  readonly #log: Log;
  /** By reason: how many came since the one that was logged. Reasons are our own words, so they are few. */
  readonly #more = new Map<string, number>();
  #count = 0;

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** All so far. */
  get count(): number {
    return this.#count;
  }

  add(reason: string, address: string): void {
    this.#count++;
    const more = this.#more.get(reason);
    if (more !== undefined) return void this.#more.set(reason, more + 1);
    this.#log.info("connection refused", { address, reason });
    this.#watch(reason);
  }

  #watch(reason: string): void {
    this.#more.set(reason, 0);
    this.#clock.after(REFUSALS_MS, () => this.#sumUp(reason));
  }

  /** While they keep coming, once a second. */
  #sumUp(reason: string): void {
    const count = this.#more.get(reason) ?? 0;
    this.#more.delete(reason);
    if (count === 0) return;
    this.#log.info("connections refused", { count, reason });
    this.#watch(reason);
  }
}
