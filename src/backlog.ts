// The unsent bytes of all connections together, and who gives way when they are too many.
// One number and a set; the queues themselves are in outbox.ts.

/** A queue that counts towards the total and can be dropped. */
export interface Holder {
  readonly unsent: number;
  /** Gives up what is unsent and ends the connection. */
  cut(why: string): void;
}

export class Backlog {
  readonly #limit: number;
  readonly #holders = new Set<Holder>();
  #total = 0;

  /** `limit` in bytes over all holders. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes unsent over all holders. */
  get total(): number {
    return this.#total;
  }

  join(holder: Holder): void {
    this.#holders.add(holder);
  }

  leave(holder: Holder): void {
    this.#holders.delete(holder);
  }

  /** Counts `bytes` more; over the limit the largest holders are cut until the rest fits. */
  add(bytes: number): void {
    this.#total += bytes;
    while (this.#total > this.#limit) {
      const largest = this.#largest();
      if (!largest) return;
      this.#holders.delete(largest);
      largest.cut(
        `the server holds more than ${this.#limit} unsent bytes, and yours were the most`,
      );
    }
  }

  remove(bytes: number): void {
    this.#total -= bytes;
  }

  #largest(): Holder | undefined {
    let largest: Holder | undefined;
    for (const holder of this.#holders) {
      if (holder.unsent > (largest?.unsent ?? 0)) largest = holder;
    }
    return largest;
  }
}
