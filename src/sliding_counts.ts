// How often something happened lately, for each of many keys: exact sliding windows in bounded memory.
// Pure arithmetic on times passed in; what is counted, and what follows from it, is the caller's.

import { RecentMap } from "./recent_map.ts";

export interface SlidingCountsOptions {
  /** How long something counts, in milliseconds. */
  readonly span: number;
  /** Keys remembered; the one that nothing was added to for longest is forgotten first. */
  readonly maxKeys: number;
}

export class SlidingCounts {
  readonly #span: number;
  /** Oldest time first. */
  readonly #times: RecentMap<readonly number[]>;

  constructor({ span, maxKeys }: SlidingCountsOptions) {
    this.#span = span;
    this.#times = new RecentMap(maxKeys);
  }

  /** The times that still count at `now`, oldest first. */
  recent(key: string, now: number): readonly number[] {
    return this.#times.get(key)?.filter((at) => at > now - this.#span) ?? [];
  }

  /** Milliseconds until fewer than `limit` count, from 0 up to the span. */
  wait(key: string, { limit, now }: { limit: number; now: number }): number {
    const decisive = this.recent(key, now).at(-limit);
    return decisive === undefined ? 0 : Math.min(this.#span, decisive + this.#span - now);
  }

  add(key: string, now: number): void {
    this.#times.set(key, [...this.recent(key, now), now]);
  }

  /** Undoes the latest add() to that key, if it is remembered. */
  takeBack(key: string): void {
    const times = this.#times.get(key) ?? [];
    if (times.length > 1) this.#times.set(key, times.slice(0, -1));
    else this.#times.delete(key);
  }

  clear(key: string): void {
    this.#times.delete(key);
  }
}
