// Hangman: letters with and without accents, whole words, three ways to play, and whose turn it is.

import { assert, assertEquals } from "@std/assert";
import { hangman } from "../../src/game/hangman.ts";
import { baseOf, lettersOf } from "../../src/game/letters.ts";
import { LEVELS, wordsOf, wrongGuesses } from "../../src/game/words.ts";
import { isRefusal } from "../../src/game.ts";
import { testGame } from "../support/game_contract.ts";

const names = ["anna", "bob", "carl"];

testGame(hangman, {
  options: ["", "easy", "hard versus", "versus", "word Grüße", "word éclair"],
  move(random, { word }) {
    if (random.once(40)) return word.join("").toLowerCase();
    if (random.once(10)) return "wrong".slice(0, word.length).padEnd(word.length, "q");
    return random.pick(Array.from("abcdefghijklmnopqrstuvwxyz"));
  },
  secrets: ({ word, way }) => ({
    words: [word.join("")],
    knownTo: way === "chosen word" ? [0] : [],
  }),
});

Deno.test("hangman has at least 2,000 words in three levels, each a word that can be guessed", () => {
  const all = LEVELS.flatMap((level) => wordsOf(level));
  assert(all.length >= 2000);
  assertEquals(new Set(all).size, all.length);
  for (const level of LEVELS) assert(wordsOf(level).length >= 500, level);
  assert(all.every((word) => /^[a-z]{3,8}$/.test(word)));
});

Deno.test("hangman's levels go by the wrong guesses of who tries frequent letters first", () => {
  assertEquals(["tea", "zoo", "about"].map(wrongGuesses), [0, 24, 15]);
  const hardest = (level: "easy" | "normal" | "hard") =>
    Math.max(...wordsOf(level).map(wrongGuesses));
  assert(hardest("easy") < hardest("normal") && hardest("normal") < hardest("hard"));
});

Deno.test("Letters are one with their accented forms, in any case", () => {
  assertEquals(["é", "É", "e", "e\u0301", "ø", "ł", "ñ", "Ǆ"].map(baseOf), [
    ..."EEEEOLN",
    "Ǆ",
  ]);
  assertEquals(lettersOf("e\u0301té"), ["É", "T", "É"]);
  assertEquals(["a b", "a-b", "a1", "", "🐙", "\u0301a"].map(lettersOf), Array(6).fill(null));
});

function begun(options: string, seats = 3) {
  const plan = hangman.plan(options);
  if (isRefusal(plan)) throw new Error(plan.refused);
  const { mode, secret = "" } = plan;
  return hangman.start({ mode, secret, seats, names, seed: 1 }).state;
}

type State = ReturnType<typeof begun>;

function move(state: State, seat: number, text: string) {
  const step = hangman.move(state, { seat, text, names });
  return isRefusal(step) ? { state, refused: step.refused, show: [], over: undefined } : step;
}

Deno.test("hangman takes e for é, and shows the word as it is written", () => {
  const { state, show } = move(begun("word éclair"), 1, "E");
  assertEquals(show, ["bob guessed E: yes"]);
  assertEquals(hangman.board(state, { seat: 1, names })[2], "      |    É _ _ _ _ _");
  const { over } = move(state, 2, "eclair");
  assertEquals([over?.text, over?.winners], ["carl completed the word ÉCLAIR", [1, 2]]);
});

Deno.test("hangman costs nothing for what was guessed before, and for words of another length", () => {
  const { state } = move(begun("word tea"), 1, "x");
  assertEquals(state.misses, 1);
  const refusals = ["x", "X", "teas", "t1", "?"].map((text) => {
    const step = move(state, 1, text);
    return "refused" in step ? step.refused : "";
  });
  assertEquals(refusals, [
    "X was guessed before: choose another letter",
    "X was guessed before: choose another letter",
    "TEAS has 4 letters, and the word has 3",
    '"t1" is no letter and no word: guess as in !e',
    '"?" is no letter and no word: guess as in !e',
  ]);
});

Deno.test("hangman's setter sees the word, may not guess, and wins if nobody finds it", () => {
  let state = begun("word tea");
  const setter = move(state, 0, "t");
  assertEquals("refused" in setter && setter.refused, "You chose the word: let the others guess");
  assert(hangman.board(state, { seat: 0, names }).some((line) => line.includes("your word: TEA")));
  let over;
  for (const text of "qwyuiop") ({ state, over } = move(state, 1, text));
  assertEquals([over?.text, over?.winners], ["nobody found the word TEA", [0]]);
});

Deno.test("hangman versus goes round at a miss, stays at a hit, and is won by who completes it", () => {
  const start = begun("versus", 2);
  const [first = 0, second = 1] = start.players;
  const wrong = Array.from("QXZJ").find((letter) => !start.word.includes(letter)) ?? "";
  const missed = move(start, first, wrong);
  assertEquals(hangman.turn(missed.state), [second]);
  const turn = move(missed.state, first, "e");
  assertEquals("refused" in turn && turn.refused, `It is ${names[second]}'s turn: wait for yours`);
  const hit = move(missed.state, second, start.word[0] ?? "");
  assertEquals(hangman.turn(hit.state), [second]);
  assertEquals(move(hit.state, second, start.word.join("")).over?.winners, [second]);
});

Deno.test("hangman refuses words that are no words, and options it does not have", () => {
  for (
    const options of ["word a1", "word ab", "word tea pot", "word \u0007", `word ${"x".repeat(25)}`]
  ) {
    assert(isRefusal(hangman.plan(options)), options);
  }
  for (const options of ["constructor", "easy hard", "tea", "versus versus versus"]) {
    assert(isRefusal(hangman.plan(options)), options);
  }
  const asked = hangman.plan("word");
  assert(!isRefusal(asked) && asked.ask !== undefined && asked.secret === undefined);
});
