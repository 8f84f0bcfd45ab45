// Hangman: a word is found letter by letter, or as a whole, before the gallows are complete. Together, in
// turns against each other, or all against the one who chose the word.

import { chance, type Game, type Names, type Refusal, refuse, type Step } from "../game.ts";
import { gallows, LIVES } from "./gallows.ts";
import { baseOf, lettersOf } from "./letters.ts";
import { LEVELS, wordsOf } from "./words.ts";

const LEAST_LETTERS = 3;
const MOST_LETTERS = 24;
const WAYS = ["together", "versus", "chosen word"] as const;

interface State {
  readonly way: (typeof WAYS)[number];
  /** Capitals, each with its marks. */
  readonly word: readonly string[];
  /** Base letters that were guessed and are in the word, and whatever was guessed and is wrong. */
  readonly found: readonly string[];
  readonly wrong: readonly string[];
  readonly misses: number;
  /** Seats that guess, in order of turns; in turns the first is on. */
  readonly players: readonly number[];
  /** Letters that each seat found. */
  readonly finds: Readonly<Record<number, number>>;
  readonly over: boolean;
}

export const hangman: Game<State> = {
  name: "hangman",
  summary: "find a word before the gallows are complete",
  hint: "!e guesses a letter, !banana the word",
  rules: "Type !e to guess a letter, and !banana to guess the word; accents do not matter. After " +
    `${LIVES} wrong guesses it is over. /play hangman has a word for all who join; /play hangman versus ` +
    "takes turns, and who completes the word wins; /play hangman word asks you for a word, and the " +
    "others guess it. easy, normal and hard choose the words.",

  plan(options) {
    const words = options === "" ? [] : options.split(/\s+/);
    return words[0]?.toLowerCase() === "word" ? chosenWord(words.slice(1)) : givenWord(words);
  },

  start({ mode, secret, seats, names, seed }) {
    const way = WAYS.find((each) => mode.startsWith(each)) ?? "together";
    const list = wordsOf(LEVELS.find((level) => mode.endsWith(level)) ?? "normal");
    const word = way === "chosen word" ? secret : list[chance(seed, list.length)] ?? "";
    const all = Array.from({ length: seats }, (_, seat) => seat);
    const state: State = {
      way,
      word: lettersOf(word) ?? [],
      found: [],
      wrong: [],
      misses: 0,
      players: way === "chosen word" ? all.slice(1) : all,
      finds: {},
      over: false,
    };
    return { state, show: [`The word has ${state.word.length} letters${onTurn(state, names)}`] };
  },

  move(state, { seat, names, text }) {
    if (!state.players.includes(seat)) return refuse("You chose the word: let the others guess");
    if (state.way === "versus" && state.players[0] !== seat) {
      return refuse(`It is ${names[state.players[0] ?? -1]}'s turn: wait for yours`);
    }
    const letters = lettersOf(text);
    if (letters === null) return refuse(`"${text}" is no letter and no word: guess as in !e`);
    return letters.length === 1
      ? guessLetter(state, { seat, names, base: baseOf(text) })
      : guessWord(state, { seat, names, letters });
  },

  join(state, { seat, names }) {
    return {
      state: { ...state, players: [...state.players, seat] },
      show: [`${names[seat]} guesses too`],
    };
  },

  leave(state, { seat, names }) {
    const players = state.players.filter((player) => player !== seat);
    const after = { ...state, players };
    if (players.length === 0) return lost(after, { text: "nobody is left to guess", winners: [] });
    if (state.way !== "versus") return { state: after, show: [] };
    if (players.length > 1) return { state: after, show: [`Go on${onTurn(after, names)}`] };
    const text = `${names[players[0] ?? -1]} wins, as nobody else is left`;
    return { state: { ...after, over: true }, show: [], over: { text, winners: players } };
  },

  timeout(state, { names }) {
    const after = { ...nextTurn(state), misses: state.misses + 1 };
    if (after.misses >= LIVES) return lost(after, hanged(after));
    return {
      state: after,
      show: [`Nobody guessed in time: the gallows grow${onTurn(after, names)}`],
    };
  },

  turn: ({ way, players, over }) => over ? [] : way === "versus" ? players.slice(0, 1) : players,

  view: (state, seat) => ({
    letters: shownLetters(state),
    wrong: state.wrong,
    misses: state.misses,
    lives: LIVES,
    word: state.over || isSetter(state, seat) ? state.word.join("") : null,
  }),

  board(state, { seat }) {
    const drawing = gallows(state.misses);
    const beside: Readonly<Record<number, string>> = {
      2: shownLetters(state).map((letter) => letter ?? "_").join(" "),
      4: state.wrong.length === 0 ? "" : `wrong: ${state.wrong.join(" ")}`,
      5: isSetter(state, seat) ? `your word: ${state.word.join("")}` : "",
    };
    return drawing.map((row, i) => `${row}   ${beside[i] ?? ""}`.trimEnd());
  },
};

