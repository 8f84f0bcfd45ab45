// Which name a new guest gets: a random one, with a number only when every plain one is out.
// The names are first_names.ts; whether somebody else carries a name is known to the caller alone.

import { nameKey } from "./name.ts";

/** The names with one number (none in the first round): a shuffled row, the free ones in front. */
class Round {
  readonly #row: Uint32Array;
  readonly #place: Uint32Array; // where in the row each name is
  #free: number;

  constructor(readonly number: number, size: number) {
    this.#row = Uint32Array.from({ length: size }, (_, name) => name);
    this.#place = this.#row.slice();
    this.#free = size;
  }

  get isFull(): boolean {
    return this.#free === 0;
  }

  get isUntouched(): boolean {
    return this.#free === this.#row.length;
  }

  /** The index of a random free name, which is out from now on. The round must not be full. */
  take(random: () => number): number {
    const name = this.#at(Math.floor(random() * this.#free));
    this.#free--;
    this.#swap(name, this.#free);
    return name;
  }

  /** Makes a name free. False when it was not out. */
  give(name: number): boolean {
    if (this.#placeOf(name) < this.#free) return false;
    this.#swap(name, this.#free);
    this.#free++;
    return true;
  }
}
