// How fast one-time codes may be guessed. They have six digits, and a guess is not at one account but at all
// codes there are, so that what counts is the sum of all guesses. Pure: told of every guess and of the time.

import { addressKey } from "./admission.ts";
import { type Guess, MAX_GUESSED } from "./guess_limit.ts";
import { CODE_MS } from "./limits.ts";
import { SlidingCounts } from "./sliding_counts.ts";

const HOUR_MS = 3_600_000;
const ADDRESS_MS = 600_000;

/** Wrong codes from an address in ten minutes. */
export const CODES_PER_ADDRESS = 5;

/**
 * Wrong codes in all while one code lives, and in an hour. So a code is found by strangers at odds of 20 in a
 * million, and somebody's in an hour of trying at 100 in a million. Who wants to keep others from using
 * codes needs 20 addresses for it, and passwords are still good.
 */
export const CODES_IN_A_LIFE = 20;
export const CODES_IN_AN_HOUR = 100;

const ALL = "";

/** Asked as GuessLimit is, and with the same rule: a guess counts as wrong until it has ended. */
export class CodeLimit {
  readonly #addresses = new SlidingCounts({ span: ADDRESS_MS, maxKeys: MAX_GUESSED });
  readonly #lately = new SlidingCounts({ span: CODE_MS, maxKeys: 1 });
  readonly #hour = new SlidingCounts({ span: HOUR_MS, maxKeys: 1 });

  /** Milliseconds to wait before the guess may be made; 0: it may, and counts. `now` in milliseconds. */
  check(guess: Guess, now: number): number {
    const key = addressKey(guess.address);
    const limit = CODES_PER_ADDRESS;
    const wait = Math.max(
      key === null ? 0 : this.#addresses.wait(key, { limit, now }),
      this.#lately.wait(ALL, { limit: CODES_IN_A_LIFE, now }),
      this.#hour.wait(ALL, { limit: CODES_IN_AN_HOUR, now }),
    );
    if (wait === 0) this.count(guess, now);
    return wait;
  }

  /** It was wrong, and counts already. */
  failed(_guess: Guess, _now: number): void {}

  /** It counts no more, and nothing else is forgotten: who has a code of their own may not guess on. */
  succeeded(guess: Guess): void {
    this.withdrawn(guess);
  }

  withdrawn({ address }: Guess): void {
    const key = addressKey(address);
    if (key !== null) this.#addresses.takeBack(key);
    this.#lately.takeBack(ALL);
    this.#hour.takeBack(ALL);
  }

  count({ address }: Guess, now: number): void {
    const key = addressKey(address);
    if (key !== null) this.#addresses.add(key, now);
    this.#lately.add(ALL, now);
    this.#hour.add(ALL, now);
  }
}
