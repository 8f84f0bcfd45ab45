// Coin toss: call heads or tails. Who is right wins, who is wrong passes the coin on.

import { chance, type Game, refuse } from "../src/game.ts";

interface State {
  readonly seed: number;
  /** Seats, whose turn it is first. */
  readonly players: readonly number[];
  readonly over: boolean;
}

export const coinToss: Game<State> = {
  name: "coin-toss",
  summary: "call heads or tails",
  hint: "!heads or !tails calls",
  rules: "Type !heads or !tails when it is your turn. Who is right wins.",

  plan(options) {
    if (options !== "") return refuse(`coin-toss has no options, such as "${options}"`);
    return { mode: "", seats: { min: 2, max: 8 }, late: true, timeMs: 30_000 };
  },

  start({ seats, seed, names }) {
    const players = Array.from({ length: seats }, (_, seat) => seat);
    return { state: { seed, players, over: false }, show: [`${names[0]} calls first`] };
  },

  move(state, { seat, names, text }) {
    if (seat !== state.players[0]) return refuse("It is not your turn: wait for it");
    if (text !== "heads" && text !== "tails") {
      return refuse(`"${text}" is no side: !heads or !tails`);
    }
    const side = ["heads", "tails"][chance(state.seed, 2)];
    if (text !== side) return { state: next(state), show: [`${names[seat]} called ${text}: no`] };
    const over = { text: `${names[seat]} called ${text}, and was right`, winners: [seat] };
    return { state: { ...state, over: true }, show: [], over };
  },

  join: (state, { seat, names }) => ({
    state: { ...state, players: [...state.players, seat] },
    show: [`${names[seat]} calls too`],
  }),

  leave: (state, { seat }) => ({
    state: { ...state, players: state.players.filter((player) => player !== seat) },
    show: [],
  }),

  timeout: (state) => ({
    state: { ...state, over: true },
    show: [],
    over: { text: "nobody called", winners: [] },
  }),

  turn: ({ players, over }) => over ? [] : players.slice(0, 1),
  view: ({ players }) => ({ next: players }),
  board: ({ players }, { names }) => [`${names[players[0] ?? -1]} has the coin`],
};

function next({ seed, players: [first = 0, ...others], over }: State): State {
  return { seed: seed + 1, players: [...others, first], over };
}
