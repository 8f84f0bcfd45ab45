// Port: who counts guesses at passwords and codes, so that limits hold over all workers together.

import type { Guess } from "./guess_limit.ts";

/** How a guess has ended; "withdrawn": it was never compared. */
export type GuessEnd = "failed" | "succeeded" | "withdrawn";

export interface GuessGate {
  /** Milliseconds to wait before the guess may be made; 0: it may, and counts as wrong until it has ended. */
  check(guess: Guess): number | Promise<number>;
  ended(guess: Guess, how: GuessEnd): void;
}
