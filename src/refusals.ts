// Connections that were refused, in the log: the first of a kind at once, with its address; those that come
// within a second of it as a number. A flood of them must not be a flood of log.

import type { Clock } from "./clock.ts";
import { REFUSALS_MS } from "./limits.ts";
import type { Log, LogFields } from "./log.ts";

export class Refusals {
  readonly #clock: Clock;
  readonly #log: Log;
  /** By reason: how many came since the one that was logged. Reasons are our own words, so they are few. */
  readonly #more = new Map<string, { count: number; readonly cancel: () => void }>();
  #count = 0;

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** All so far. */
  get count(): number {
    return this.#count;
  }

  /** `details`: of this one, for the log. */
  add(reason: string, address: string, details: LogFields = {}): void {
    this.#count++;
    const more = this.#more.get(reason);
    if (more !== undefined) return void more.count++;
    this.#log.info("connection refused", { address, reason, ...details });
    this.#watch(reason);
  }

  /** Sums up what is left. */
  close(): void {
    for (const [reason, { count, cancel }] of this.#more) {
      cancel();
      this.#tell(reason, count);
    }
    this.#more.clear();
  }

  #watch(reason: string): void {
    const cancel = this.#clock.after(REFUSALS_MS, () => this.#sumUp(reason));
    this.#more.set(reason, { count: 0, cancel });
  }

  /** While they keep coming, once a second. */
  #sumUp(reason: string): void {
    const count = this.#more.get(reason)?.count ?? 0;
    this.#more.delete(reason);
    this.#tell(reason, count);
    if (count > 0) this.#watch(reason);
  }

  #tell(reason: string, count: number): void {
    if (count > 0) this.#log.info("connections refused", { count, reason });
  }
}
