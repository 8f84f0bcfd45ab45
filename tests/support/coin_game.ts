// Games for tests that are over in a line or two: one in which whoever types the right word wins, and one
// that breaks wherever it is told to.

import { type Game, refuse } from "../../src/game.ts";

interface State {
  readonly word: string;
  readonly players: readonly number[];
  readonly turn: number;
  readonly over: boolean;
}

/** Two or more in turns; "win" wins, "pass" goes on, "whisper" is answered to one alone. */
export const coin: Game<State> = {
  name: "coin",
  summary: "say win and win",
  hint: "!win wins",
  rules: "Type !win to win.",
  plan(options) {
    if (options === "secret") {
      return {
        mode: "secret",
        seats: { min: 2, max: 3 },
        late: true,
        timeMs: 10_000,
        ask: "Which?",
      };
    }
    const [mode = "", secret] = options.split(" ");
    const min = mode === "alone" ? 1 : 2;
    const plan = { mode, seats: { min, max: 3 }, late: mode !== "closed", timeMs: 10_000 };
    return secret === undefined ? plan : { ...plan, secret };
  },
  start({ secret, seats }) {
    const players = Array.from({ length: seats }, (_, seat) => seat);
    return { state: { word: secret, players, turn: 0, over: false }, show: ["go"] };
  },
  move(state, { seat, text, names }) {
    if (seat !== state.players[state.turn]) return refuse("Not now: wait");
    if (text === "whisper") return { state, show: [], whispers: [{ seat, text: "psst" }] };
    if (text === "pass") return { state: next(state), show: [`${names[seat]} passed`] };
    if (text !== "win") return refuse(`"${text}" is nothing: type !win`);
    const over = { text: `${names[seat]} wins`, winners: [seat], points: { [seat]: 7 } };
    return { state: { ...state, over: true }, show: [], over };
  },
  join: (state, { seat, names }) => ({
    state: { ...state, players: [...state.players, seat] },
    show: [`hello ${names[seat]}`],
  }),
  leave(state, { seat }) {
    const players = state.players.filter((player) => player !== seat);
    return { state: { ...state, players, turn: 0 }, show: [] };
  },
  timeout: (state, { names }) => ({
    state: next(state),
    show: [`${names[state.players[state.turn] ?? 0]} slept`],
  }),
  turn: ({ players, turn, over }) => over ? [] : players.slice(turn, turn + 1),
  view: ({ word, turn }, seat) => ({ turn, word: seat === 0 ? word : null }),
  board: ({ word }, { seat }) => seat === 0 && word !== "" ? [`(${word})`] : [],
};

function next(state: State): State {
  return { ...state, turn: (state.turn + 1) % state.players.length };
}

/** Breaks at the move of that name, or when somebody looks. */
export const broken: Game<State> = {
  ...coin,
  name: "broken",
  move(state, move) {
    if (move.text === "break") throw new Error("A bug in the game");
    return coin.move(state, move);
  },
  board(state, at) {
    if (state.turn > 0) throw new Error("A bug in the board");
    return coin.board(state, at);
  },
};
