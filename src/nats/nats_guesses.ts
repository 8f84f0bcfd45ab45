// Counts guesses at passwords with all other nodes: each tells the others of every guess and of its end. What
// is on its way between two nodes is not counted yet, which is a guess or two.

import type { Clock } from "../clock.ts";
import type { GuessEnd, GuessGate } from "../guess_gate.ts";
import { type Guess, GuessLimit } from "../guess_limit.ts";
import type { Link } from "./link.ts";

export interface NatsGuessesParts {
  readonly link: Pick<Link, "send" | "subscribe">;
  readonly clock: Pick<Clock, "now">;
  readonly subject: string;
  /** This node's id. */
  readonly node: string;
}

/** What one node tells the others. `how` is not given when the guess begins. */
interface Told {
  readonly node: string;
  readonly guess: Guess;
  readonly how?: GuessEnd;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class NatsGuesses implements GuessGate {
  readonly #parts: NatsGuessesParts;
  readonly #limit = new GuessLimit();

  constructor(parts: NatsGuessesParts) {
    this.#parts = parts;
    parts.link.subscribe(parts.subject, ({ bytes }) => this.#hear(bytes));
  }

  check(guess: Guess): number {
    const wait = this.#limit.check(guess, this.#parts.clock.now());
    if (wait === 0) this.#tell({ node: this.#parts.node, guess });
    return wait;
  }

  ended(guess: Guess, how: GuessEnd): void {
    this.#end(guess, how);
    this.#tell({ node: this.#parts.node, guess, how });
  }

  #tell(told: Told): void {
    this.#parts.link.send(this.#parts.subject, encoder.encode(JSON.stringify(told)));
  }

  #hear(bytes: Uint8Array): void {
    const { node, guess, how } = JSON.parse(decoder.decode(bytes)) as Told;
    if (node === this.#parts.node) return;
    if (how) this.#end(guess, how);
    else this.#limit.count(guess, this.#parts.clock.now());
  }

  #end(guess: Guess, how: GuessEnd): void {
    switch (how) {
      case "failed":
        return this.#limit.failed(guess, this.#parts.clock.now());
      case "succeeded":
        return this.#limit.succeeded(guess);
      case "withdrawn":
        return this.#limit.withdrawn(guess);
    }
  }
}