/** "versus", "hard", both in any order, or nothing. */
function givenWord(words: readonly string[]) {
  const options = words.map((word) => word.toLowerCase());
  const level = LEVELS.find((each) => options.includes(each)) ?? "normal";
  const odd = options.find((option) => option !== "versus" && option !== level);
  if (odd !== undefined || options.length > 2) {
    const how = "use easy, normal or hard, and versus if you like; or word";
    return refuse(`"${words.join(" ")}" is no way to play hangman: ${how}`);
  }
  const versus = options.includes("versus");
  const seats = versus ? { min: 2, max: 8 } : { min: 1, max: 32 };
  const mode = `${versus ? "versus" : "together"} ${level}`;
  return { mode, seats, late: true, timeMs: versus ? 60_000 : 180_000 };
}

function chosenWord([word, ...more]: readonly string[]) {
  const plan = { mode: "chosen word", seats: { min: 2, max: 32 }, late: true, timeMs: 180_000 };
  if (word === undefined) return { ...plan, ask: "Type the word that the others have to guess" };
  const fault = more.length > 0 ? refuse("Use one word alone") : wordFault(word);
  return fault ?? { ...plan, secret: word };
}

function wordFault(word: string): Refusal | null {
  const letters = lettersOf(word);
  if (letters === null) return refuse("A word has letters alone: choose another");
  if (letters.length >= LEAST_LETTERS && letters.length <= MOST_LETTERS) return null;
  return refuse(`A word has ${LEAST_LETTERS} to ${MOST_LETTERS} letters: choose another`);
}

interface By {
  readonly seat: number;
  readonly names: Names;
}

function guessLetter(
  state: State,
  { seat, names, base }: By & { base: string },
): Step<State> | Refusal {
  if (state.found.includes(base) || state.wrong.includes(base)) {
    return refuse(`${base} was guessed before: choose another letter`);
  }
  const times = state.word.filter((letter) => baseOf(letter) === base).length;
  if (times === 0) return miss(state, { seat, names, what: base });
  const found = [...state.found, base];
  const after = { ...withFinds(state, { seat, times }), found };
  if (isComplete(after)) return won(after, { seat, names });
  return { state: after, show: [`${names[seat]} guessed ${base}: yes${onTurn(after, names)}`] };
}

function guessWord(
  state: State,
  { seat, names, letters }: By & { letters: readonly string[] },
): Step<State> | Refusal {
  const { length } = state.word;
  const guessed = letters.map(baseOf).join("");
  if (letters.length !== length) {
    return refuse(`${guessed} has ${letters.length} letters, and the word has ${length}`);
  }
  if (guessed !== state.word.map(baseOf).join("")) {
    if (state.wrong.includes(guessed)) {
      return refuse(`${guessed} was guessed before: choose another`);
    }
    return miss(state, { seat, names, what: guessed });
  }
  const times = shownLetters(state).filter((letter) => letter === null).length;
  const found = [...new Set(state.word.map(baseOf))];
  return won({ ...withFinds(state, { seat, times }), found }, { seat, names });
}

function miss(state: State, { seat, names, what }: By & { what: string }): Step<State> {
  const wrong = [...state.wrong, what];
  const after = { ...nextTurn(state), wrong, misses: state.misses + 1 };
  const show = `${names[seat]} guessed ${what}: no`;
  if (after.misses >= LIVES) return { ...lost(after, hanged(after)), show: [show] };
  return { state: after, show: [`${show}${onTurn(after, names)}`] };
}

/** Against each other who completes it wins; else all who guess. Points: chances that were left, or own finds. */
function won(state: State, { seat, names }: By): Step<State> {
  const versus = state.way === "versus";
  const winners = versus ? [seat] : state.players;
  const points = Object.fromEntries(winners.map((winner) => [
    winner,
    versus ? state.finds[winner] ?? 0 : LIVES - state.misses,
  ]));
  const text = `${names[seat]} completed the word ${state.word.join("")}`;
  return { state: { ...state, over: true }, show: [], over: { text, winners, points } };
}

function lost(state: State, over: { text: string; winners: readonly number[] }): Step<State> {
  return { state: { ...state, over: true }, show: [], over };
}

/** Whoever chose a word that nobody found has won. */
function hanged({ way, word }: State) {
  return {
    text: `nobody found the word ${word.join("")}`,
    winners: way === "chosen word" ? [0] : [],
  };
}

function withFinds(state: State, { seat, times }: { seat: number; times: number }): State {
  return { ...state, finds: { ...state.finds, [seat]: (state.finds[seat] ?? 0) + times } };
}

function nextTurn(state: State): State {
  if (state.way !== "versus") return state;
  const [first = 0, ...others] = state.players;
  return { ...state, players: [...others, first] };
}

function onTurn({ way, players }: State, names: Names): string {
  return way === "versus" ? `. ${names[players[0] ?? -1]} is on turn` : "";
}

function shownLetters({ word, found, over }: State): (string | null)[] {
  return word.map((letter) => over || found.includes(baseOf(letter)) ? letter : null);
}

function isComplete(state: State): boolean {
  return shownLetters(state).every((letter) => letter !== null);
}

function isSetter({ way }: State, seat: number | null): boolean {
  return way === "chosen word" && seat === 0;
}
