// Turns of the event loop that end when the test says so.

import type { AtTurnEnd } from "../../src/turn.ts";

export class ManualTurns {
  #work: (() => void)[] = [];

  readonly atTurnEnd: AtTurnEnd = (work) => {
    this.#work.push(work);
  };

  /** Whether anything waits for the end of this turn. */
  get pending(): boolean {
    return this.#work.length > 0;
  }

  /** Ends this turn: runs what was asked for during it, not what that asks for. */
  end(): void {
    for (const work of this.#work.splice(0)) work();
  }
}
