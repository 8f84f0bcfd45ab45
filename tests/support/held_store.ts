// A store for lines that the test has in its hand: it can hold appends, and fail them.

import type { Line } from "../../src/line.ts";
import type { Store } from "../../src/store.ts";

export class HeldStore implements Pick<Store, "append"> {
  /** What was appended, by call; failed calls are not in here. */
  readonly batches: (readonly Line[])[] = [];
  /** Calls, failed ones too. */
  calls = 0;
  /** What appends fail with; null: they work. */
  failure: unknown = null;
  held = false;
  #waiting: (() => void)[] = [];

  get texts(): string[] {
    return this.batches.flat().map(({ text }) => text);
  }

  async append(lines: readonly Line[]): Promise<void> {
    this.calls++;
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.failure !== null) throw this.failure;
    this.batches.push([...lines]);
  }

  /** Lets all appends go on that are held. */
  release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
