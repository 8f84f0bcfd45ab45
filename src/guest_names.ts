// Which name a new guest gets: a random one, with a number only when every plain one is out.
// The names themselves are first_names.ts; who else carries a name is known to the caller alone.

import { nameKey } from "./name.ts";

/** All names with one number: round 1 is the plain names, round 2 is "anna2", "marcus2"… */
interface Round {
  readonly number: number;
  readonly free: string[];
}

/**
 * Hands out each name to one taker at a time. A name is out from take() to give(), also when the
 * caller finds that a person has it by /nick and takes another: it is given when that one leaves.
 *
 * take() costs O(1) amortised. Memory follows the highest number that is out: a round is made when
 * all before it are out, and the last is dropped when it and the one before it are back whole, so that
 * a guest who comes and goes at the border does not make a round each time.
 */
export class GuestNames {
  readonly #names: readonly string[];
  readonly #random: () => number;
  readonly #out = new Map<string, { name: string; round: Round }>();
  readonly #open: Round[] = []; // the rounds with a free name, the highest number first
  #rounds = 0;

  /**
   * `names`: at least one, all different, none ending in a digit. `random`: 0 <= number < 1, as
   * Math.random(). Throws RangeError without names.
   */
  constructor(names: readonly string[], random: () => number) {
    if (names.length === 0) throw new RangeError("No names for guests");
    this.#names = names;
    this.#random = random;
  }

  /** A random free name of the lowest round that has one. Always finds one. */
  take(): string {
    const round = this.#open.at(-1) ?? this.#addRound();
    const name = takeAny(round.free, this.#random);
    this.#out.set(nameKey(name), { name, round });
    if (round.free.length === 0) this.#open.pop();
    return name;
  }

  /** Makes a name free again, however it is spelled. Does nothing with a name that is not out. */
  give(name: string): void {
    const key = nameKey(name);
    const taken = this.#out.get(key);
    if (taken === undefined) return;
    this.#out.delete(key);
    const { round } = taken;
    round.free.push(taken.name);
    if (round.free.length === 1) this.#reopen(round);
    this.#dropRounds();
  }

  #addRound(): Round {
    const number = ++this.#rounds;
    const free = this.#names.map((name) => number === 1 ? name : `${name}${number}`);
    const round = { number, free };
    this.#reopen(round);
    return round;
  }

  #reopen(round: Round): void {
    this.#open.push(round);
    this.#open.sort((a, b) => b.number - a.number);
  }

  #dropRounds(): void {
    while (this.#isWhole(0, this.#rounds) && this.#isWhole(1, this.#rounds - 1)) {
      this.#open.shift();
      this.#rounds--;
    }
  }

  #isWhole(at: number, number: number): boolean {
    const round = this.#open[at];
    return round?.number === number && round.free.length === this.#names.length;
  }
}

/** Removes and returns any of `names`, of which there is one, in O(1): the last takes its place. */
function takeAny(names: string[], random: () => number): string {
  const at = Math.floor(random() * names.length);
  const last = names.pop() ?? "";
  const name = names[at] ?? last;
  if (at < names.length) names[at] = last;
  return name;
}
