// Which limit a guess falls under: passwords by guess_limit.ts, one-time codes by code_limit.ts. As pure as they.

import { CodeLimit } from "./code_limit.ts";
import type { GuessEnd } from "./guess_gate.ts";
import { BY_CODE, type Guess, GuessLimit } from "./guess_limit.ts";

export class GuessLimits {
  readonly #passwords = new GuessLimit();
  readonly #codes = new CodeLimit();

  /** Milliseconds to wait before the guess may be made; 0: it may, and counts. `now` in milliseconds. */
  check(guess: Guess, now: number): number {
    return this.#of(guess).check(guess, now);
  }

  /** Counts a guess that another node let go. Its end is then told here too. */
  count(guess: Guess, now: number): void {
    this.#of(guess).count(guess, now);
  }

  ended(guess: Guess, { how, now }: { how: GuessEnd; now: number }): void {
    switch (how) {
      case "failed":
        return this.#of(guess).failed(guess, now);
      case "succeeded":
        return this.#of(guess).succeeded(guess);
      case "withdrawn":
        return this.#of(guess).withdrawn(guess);
    }
  }

  #of({ account }: Guess): GuessLimit | CodeLimit {
    return account === BY_CODE ? this.#codes : this.#passwords;
  }
}
