// Counts guesses at passwords for all event loops of this process; how fast they may be made is
// guess_limit.ts. Sees no password.

import type { Clock } from "./clock.ts";
import type { GuessEnd, GuessGate } from "./guess_gate.ts";
import { type Guess, GuessLimit } from "./guess_limit.ts";

export class GuessCounter implements GuessGate {
  readonly #limit = new GuessLimit();
  readonly #clock: Pick<Clock, "now">;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  check(guess: Guess): number {
    return this.#limit.check(guess, this.#clock.now());
  }

  ended(guess: Guess, how: GuessEnd): void {
    switch (how) {
      case "failed":
        return this.#limit.failed(guess, this.#clock.now());
      case "succeeded":
        return this.#limit.succeeded(guess);
      case "withdrawn":
        return this.#limit.withdrawn(guess);
    }
  }
}
