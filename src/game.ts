// Port: a game. Pure rules: a state and what somebody does make the next state, and lines to show. Knows no
// room, no clock and no socket; who sits where and how long a turn may take is the tables' business.

/** What one plays. Seats are numbers from 0; a seat that was left is given to nobody else. */
export interface Game<State = unknown> {
  /** As in /play NAME: lower-case letters and hyphens. */
  readonly name: string;
  /** One line for /games, without a capital or a full stop. */
  readonly summary: string;
  /** What to type, in few words: shown when it begins. */
  readonly hint: string;
  /** For /games NAME: whole sentences, with the moves and the options. */
  readonly rules: string;
  /** What the words after /play NAME ask for. */
  plan(options: string): Plan | Refusal;
  /** The first state. */
  start(setup: Setup): Step<State>;
  /** What was typed after the "!". Refused if it is no move, or not now. */
  move(state: State, move: Move): Step<State> | Refusal;
  /** Somebody has come later. Needed only by games whose plan says `late`. */
  join?(state: State, at: AtTable): Step<State>;
  /** Somebody has gone; others are left. */
  leave(state: State, at: AtTable): Step<State>;
  /** The time of whoever is on turn is over. */
  timeout(state: State, at: Omit<AtTable, "seat">): Step<State>;
  /** The seats that may move now. */
  turn(state: State): readonly number[];
  /** What a page draws, as plain JSON, for a seat or for who only watches (null). Tells no secret. */
  view(state: State, seat: number | null): unknown;
  /** The same for a terminal. */
  board(state: State, at: { readonly seat: number | null; readonly names: Names }): string[];
}

/** By seat, as people are called now. */
export type Names = readonly string[];

/** How a game is going to be played. */
export interface Plan {
  /** The options in few words, without what nobody may know; "" if there are none. */
  readonly mode: string;
  /** With how many it begins, and how many may play. */
  readonly seats: { readonly min: number; readonly max: number };
  /** Whether one may come when it has begun. */
  readonly late: boolean;
  /** Time for a move, in milliseconds. */
  readonly timeMs: number;
  /** What the one who starts it has chosen and nobody else may know. */
  readonly secret?: string;
  /** A question that has to be answered first: the answer is added to the options. */
  readonly ask?: string;
}

export interface Setup {
  /** Of the plan. */
  readonly mode: string;
  /** Of the plan, or "". */
  readonly secret: string;
  /** How many sit there. */
  readonly seats: number;
  readonly names: Names;
  /** Where chance comes from, so that all nodes play the same game: see chance(). */
  readonly seed: number;
}

export interface AtTable {
  readonly seat: number;
  readonly names: Names;
}

export interface Move extends AtTable {
  /** Sanitized, and never empty. */
  readonly text: string;
}

/** What comes of it. */
export interface Step<State> {
  /** Plain JSON, so that a table can be kept and can travel; never changed, always made anew. */
  readonly state: State;
  /** Lines for everybody at the table. */
  readonly show: readonly string[];
  /** Lines for one seat only. */
  readonly whispers?: readonly { readonly seat: number; readonly text: string }[];
  /** Set when the game is over. */
  readonly over?: Outcome;
}

export interface Outcome {
  /** One line for the whole room: "anna wins". */
  readonly text: string;
  /** Seats. */
  readonly winners: readonly number[];
  /** By seat, more is better; those of the best game are kept. */
  readonly points?: Readonly<Record<number, number>>;
}

export interface Refusal {
  /** What is wrong and what to do, as one sentence without a full stop. */
  readonly refused: string;
}

export function refuse(refused: string): Refusal {
  return { refused };
}

export function isRefusal(answer: object): answer is Refusal {
  return "refused" in answer;
}

/** A whole number from 0 up to, and without, `limit`, the same for the same seed. By one round of mulberry32. */
export function chance(seed: number, limit: number): number {
  let mixed = (seed + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * limit);
}
