// Counts guesses at passwords and at one-time codes for all event loops of this process; how fast they may be
// made is guess_limits.ts. Sees neither.

import type { Clock } from "./clock.ts";
import type { GuessEnd, GuessGate } from "./guess_gate.ts";
import type { Guess } from "./guess_limit.ts";
import { GuessLimits } from "./guess_limits.ts";

export class GuessCounter implements GuessGate {
  readonly #limits = new GuessLimits();
  readonly #clock: Pick<Clock, "now">;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  check(guess: Guess): number {
    return this.#limits.check(guess, this.#clock.now());
  }

  ended(guess: Guess, how: GuessEnd): void {
    this.#limits.ended(guess, { how, now: this.#clock.now() });
  }
}
