// A map of bounded size: beyond it, what was set longest ago is forgotten. Reading does not refresh.

export class RecentMap<V> {
  readonly #max: number;
  /** Longest ago first. */
  readonly #entries = new Map<string, V>();

  /** `max` entries, 1 at least. */
  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#max) this.#forgetOldest();
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) return void this.#entries.delete(key);
  }
}
