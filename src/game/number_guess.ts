// A race: who is the first to guess a number.

import { chance, type Game, type Names, refuse, type Step } from "../game.ts";

const DEFAULT_MOST = 100;
const LEAST = 10;
const MOST = 1_000_000;
/** Guesses that a view tells of. */
const SHOWN = 20;
/** Points of who finds it at once; one less for each guess of one's own before. */
const BEST = 10;

interface Guess {
  readonly seat: number;
  readonly number: number;
}

interface State {
  readonly secret: number;
  /** It is known to lie between these two, both included. */
  readonly low: number;
  readonly high: number;
  /** The latest, oldest first. */
  readonly guesses: readonly Guess[];
  /** Guesses so far, by seat. */
  readonly tries: Readonly<Record<number, number>>;
  readonly players: readonly number[];
  readonly over: boolean;
}

export const numberGuess: Game<State> = {
  name: "number-guess",
  summary: "a race to find a number from 1 to 100",
  hint: "!50 guesses 50",
  rules:
    "Type !50 to guess 50: everybody learns whether the number is less or more, and whoever says it " +
    `first wins. /play number-guess 1000 takes one up to 1000, at most ${MOST}.`,

  plan(options) {
    const most = options === "" ? DEFAULT_MOST : wholeNumber(options);
    if (most === null || most < LEAST || most > MOST) {
      return refuse(`"${options}" will not do as the largest number: use ${LEAST} to ${MOST}`);
    }
    const mode = `1 to ${most}`;
    return { mode, seats: { min: 1, max: 32 }, late: true, timeMs: 180_000 };
  },

  start({ mode, seats, seed }) {
    const high = Number(mode.replace("1 to ", ""));
    const state: State = {
      secret: 1 + chance(seed, high),
      low: 1,
      high,
      guesses: [],
      tries: {},
      players: Array.from({ length: seats }, (_, seat) => seat),
      over: false,
    };
    return { state, show: [`I think of a number from 1 to ${high}: guess with !NUMBER`] };
  },

  move(state, { seat, names, text }) {
    const number = wholeNumber(text);
    if (number === null) return refuse(`"${text}" is no number: type one, as in !${state.low}`);
    if (number < state.low || number > state.high) {
      return refuse(`The number is known to be from ${state.low} to ${state.high}: guess in there`);
    }
    return guess(state, { seat, number, names });
  },

  join: (state, { seat, names }) => ({
    state: { ...state, players: [...state.players, seat] },
    show: [`${names[seat]} guesses too`],
  }),

  leave: (state, { seat }) => ({
    state: { ...state, players: state.players.filter((player) => player !== seat) },
    show: [],
  }),

  timeout(state) {
    const text = `nobody found the number, which was ${state.secret}`;
    return { state: { ...state, over: true }, show: [], over: { text, winners: [] } };
  },

  turn: ({ players, over }) => over ? [] : players,

  view: ({ low, high, guesses, over, secret }) => ({
    low,
    high,
    guesses,
    number: over ? secret : null,
  }),

  board: ({ low, high }) => [low === high ? `It is ${low}` : `It is from ${low} to ${high}`],
};

function guess(
  state: State,
  { seat, number, names }: Guess & { names: Names },
): Step<State> {
  const own = (state.tries[seat] ?? 0) + 1;
  const guesses = [...state.guesses, { seat, number }].slice(-SHOWN);
  const after = { ...state, guesses, tries: { ...state.tries, [seat]: own } };
  if (number === state.secret) {
    const text = `${names[seat]} found the number, ${number}`;
    const points = { [seat]: Math.max(1, BEST + 1 - own) };
    const found = { ...after, low: number, high: number, over: true };
    return { state: found, show: [], over: { text, winners: [seat], points } };
  }
  const less = number > state.secret;
  const bounds = less ? { high: number - 1 } : { low: number + 1 };
  const answer = less ? "too much" : "not enough";
  return { state: { ...after, ...bounds }, show: [`${names[seat]}: ${number} is ${answer}`] };
}

function wholeNumber(text: string): number | null {
  return /^\d{1,7}$/.test(text) ? Number(text) : null;
}
