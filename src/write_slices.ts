// Starts writes in slices: a few each turn of the event loop. With thousands of writes pending at once
// each costs twice as much, and everyone waits for the last.

import type { AtTurnEnd } from "./turn.ts";

/** Something that has bytes to write. */
export interface Writer {
  startWrite(): void;
}

export class WriteSlices {
  readonly #atTurnEnd: AtTurnEnd;
  readonly #size: number;
  #ready: Writer[] = [];
  #next = 0;

  /** `size`: writes started per turn. */
  constructor(atTurnEnd: AtTurnEnd, size: number) {
    this.#atTurnEnd = atTurnEnd;
    this.#size = size;
  }

  /** Lets `writer` start its write soon. It must not be added again before it has. */
  add(writer: Writer): void {
    if (this.#ready.length === 0) this.#atTurnEnd(this.#run);
    this.#ready.push(writer);
  }

  readonly #run = (): void => {
    const end = Math.min(this.#next + this.#size, this.#ready.length);
    while (this.#next < end) this.#ready[this.#next++]?.startWrite();
    if (this.#next < this.#ready.length) return this.#atTurnEnd(this.#run);
    this.#ready = [];
    this.#next = 0;
  };
}
