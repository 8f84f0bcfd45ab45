// What every game promises, whoever plays it and however: it never breaks and never changes a state in
// place, its states are JSON, it refuses who is not on turn, it comes to an end, and it tells no secret. Each
// game's test calls this with options and moves to try.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Game, isRefusal, type Plan, type Step } from "../../src/game.ts";
import { Random } from "./random.ts";

export interface GameSample<State> {
  /** Ways to play it; at least one. */
  readonly options: readonly string[];
  /** A move that may be legal. */
  move(random: Random, state: State): string;
  /** Words that nobody may read before the end, but for these seats. */
  secrets?(
    state: State,
  ): { readonly words: readonly string[]; readonly knownTo: readonly number[] };
}

const SEEDS = 60;
const STEPS = 80;
/** Timeouts in a row after which any game is over. */
const PATIENCE = 100;
const MOST_SEATS = 8;
const JUNK = [
  "",
  " ",
  "-1",
  "1e9",
  "0x10",
  "__proto__",
  "constructor",
  "!",
  "é",
  "𝔘",
  "a b",
  "٣",
  "ß",
];
const LINE = /^[^\p{Cc}\u2028\u2029]+$/u;

/** Registers the tests of a game. */
export function testGame<State>(game: Game<State>, sample: GameSample<State>): void {
  const test = (promise: string, run: () => void) => Deno.test(`${game.name} ${promise}`, run);

  test("says what it is, for lists and for people", () => {
    assertMatch(game.name, /^[a-z]+(-[a-z]+)*$/);
    assertMatch(game.summary, /^[a-z][ -~]*[^.\s]$/);
    assert(game.summary.length <= 80 && game.hint.length <= 60);
    assertMatch(game.rules, /^[A-Z/][ -~]+\.$/);
  });

  test("plans what it is asked for, and refuses other options in words", () => {
    for (const options of sample.options) planOf(game, options);
    for (const options of [...JUNK, "no such option", "x".repeat(5000)]) {
      const plan = game.plan(options);
      if (isRefusal(plan)) assertMatch(plan.refused, LINE);
    }
  });

  test("never breaks, whatever 1 to 8 players do, and ends", () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      for (const options of sample.options) new Match(game, sample, { options, seed }).play();
    }
  });
}

function planOf<State>(game: Game<State>, options: string): Plan {
  const plan = game.plan(options);
  assert(!isRefusal(plan), `"${options}" is refused`);
  const { min, max } = plan.seats;
  assert(Number.isInteger(min) && min >= 1 && max >= min, "seats");
  assert(plan.timeMs >= 1000 && plan.timeMs <= 600_000, "time");
  assert(!plan.late || game.join !== undefined, "a game that one may join late needs join()");
  assertEquals(plan.ask, undefined, "options of a sample answer what is asked");
  return plan;
}

/** One game by people who do as they like. */
class Match<State> {
  readonly #game: Game<State>;
  readonly #sample: GameSample<State>;
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #names: string[];
  /** Seats that are taken. */
  #active: number[];
  #state: State;
  #over = false;

  constructor(
    game: Game<State>,
    sample: GameSample<State>,
    { options, seed }: { options: string; seed: number },
  ) {
    this.#game = game;
    this.#sample = sample;
    this.#plan = planOf(game, options);
    this.#random = new Random(seed * 1000 + options.length);
    const { mode, secret = "", seats: { min, max } } = this.#plan;
    const seats = min + this.#random.below(Math.min(max, MOST_SEATS) - min + 1);
    this.#names = Array.from({ length: seats }, (_, seat) => nameOf(seat));
    this.#active = [...this.#names.keys()];
    const setup = { mode, secret, seats, names: this.#names };
    const first = () => game.start({ ...setup, seed: this.#random.below(2 ** 32) });
    this.#state = first().state;
    const again = { ...setup, seed };
    assertEquals(game.start(again), game.start(again), "the same seed gives the same game");
    this.#take(first());
  }

  play(): void {
    for (let step = 0; step < STEPS && !this.#over; step++) this.#act();
    for (let i = 0; i < PATIENCE && !this.#over; i++) {
      this.#take(this.#game.timeout(this.#state, { names: this.#names }));
    }
    assert(this.#over, "it goes on for ever when nobody moves");
    assertEquals(this.#game.turn(this.#state), []);
  }

  #act(): void {
    switch (this.#random.below(12)) {
      case 0:
        return this.#join();
      case 1:
        return this.#leave();
      case 2:
        return this.#take(this.#game.timeout(this.#state, { names: this.#names }));
      case 3:
        return this.#move(this.#random.pick(JUNK.filter((text) => text.trim() !== "")));
      default:
        return this.#move(this.#sample.move(this.#random, this.#state));
    }
  }

  #move(text: string): void {
    const seat = this.#random.pick(this.#active);
    const mayMove = this.#game.turn(this.#state).includes(seat);
    const step = this.#game.move(this.#state, { seat, text, names: this.#names });
    if (isRefusal(step)) return void assertMatch(step.refused, LINE);
    assert(mayMove, `seat ${seat} moved out of turn with "${text}"`);
    this.#take(step);
  }

  #join(): void {
    const { late, seats: { max } } = this.#plan;
    if (!late || !this.#game.join || this.#active.length >= Math.min(max, MOST_SEATS)) return;
    const seat = this.#names.push(nameOf(this.#names.length)) - 1;
    this.#active.push(seat);
    this.#take(this.#game.join(this.#state, { seat, names: this.#names }));
  }

  #leave(): void {
    if (this.#active.length === 1) return; // nobody would be left, which ends any game
    const seat = this.#random.pick(this.#active);
    this.#active = this.#active.filter((other) => other !== seat);
    this.#take(this.#game.leave(this.#state, { seat, names: this.#names }));
  }

  #take({ state, show, whispers = [], over }: Step<State>): void {
    this.#state = frozen(state);
    this.#over = over !== undefined;
    assertEquals(JSON.parse(JSON.stringify(state)), state, "a state is plain JSON");
    for (const line of [...show, ...whispers.map(({ text }) => text)]) assertMatch(line, LINE);
    if (over) {
      assertMatch(over.text, LINE);
      assert(over.winners.every((seat) => seat in this.#names));
    } else {
      const turn = this.#game.turn(state);
      assert(turn.length > 0, "nobody is on turn");
      assert(turn.every((seat) => this.#active.includes(seat)), "somebody is on turn who left");
    }
    this.#look(show);
  }

  /** As each seat and a stranger see it. */
  #look(show: readonly string[]): void {
    for (const seat of [null, ...this.#active]) {
      const view = this.#game.view(this.#state, seat);
      const board = this.#game.board(this.#state, { seat, names: this.#names });
      assertEquals(JSON.parse(JSON.stringify(view)), view, "a view is plain JSON");
      for (const line of board) assertMatch(line, LINE);
      if (!this.#over) this.#checkSecrets(seat, JSON.stringify([view, board, show]));
    }
  }

  #checkSecrets(seat: number | null, seen: string): void {
    const { words, knownTo } = this.#sample.secrets?.(this.#state) ?? { words: [], knownTo: [] };
    if (seat !== null && knownTo.includes(seat)) return;
    for (const word of words) assert(!seen.includes(word), `seat ${seat} sees ${word}`);
  }
}

function nameOf(seat: number): string {
  return `p${seat}`;
}

/** So that whoever changes it in place is found out. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) frozen(each);
  }
  return value;
}
