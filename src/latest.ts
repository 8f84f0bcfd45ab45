// The latest of many: takes them one by one, and forgets the oldest now and then, many at a time. An array
// that loses its first element with each one added is moved in memory as often.

export class Latest<T> {
  readonly #keep: number;
  #items: T[] = [];

  /** `keep`: how many are shown; at most twice as many are held. */
  constructor(keep: number) {
    this.#keep = keep;
  }

  add(item: T): void {
    if (this.#keep === 0) return;
    this.#items.push(item);
    if (this.#items.length > 2 * this.#keep) this.#items = this.#items.slice(-this.#keep);
  }

  /** Forgets all others. */
  keepOnly(test: (item: T) => boolean): void {
    this.#items = this.#items.filter(test);
  }

  /** A copy, oldest first. */
  get all(): T[] {
    return this.#keep === 0 ? [] : this.#items.slice(-this.#keep);
  }
}
